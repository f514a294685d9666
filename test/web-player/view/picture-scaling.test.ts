import { describe, expect, it } from 'vitest';
import { fitPicture } from '../../../web-player/src/view/picture-scaling.js';

const nes = { width: 256, height: 240, aspectRatio: 4 / 3 };

describe('the size of the picture', () => {
  it.each([
    ['three times', nes, { width: 1280, height: 748 }, { width: 960, height: 720 }],
    ['limited by the width', nes, { width: 700, height: 2000 }, { width: 640, height: 480 }],
    ['to the last pixel', nes, { width: 320, height: 240 }, { width: 320, height: 240 }],
    [
      'of pixels that are not square',
      { ...nes, aspectRatio: 8 / 7 },
      { width: 999, height: 500 },
      { width: 549, height: 480 },
    ],
    [
      'of a picture taller than wide',
      { width: 200, height: 256, aspectRatio: 0.75 },
      { width: 390, height: 800 },
      { width: 384, height: 512 },
    ],
  ])('is a whole multiple: %s', (_what, shape, space, size) => {
    expect(fitPicture(shape, space)).toEqual(size);
  });

  it('is as large as fits where not even one to one does', () => {
    expect(fitPicture(nes, { width: 200, height: 200 })).toEqual({ width: 200, height: 150 });
    expect(
      fitPicture({ width: 1280, height: 720, aspectRatio: 16 / 9 }, { width: 1170, height: 900 }),
    ).toEqual({
      width: 1170,
      height: 658,
    });
  });

  it('never exceeds the space', () => {
    for (let side = 0; side < 1500; side += 7) {
      const size = fitPicture({ ...nes, aspectRatio: 1.219 }, { width: side, height: 1500 - side });
      expect(size.width).toBeLessThanOrEqual(side);
      expect(size.height).toBeLessThanOrEqual(1500 - side);
    }
  });

  it('is nothing where there is no space or no picture', () => {
    expect(fitPicture(nes, { width: 0, height: 300 })).toEqual({ width: 0, height: 0 });
    expect(fitPicture({ width: 0, height: 0, aspectRatio: 1 }, { width: 100, height: 100 })).toEqual({
      width: 100,
      height: 100,
    });
  });
});
