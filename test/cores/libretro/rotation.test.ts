import { describe, expect, it } from 'vitest';
import { rotate, turnPlanes } from '../../../cores/libretro/rotation.js';

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

describe('an I420 picture', () => {
  it.each([
    { turns: 1, expected: [4, 8, 3, 7, 2, 6, 1, 5, 12, 11, 22, 21] },
    { turns: 2, expected: [8, 7, 6, 5, 4, 3, 2, 1, 12, 11, 22, 21] },
    { turns: 3, expected: [5, 1, 6, 2, 7, 3, 8, 4, 11, 12, 21, 22] },
  ])('is turned by $turns quarters against the clock, plane by plane', ({ turns, expected }) => {
    // Four by two pixels: 1 2 3 4 above 5 6 7 8, then two by one of each colour.
    const planes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 21, 22]);
    const turned = new Uint8Array(planes.length);
    turnPlanes(planes, turned, 4, 2, turns);
    expect([...turned]).toEqual(expected);
  });
});
