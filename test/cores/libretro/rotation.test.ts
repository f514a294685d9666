import { describe, expect, it } from 'vitest';
import { rotate } from '../../../cores/libretro/rotation.js';

/** Three by two pixels: 1 2 3 above 4 5 6. */
const PICTURE = [1, 2, 3, 4, 5, 6];

describe.each([
  { bytesPerPixel: 2, Words: Uint16Array },
  { bytesPerPixel: 4, Words: Uint32Array },
])('a picture of $bytesPerPixel bytes a pixel', ({ bytesPerPixel, Words }) => {
  it.each([
    { turns: 0, expected: [1, 2, 3, 4, 5, 6] },
    { turns: 1, expected: [3, 6, 2, 5, 1, 4] },
    { turns: 2, expected: [6, 5, 4, 3, 2, 1] },
    { turns: 3, expected: [4, 1, 5, 2, 6, 3] },
  ])('is turned by $turns quarters against the clock', ({ turns, expected }) => {
    const turned = rotate(new Uint8Array(Words.from(PICTURE).buffer), bytesPerPixel, 3, 2, turns);
    expect([...new Words(Uint8Array.from(turned).buffer)]).toEqual(expected);
  });
});
