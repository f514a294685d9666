/** How often a process that dies is started again: what dies over and over has a reason that won't go away. */
export class RestartLimit {
  readonly #deaths: number;
  readonly #windowMs: number;
  #times: number[] = [];

  /** At `deaths` deaths within `windowMs` milliseconds the limit is reached. */
  constructor(deaths: number, windowMs: number) {
    this.#deaths = deaths;
    this.#windowMs = windowMs;
  }

  /** Counts a death; returns whether another start is worth it. */
  allowsRestart(): boolean {
    const now = performance.now();
    this.#times = [...this.#times.filter((time) => now - time < this.#windowMs), now];
    return this.#times.length < this.#deaths;
  }
}
