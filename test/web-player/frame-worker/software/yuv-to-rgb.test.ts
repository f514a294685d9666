import { describe, expect, it } from 'vitest';
import type { PlanarPicture } from '../../../../web-player/src/frame-worker/software/planar-picture.js';
import { convertToRgb } from '../../../../web-player/src/frame-worker/software/yuv-to-rgb.js';

/** A picture of one colour, with something else behind its rows. */
function plain(width: number, height: number, [y, b, r]: readonly [number, number, number]): PlanarPicture {
  const plane = (columns: number, rows: number, value: number) => ({
    bytes: Uint8Array.from({ length: (columns + 3) * rows }, (_, at) =>
      at % (columns + 3) < columns ? value : 99,
    ),
    stride: columns + 3,
  });
  const [columns, rows] = [(width + 1) >> 1, (height + 1) >> 1];
  return {
    width,
    height,
    luma: plane(width, height, y),
    blue: plane(columns, rows, b),
    red: plane(columns, rows, r),
  };
}

function convert(picture: PlanarPicture): number[][] {
  const pixels = new Uint32Array(picture.width * picture.height);
  convertToRgb(picture, pixels);
  return Array.from(pixels, (pixel) => [0, 8, 16, 24].map((shift) => (pixel >>> shift) & 0xff));
}

describe('pixels of a decoded picture', () => {
  // As ITU-R BT.601 has them, for colours of full strength.
  it.each([
    ['black', [16, 128, 128], [0, 0, 0]],
    ['white', [235, 128, 128], [255, 255, 255]],
    ['red', [81, 90, 240], [254, 0, 0]],
    ['green', [145, 54, 34], [0, 255, 1]],
    ['blue', [41, 240, 110], [0, 0, 255]],
    ['darker than black', [0, 128, 128], [0, 0, 0]],
    ['brighter than white', [255, 128, 128], [255, 255, 255]],
    ['out of range', [0, 0, 0], [0, 135, 0]],
  ] as const)('are %s', (_name, planes, rgb) => {
    for (const pixel of convert(plain(4, 2, planes))) {
      expect(pixel[3]).toBe(255);
      for (const channel of [0, 1, 2])
        expect(Math.abs(pixel[channel]! - rgb[channel]!)).toBeLessThanOrEqual(2);
    }
  });

  it('take none of what lies behind the rows, for odd sizes too', () => {
    const pixels = convert(plain(5, 3, [145, 54, 34]));
    expect(pixels).toHaveLength(15);
    expect(new Set(pixels.map(String)).size).toBe(1);
  });
});
