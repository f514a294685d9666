/** Evenly spread numbers, at least 0 and below 1. */
export type Random = () => number;

/**
 * Random numbers that are the same for the same seed, so that a run can be repeated: a Weyl sequence whose values are
 * mixed with the 64-bit finalizer of MurmurHash3, in two halves of 32 bits that JavaScript multiplies fast.
 *
 * @param seed - any integer; its lowest 32 bits count.
 * @param stream - tells apart several sequences of one seed.
 */
export function seededRandom(seed: number, stream = 0): Random {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul((stream + 1) | 0, 0x85ebca77)) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** A draw from the exponential distribution of that mean. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}
