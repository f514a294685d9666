import { describe, expect, test } from 'vitest';
import { frameHeaderBytes, writeFrameHeader } from '../../src/protocol/frame-message.js';
import { NO_FRAME } from '../../src/protocol/input-packet.js';
import { FrameTicks } from '../../src/viewer/frame-ticks.js';
import { FramesReader } from '../../src/viewer/frames-reader.js';

function message(number: number, keyframe = false): Uint8Array {
  const bytes = new Uint8Array(frameHeaderBytes(0) + 10);
  const frame = { number, stepTime: number * 16, coreMs: 1, encodeMs: 1 };
  writeFrameHeader(bytes, { codec: 'vp8', keyframe, number, frame, inputs: [] });
  return bytes;
}

describe('a reader of the frames channel', () => {
  test('passes on what follows a keyframe without a gap, over the wrap of the numbers', () => {
    const reader = new FramesReader();
    expect(reader.lastFrame).toBe(NO_FRAME);
    expect(reader.receive(message(0xfffffffd))).toBeUndefined();
    for (const number of [0xfffffffe, 0xffffffff, 0, 1]) {
      expect(reader.receive(message(number >>> 0, number === 0xfffffffe))?.number).toBe(number);
    }
    expect(reader.lastFrame).toBe(1);
    expect(reader.counters).toMatchObject({ messages: 5, missing: 0, undecodable: 1 });
  });

  test('needs a keyframe after a gap, and counts what never came', () => {
    const reader = new FramesReader();
    reader.receive(message(1, true));
    expect(reader.receive(message(4))).toBeUndefined();
    expect(reader.needsKeyframe).toBe(true);
    expect(reader.receive(message(3))).toBeUndefined();
    expect(reader.counters).toMatchObject({ missing: 1, late: 1, undecodable: 1 });
    expect(reader.receive(message(5, true))?.number).toBe(5);
    expect(reader.needsKeyframe).toBe(false);
  });

  test('counts what is no message', () => {
    const reader = new FramesReader();
    for (const length of [0, 1, 28, 100]) reader.receive(new Uint8Array(length));
    expect(reader.counters).toMatchObject({ malformed: 4, messages: 0 });
  });
});

describe('the time line of a viewer’s frames', () => {
  test('counts on over wraps and changes of the transport, and never stands', () => {
    const ticks = new FrameTicks();
    expect(ticks.next('rtp', 2 ** 32 - 1000, 0)).toBe(0);
    expect(ticks.next('rtp', 500, 16)).toBe(1500);
    expect(ticks.next('rtp', 500, 17)).toBe(1501);
    expect(ticks.next('frames', 1e9, 27)).toBe(2401);
    expect(ticks.next('frames', 1e9 + 1500, 40)).toBe(3901);
  });
});
