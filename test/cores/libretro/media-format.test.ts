import { describe, expect, it } from 'vitest';
import { mediaFormatOf } from '../../../cores/libretro/media-format.js';

const GAME_BOY = {
  geometry: { base_width: 160, base_height: 144, max_width: 160, max_height: 144, aspect_ratio: 0 },
  timing: { fps: 59.7275005696, sample_rate: 32_768.5 },
};

describe('the picture and sound of a core', () => {
  it('keep their exact rates, and have square pixels where nothing is said', () => {
    expect(mediaFormatOf(GAME_BOY, 'rgb565', 0)).toEqual({
      pixelFormat: 'rgb565',
      width: 160,
      height: 144,
      maxWidth: 160,
      maxHeight: 144,
      framesPerSecond: 59.7275005696,
      aspectRatio: 160 / 144,
      sampleRate: 32_768.5,
      channels: 2,
    });
  });

  it('have their sides exchanged by a quarter turn', () => {
    expect(mediaFormatOf(GAME_BOY, 'rgb565', 3)).toMatchObject({ width: 144, height: 160, maxHeight: 160 });
  });

  it('have even sides where the pixels are I420, and the shape that was announced', () => {
    const odd = { ...GAME_BOY.geometry, base_width: 159, base_height: 143, max_width: 161 };
    const format = mediaFormatOf({ ...GAME_BOY, geometry: odd }, 'i420', 0);
    expect(format).toMatchObject({ width: 160, height: 144, maxWidth: 162, maxHeight: 144 });
    expect(format.aspectRatio).toBe(159 / 143);
  });

  it.each([0, Number.NaN, 1e9])('lack the sound where its rate is %d', (sample_rate) => {
    const silent = { ...GAME_BOY, timing: { fps: 60, sample_rate } };
    expect(mediaFormatOf(silent, 'rgb565', 0)).toMatchObject({ sampleRate: 0, channels: 0 });
  });

  it('have a shape that can be shown, whatever the core says of it', () => {
    const shaped = (base_width: number, aspect_ratio: number) =>
      mediaFormatOf(
        { ...GAME_BOY, geometry: { ...GAME_BOY.geometry, base_width, base_height: 4, aspect_ratio } },
        'rgb565',
        0,
      ).aspectRatio;
    expect(shaped(8, 1e9)).toBe(2);
    expect(shaped(8, Number.NaN)).toBe(2);
    expect(shaped(4000, 0)).toBe(10);
  });

  it('are refused in words where they can’t be shown', () => {
    const huge = { ...GAME_BOY, geometry: { ...GAME_BOY.geometry, base_width: 5000 } };
    expect(() => mediaFormatOf(huge, 'rgb565', 0)).toThrow('5000×144 pixels');
    const empty = { ...GAME_BOY, geometry: { ...GAME_BOY.geometry, base_height: 0 } };
    expect(() => mediaFormatOf(empty, 'rgb565', 0)).toThrow('impossible picture of 160×0 pixels');
    const stopped = { ...GAME_BOY, timing: { fps: 0, sample_rate: 0 } };
    expect(() => mediaFormatOf(stopped, 'rgb565', 0)).toThrow('0 frames a second');
  });
});
