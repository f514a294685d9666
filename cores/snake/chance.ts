/** What the next random numbers grow from: part of the game's state, so that the same inputs give the same game. */
export interface Chance {
  seed: number;
}

/** A whole number from 0 to below `end` (the generator is mulberry32). */
export function drawNumber(chance: Chance, end: number): number {
  chance.seed = (chance.seed + 0x6d2b79f5) >>> 0;
  let mixed = chance.seed;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
}
