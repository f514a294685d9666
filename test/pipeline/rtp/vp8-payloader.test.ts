import { describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES } from '../../../src/pipeline/rtp/payload.js';
import { isVp8Keyframe, payloadVp8, writePictureId } from '../../../src/pipeline/rtp/vp8-payloader.js';
import { bytes } from '../pieces.js';

function frameOf(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, index) => index * 7));
}

describe('a VP8 frame as RTP payloads', () => {
  it('that is small is one payload with X, S, I and M set', () => {
    expect(payloadVp8(bytes('aabb'))).toEqual([
      { prefix: bytes('90 80 8000'), content: bytes('aabb'), last: true },
    ]);
  });

  it('that is large has S set on the first payload only', () => {
    const payloads = payloadVp8(frameOf(20), 4 + 8);
    expect(payloads.map(({ prefix, last }) => [prefix.toString('hex'), last])).toEqual([
      ['90808000', false],
      ['80808000', false],
      ['80808000', true],
    ]);
  });

  it('never exceeds the limit, and comes back whole', () => {
    for (let size = 1; size <= 100; size++) {
      const payloads = payloadVp8(frameOf(size), 4 + 9);
      expect(payloads.length).toBe(Math.ceil(size / 9));
      expect(payloads.filter(({ last }) => last)).toEqual([payloads.at(-1)]);
      for (const { prefix, content } of payloads) {
        expect(content.length).toBeGreaterThan(0);
        expect(prefix.length + content.length).toBeLessThanOrEqual(13);
      }
      expect(Buffer.concat(payloads.map(({ content }) => content))).toEqual(frameOf(size));
    }
  });

  it('is cut into pieces of nearly the same size', () => {
    const sizes = payloadVp8(frameOf(MAX_PAYLOAD_BYTES + 20)).map(({ content }) => content.length);
    expect(sizes).toEqual([600, 600]);
  });

  it('is not copied', () => {
    const frame = frameOf(3000);
    for (const { content } of payloadVp8(frame)) expect(content.buffer).toBe(frame.buffer);
  });
});

describe('a picture id', () => {
  it('is written as 15 bits behind M, and wraps', () => {
    const packet = bytes('00000000 90808000 aabb');
    writePictureId(packet, 4, 0x1234);
    expect(packet).toEqual(bytes('00000000 9080 9234 aabb'));
    writePictureId(packet, 4, 0x7fff);
    expect(packet).toEqual(bytes('00000000 9080 ffff aabb'));
    writePictureId(packet, 4, 0x8000);
    expect(packet).toEqual(bytes('00000000 9080 8000 aabb'));
  });
});

describe('a VP8 keyframe', () => {
  it('is told by the lowest bit of its first byte, which is 0', () => {
    expect(isVp8Keyframe(bytes('10 9d012a'))).toBe(true);
    expect(isVp8Keyframe(bytes('11 9d012a'))).toBe(false);
  });
});
