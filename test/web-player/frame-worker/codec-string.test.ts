import { describe, expect, it } from 'vitest';
import { codecString } from '../../../web-player/src/frame-worker/codec-string.js';

describe('the name of a codec', () => {
  it("has H.264's profile and level out of the keyframe's parameter set", () => {
    const delimiter = [0, 0, 0, 1, 0x09, 0x10];
    const parameters = [0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x0d, 0xd9];
    expect(codecString('h264', Uint8Array.from([...delimiter, ...parameters]))).toBe('avc1.42c00d');
    expect(codecString('h264', Uint8Array.from(parameters.slice(1)))).toBe('avc1.42c00d');
  });

  it('is the usual one where a keyframe has no parameter set', () => {
    expect(codecString('h264', Uint8Array.from([0, 0, 1, 0x65, 1, 2, 3, 4]))).toBe('avc1.42E01F');
    expect(codecString('h264', new Uint8Array(3))).toBe('avc1.42E01F');
  });

  it('is short for VP8', () => {
    expect(codecString('vp8', new Uint8Array(10))).toBe('vp8');
  });
});
