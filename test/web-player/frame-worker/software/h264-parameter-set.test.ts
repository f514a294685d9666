import { describe, expect, it } from 'vitest';
import { readPictureSize } from '../../../../web-player/src/frame-worker/software/h264-parameter-set.js';

function unit(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** What x264 writes in its baseline profile. */
const OF_256_240 = '00000167' + '42c015da0407ec0440000003004000001e23c58ba8';
const OF_322_200 = '00000167' + '42c015da0546f8897011000003000100000300788f162ea0';
const HIGH_PROFILE = '00000167' + '640015acd94101fb011000000300100000078' + '0f162d960';

describe('the size of H.264 pictures', () => {
  it('is what a parameter set says', () => {
    expect(readPictureSize(unit(OF_256_240))).toEqual({
      codedWidth: 256,
      codedHeight: 240,
      width: 256,
      height: 240,
    });
  });

  it('is less than whole macroblocks where the set cuts something off', () => {
    expect(readPictureSize(unit(OF_322_200))).toEqual({
      codedWidth: 336,
      codedHeight: 208,
      width: 322,
      height: 200,
    });
  });

  it('is not asked of other profiles, whose pictures this decoder can’t make', () => {
    expect(() => readPictureSize(unit(HIGH_PROFILE))).toThrow('profile 100');
  });

  it('is an error where the set is cut off, or nonsense', () => {
    for (let length = 0; length < 10; length++) {
      expect(() => readPictureSize(unit(OF_256_240).subarray(0, length))).toThrow();
    }
    expect(() => readPictureSize(unit(`0000016742c015${'00'.repeat(40)}`))).toThrow();
    expect(() => readPictureSize(new Uint8Array(500).fill(7))).toThrow();
  });
});
