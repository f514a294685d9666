import { BUTTON_INDEX } from '../../../src/protocol/buttons.js';

/** The sine of 22.5°: it cuts the circle into eight equal parts, four of them diagonals. */
const OCTANT = Math.sin(Math.PI / 8);

const UP = 1 << BUTTON_INDEX.up;
const DOWN = 1 << BUTTON_INDEX.down;
const LEFT = 1 << BUTTON_INDEX.left;
const RIGHT = 1 << BUTTON_INDEX.right;

/**
 * The buttons of a direction pad that point where a thumb or stick points, diagonals included.
 *
 * @param x - to the right; @param y - down, in the same unit as `deadRadius`.
 * @param deadRadius - within which nothing is held.
 */
export function directionsOf(x: number, y: number, deadRadius: number): number {
  const distance = Math.hypot(x, y);
  if (distance === 0 || distance < deadRadius) return 0;
  const across = x / distance;
  const down = y / distance;
  return (
    (across > OCTANT ? RIGHT : 0) |
    (across < -OCTANT ? LEFT : 0) |
    (down > OCTANT ? DOWN : 0) |
    (down < -OCTANT ? UP : 0)
  );
}

/** Takes the opposite of a newly held direction out of a mask: no real pad can point both ways, and games stumble. */
export function withoutOpposites(held: number, added: number): number {
  let kept = held;
  for (const [one, other] of [
    [UP, DOWN],
    [LEFT, RIGHT],
  ] as const) {
    if (added & one) kept &= ~other;
    if (added & other) kept &= ~one;
  }
  return kept | added;
}
