/** From one failure to the next try, ms: twice as long each time. */
const FIRST_MS = 2_000;
const MOST_MS = 120_000;
/** What has worked for so long (ms) fails for another reason than before. */
const LASTING_MS = 60_000;

/** When something that failed is tried again: later and later, since each try costs something and may be in vain. */
export class RetryDelay {
  #nextMs = FIRST_MS;
  #notBefore = Number.NEGATIVE_INFINITY;
  #worksSince: number | undefined;

  /** @param now - ms, steady, here and below. */
  isDue(now: number): boolean {
    return now >= this.#notBefore;
  }

  /** It failed; returns how long to wait with the next try, ms. */
  fail(now: number): number {
    if (this.#worksSince !== undefined && now - this.#worksSince >= LASTING_MS) this.#nextMs = FIRST_MS;
    const wait = this.#nextMs;
    this.#nextMs = Math.min(MOST_MS, 2 * wait);
    this.#notBefore = now + wait;
    this.#worksSince = undefined;
    return wait;
  }

  /** It works now; returns whether it had failed before. */
  succeed(now: number): boolean {
    const isNews = this.#worksSince === undefined && this.#notBefore > Number.NEGATIVE_INFINITY;
    this.#worksSince ??= now;
    return isNews;
  }
}
