/** How often something may happen within some time: what dies over and over, say, has a reason that won't go away. */
export class FrequencyLimit {
  readonly #times: number;
  readonly #windowMs: number;
  #recent: number[] = [];

  /** At `times` occurrences within `windowMs` milliseconds the limit is reached. */
  constructor(times: number, windowMs: number) {
    this.#times = times;
    this.#windowMs = windowMs;
  }

  /** Counts an occurrence; returns whether it is still below the limit. */
  count(): boolean {
    const now = performance.now();
    this.#recent = [...this.#recent.filter((time) => now - time < this.#windowMs), now];
    return this.#recent.length < this.#times;
  }
}
