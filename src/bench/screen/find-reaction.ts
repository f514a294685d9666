import { setTimeout as delay } from 'node:timers/promises';
import type { ScreenPoint } from './outside-options.js';
import { ReactingArea } from './reacting-area.js';
import type { ScreenPixels } from './screen-pixels.js';

/** A key, and the picture of the screen. */
export interface KeyAndScreen {
  readonly width: number;
  readonly height: number;
  setKey(isDown: boolean): void;
  readPixels(): ScreenPixels;
}

/** How often the key is pressed until what changes along with it is no accident. */
const PRESSES = 3;
/** Time for the picture to answer, a service far away included; then it is looked at twice, ms. */
const ANSWER_MS = 300;
const BETWEEN_LOOKS_MS = 70;
/** Anything that moves by itself gets out of step with presses by this random time, ms. */
const RANDOM_MS = 200;
/** A smaller square may be the edge of something that only moves a little. */
const SMALLEST_SIDE = 4;

/**
 * Looks for the largest square of the screen that answers to a key, again until there is one: a page may still be loading.
 *
 * @returns its middle; `undefined` where nothing answered until `timeoutMs`.
 */
export async function findReaction(
  io: KeyAndScreen,
  timeoutMs: number,
): Promise<(ScreenPoint & { readonly side: number }) | undefined> {
  const end = performance.now() + timeoutMs;
  do {
    const square = await tryToFind(io);
    if (square) {
      const half = Math.floor(square.side / 2);
      return { x: square.x + half, y: square.y + half, side: square.side };
    }
  } while (performance.now() < end);
  return undefined;
}

async function tryToFind(io: KeyAndScreen) {
  const area = new ReactingArea(io.width, io.height);
  for (let press = 0; press < PRESSES; press++) {
    await look(io, area, false);
    io.setKey(true);
    try {
      await look(io, area, true);
    } finally {
      io.setKey(false);
    }
    const square = area.largestSquare();
    if (!square || square.side < SMALLEST_SIDE) return undefined;
  }
  return area.largestSquare();
}

async function look(io: KeyAndScreen, area: ReactingArea, isHeld: boolean): Promise<void> {
  await delay(ANSWER_MS + Math.random() * RANDOM_MS);
  area.add(io.readPixels(), isHeld);
  await delay(BETWEEN_LOOKS_MS);
  area.add(io.readPixels(), isHeld);
}
