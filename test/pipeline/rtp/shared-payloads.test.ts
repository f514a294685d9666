import { describe, expect, it } from 'vitest';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import { SharedPayloads } from '../../../src/pipeline/rtp/shared-payloads.js';
import { bytes } from '../pieces.js';

function frameOf(codec: EncodedFrame['codec'], ...units: Buffer[]): EncodedFrame {
  const stamp = { number: 1, stepTime: 0, readyTime: 0, dueTime: 0, inputSequences: [], inputTimes: [] };
  return { stamp, codec, keyframe: true, units };
}

describe('shared payloads', () => {
  it('are cut once for all viewers of a frame', () => {
    const payloads = new SharedPayloads();
    const frame = frameOf('vp8', Buffer.alloc(5000));
    const first = payloads.of(frame);
    expect(first.length).toBe(5);
    expect(payloads.of(frame)).toBe(first);
  });

  it('are cut anew for the next frame', () => {
    const payloads = new SharedPayloads();
    payloads.of(frameOf('vp8', bytes('10aa')));
    expect(payloads.of(frameOf('vp8', bytes('11bb')))).toEqual([
      { prefix: bytes('90808000'), content: bytes('11bb'), last: true },
    ]);
  });

  it('follow the payload format of the frame’s codec', () => {
    const payloads = new SharedPayloads();
    expect(payloads.of(frameOf('h264', bytes('67aa'), bytes('68bb')))).toEqual([
      { prefix: bytes('78'), content: bytes('0002 67aa 0002 68bb'), last: true },
    ]);
  });
});
