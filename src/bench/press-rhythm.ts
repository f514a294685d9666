import { type Random, seededRandom } from './network/seeded-random.js';
import type { Combination } from './report/combination.js';

/** How long a key is held, and how long it is let go, ms. */
export interface Rhythm {
  readonly hold: readonly [number, number];
  readonly pause: readonly [number, number];
}

/** Nothing in these is a multiple of a frame, so that presses meet clocks and displays at any phase. */
const RHYTHMS: Readonly<Record<Combination['presses'], Rhythm>> = {
  isolated: { hold: [70, 110], pause: [90, 190] },
  mashing: { hold: [30, 55], pause: [25, 60] },
};

export interface Press {
  readonly holdMs: number;
  readonly pauseMs: number;
}

/** Presses without end, at random phases that are the same for the same seed. */
export function* pressesOf(kind: Combination['presses'], seed: number): Generator<Press, never> {
  const random = seededRandom(seed);
  const { hold, pause } = RHYTHMS[kind];
  for (;;) yield { holdMs: between(hold, random), pauseMs: between(pause, random) };
}

function between([least, most]: readonly [number, number], random: Random): number {
  return least + (most - least) * random();
}
