import { describe, expect, it } from 'vitest';
import { fitPicture, type PictureCeiling } from '../../../src/pipeline/rate/picture-fit.js';

const NES: PictureCeiling = {
  width: 256,
  height: 240,
  framesPerSecond: 60,
  bitrateBps: 1_474_560,
  scale: 1,
};

describe('a picture that fits a bitrate', () => {
  it('loses bits first, then every second frame, then pixels', () => {
    expect(fitPicture(5_000_000, NES)).toEqual({ bitrateBps: 1_474_560, frameDivisor: 1, scale: 1 });
    expect(fitPicture(400_000, NES)).toEqual({ bitrateBps: 400_000, frameDivisor: 1, scale: 1 });
    expect(fitPicture(300_000, NES)).toEqual({ bitrateBps: 300_000, frameDivisor: 2, scale: 1 });
    expect(fitPicture(150_000, NES)).toEqual({ bitrateBps: 150_000, frameDivisor: 2, scale: 0.75 });
    expect(fitPicture(80_000, NES)).toEqual({ bitrateBps: 80_000, frameDivisor: 2, scale: 0.5 });
  });

  it('is sent larger while there are twice the bits for that, before frames are given up', () => {
    const enlarged: PictureCeiling = { ...NES, scale: 2 };
    expect(fitPicture(5_000_000, enlarged)).toEqual({ bitrateBps: 1_474_560, frameDivisor: 1, scale: 2 });
    expect(fitPicture(740_000, enlarged)).toEqual({ bitrateBps: 740_000, frameDivisor: 1, scale: 2 });
    for (const bitrateBps of [730_000, 400_000, 300_000, 150_000, 80_000]) {
      expect(fitPicture(bitrateBps, enlarged)).toEqual(fitPicture(bitrateBps, NES));
    }
  });

  it('always has some bits', () => {
    expect(fitPicture(0, NES)).toEqual({ bitrateBps: 60_000, frameDivisor: 2, scale: 0.5 });
  });

  it('keeps the frames of a slow game', () => {
    expect(fitPicture(100_000, { ...NES, framesPerSecond: 30 })).toMatchObject({
      frameDivisor: 1,
      scale: 0.5,
    });
  });

  it('is at its best where a low bitrate was set by hand', () => {
    expect(fitPicture(200_000, { ...NES, bitrateBps: 200_000 })).toEqual({
      bitrateBps: 200_000,
      frameDivisor: 1,
      scale: 1,
    });
  });
});
