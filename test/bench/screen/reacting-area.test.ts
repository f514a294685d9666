import { expect, test } from 'vitest';
import { largestSquare, ReactingArea } from '../../../src/bench/screen/reacting-area.js';

const WIDTH = 12;
const HEIGHT = 10;

/** A dark picture in which rectangles have a brightness of their own. */
function picture(
  ...rectangles: readonly { x: number; y: number; width: number; height: number; value: number }[]
) {
  const brightness = new Uint16Array(WIDTH * HEIGHT);
  for (const { x, y, width, height, value } of rectangles) {
    for (let row = y; row < y + height; row++)
      brightness.fill(value, row * WIDTH + x, row * WIDTH + x + width);
  }
  return { width: WIDTH, height: HEIGHT, brightness };
}

test('finds the square that is bright while the key is held', () => {
  const area = new ReactingArea(WIDTH, HEIGHT);
  area.add(picture(), false);
  area.add(picture({ x: 3, y: 2, width: 5, height: 4, value: 765 }), true);
  expect(area.largestSquare()).toEqual({ x: 3, y: 2, side: 4 });
});

test('finds what gets darker as well', () => {
  const lit = { x: 6, y: 5, width: 3, height: 3, value: 500 };
  const area = new ReactingArea(WIDTH, HEIGHT);
  area.add(picture(lit), false);
  area.add(picture(), true);
  expect(area.largestSquare()).toEqual({ x: 6, y: 5, side: 3 });
});

test('leaves out what also changes without the key', () => {
  const blinking = { x: 0, y: 0, width: 8, height: 8, value: 765 };
  const answer = { x: 9, y: 1, width: 2, height: 2, value: 765 };
  const area = new ReactingArea(WIDTH, HEIGHT);
  area.add(picture(), false);
  area.add(picture(blinking, answer), true);
  area.add(picture(blinking), false);
  area.add(picture(answer), true);
  expect(area.largestSquare()).toEqual({ x: 9, y: 1, side: 2 });
});

test('takes what a codec makes of a still picture for no change', () => {
  const area = new ReactingArea(WIDTH, HEIGHT);
  area.add(picture(), false);
  area.add(picture({ x: 0, y: 0, width: 9, height: 9, value: 60 }), true);
  expect(area.largestSquare()).toBeUndefined();
});

test('finds squares at the edges of a picture', () => {
  expect(largestSquare(Uint8Array.of(1, 1, 1, 1), 2)).toEqual({ x: 0, y: 0, side: 2 });
  expect(largestSquare(Uint8Array.of(0, 0, 0, 1), 2)).toEqual({ x: 1, y: 1, side: 1 });
  expect(largestSquare(Uint8Array.of(0, 0, 0, 0), 2)).toBeUndefined();
});
