import { describe, expect, it } from 'vitest';
import { picturePoint } from '../../../web-player/src/input/picture-point.js';

const PICTURE = { left: 100, top: 50, width: 400, height: 300 };

describe('a place over the picture', () => {
  it.each([
    ['its corner', 100, 50, -32767, -32767, true],
    ['its middle', 300, 200, 0, 0, true],
    ['right at its last pixel', 499, 349, 32603, 32549, true],
    ['beside it to the right', 900, 200, 32767, 0, false],
    ['above it', 300, -20, 0, -32767, false],
  ])('is told as %s', (_what, x, y, across, down, onPicture) => {
    expect(picturePoint(PICTURE, x, y)).toEqual({ x: across, y: down, onPicture });
  });

  it('is beside a picture that is not shown', () => {
    expect(picturePoint({ left: 0, top: 0, width: 0, height: 0 }, 5, 5).onPicture).toBe(false);
  });
});
