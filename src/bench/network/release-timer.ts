import { ReleaseQueue } from './release-queue.js';

/**
 * What is due within so much is released at once (ms): a timer can't be set to less than 1 ms, so that waiting would make
 * it later than this makes it early.
 */
const EARLY_MS = 0.5;
/** Errors that are kept, for their percentiles. */
const KEPT_ERRORS = 4096;

/**
 * Calls back at given times, to less than a millisecond in the middle and without spinning: one timer against an absolute
 * schedule, which Node rounds to whole milliseconds.
 */
export class ReleaseTimer {
  readonly #queue = new ReleaseQueue<() => void>();
  readonly #errors = new Float64Array(KEPT_ERRORS);
  #released = 0;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;

  get waiting(): number {
    return this.#queue.size;
  }

  /** Calls back at a time of `performance.now()`; at once where that is now, or over. */
  at(time: number, release: () => void): void {
    this.#queue.push(time, release);
    if (time - performance.now() <= EARLY_MS) this.#releaseDue();
    else if (time < this.#wakesAt) this.#wake(time);
  }

  /** How far from their times the last few thousand were released, ms: absolute values, in rising order. */
  errors(): number[] {
    const kept = this.#errors.subarray(0, Math.min(this.#released, KEPT_ERRORS));
    return Array.from(kept, Math.abs).sort((a, b) => a - b);
  }

  /** Releases nothing any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#wakesAt = Number.NEGATIVE_INFINITY;
    while (this.#queue.shift());
  }

  #releaseDue(): void {
    for (;;) {
      const { nextAt } = this.#queue;
      const now = performance.now();
      if (nextAt === undefined) return;
      if (nextAt - now > EARLY_MS) {
        this.#wake(nextAt);
        return;
      }
      this.#errors[this.#released++ % KEPT_ERRORS] = now - nextAt;
      this.#queue.shift()?.item();
    }
  }

  #wake(time: number): void {
    if (this.#wakesAt === Number.NEGATIVE_INFINITY) return;
    clearTimeout(this.#timer);
    this.#wakesAt = time;
    this.#timer = setTimeout(
      () => {
        this.#wakesAt = Number.POSITIVE_INFINITY;
        this.#releaseDue();
      },
      Math.max(1, Math.round(time - performance.now())),
    );
  }
}
