/** The clocks are compared once in so much time, ms: within it the device is at least once not kept waiting. */
const PERIOD = 2_000;
/** Less than this (ms) is the coarseness of the computer's clock, or drift that has yet to add up. */
const LEAST = 5;
/** More than this (ms) is a device that was stopped, or a clock that was set. */
const MOST = 250;

/**
 * Knows what time a sound device lost: one that a busy computer keeps waiting takes nothing meanwhile and doesn't make up
 * for it, so what comes for it gathers for good, and is no reserve against jitter.
 */
export class DeviceClock {
  #from: number | undefined;
  /** How much further the computer's clock was than the device's (ms), at the least, in this period and at the last comparison. */
  #least = Number.POSITIVE_INFINITY;
  #known: number | undefined;

  /**
   * To be called whenever the device takes something.
   *
   * @param now - ms of the computer's clock.
   * @param played - ms that the device has taken so far.
   * @returns what it lost since the last comparison, ms; negative where it caught up.
   */
  lost(now: number, played: number): number {
    this.#from ??= now;
    this.#least = Math.min(this.#least, now - played);
    if (now - this.#from >= 0 && now - this.#from < PERIOD) return 0;
    const lost = this.#least - (this.#known ?? this.#least);
    this.#from = now;
    if (this.#known === undefined || Math.abs(lost) >= LEAST) this.#known = this.#least;
    this.#least = Number.POSITIVE_INFINITY;
    return Math.abs(lost) < LEAST || Math.abs(lost) > MOST ? 0 : lost;
  }
}
