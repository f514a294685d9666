import { describe, expect, it } from 'vitest';
import { directionsOf, withoutOpposites } from '../../../web-player/src/input/directions.js';

const UP = 1 << 4;
const DOWN = 1 << 5;
const LEFT = 1 << 6;
const RIGHT = 1 << 7;
const at = (degrees: number) => {
  const radians = (degrees * Math.PI) / 180;
  return directionsOf(Math.cos(radians), Math.sin(radians), 0.2);
};

describe('a direction', () => {
  it.each([
    ['right', 0, RIGHT],
    ['right and down', 45, RIGHT | DOWN],
    ['down', 90, DOWN],
    ['left and down', 135, LEFT | DOWN],
    ['left', 180, LEFT],
    ['left and up', 225, LEFT | UP],
    ['up', 270, UP],
    ['right and up', 315, RIGHT | UP],
  ])('is %s at the middle and almost to the edges of its eighth', (_name, degrees, mask) => {
    expect([at(degrees - 22), at(degrees), at(degrees + 22)]).toEqual([mask, mask, mask]);
  });

  it('is none within the dead zone', () => {
    expect(directionsOf(0, 0, 0)).toBe(0);
    expect(directionsOf(0.1, 0.1, 0.2)).toBe(0);
  });

  it('pushes its opposite out', () => {
    expect(withoutOpposites(LEFT | UP, RIGHT)).toBe(RIGHT | UP);
    expect(withoutOpposites(UP, DOWN)).toBe(DOWN);
    expect(withoutOpposites(LEFT, UP)).toBe(LEFT | UP);
  });
});
