import { LEAST_BITRATE_BPS } from './picture-fit.js';

/** A budget that is lower by less than this share is none to follow: each change costs a keyframe. */
const DOWN_FROM = 0.05;
/** A budget must be higher by this share, and for so long (ms), to be followed. */
const UP_FROM = 0.15;
const UP_AFTER_MS = 1_500;
/** And isn't followed by more than this at once: what a path carries shows only when it is used. */
const MOST_RISE = 2;

/** The bitrate of a rendition, which follows what its viewers' paths have for it: down at once, up with patience. */
export class RateFollower {
  #bitrateBps: number;
  #higherSince: number | undefined;

  constructor(bitrateBps: number) {
    this.#bitrateBps = Math.max(LEAST_BITRATE_BPS, bitrateBps);
  }

  get bitrateBps(): number {
    return this.#bitrateBps;
  }

  /**
   * @param budgetBps - what there is now, bit/s.
   * @param now - ms, steady.
   * @returns the bitrate to be used.
   */
  follow(budgetBps: number, now: number): number {
    const current = this.#bitrateBps;
    if (budgetBps < current * (1 + UP_FROM)) this.#higherSince = undefined;
    if (budgetBps < current * (1 - DOWN_FROM)) {
      // From nothing there would be no way up.
      this.#bitrateBps = Math.max(LEAST_BITRATE_BPS, budgetBps);
    } else if (budgetBps >= current * (1 + UP_FROM)) {
      this.#higherSince ??= now;
      if (now - this.#higherSince >= UP_AFTER_MS) {
        const most = current * MOST_RISE;
        // No rest is left that would be too small to follow.
        this.#bitrateBps = budgetBps < most * (1 + UP_FROM) ? budgetBps : most;
        this.#higherSince = now;
      }
    }
    return this.#bitrateBps;
  }
}
