/** What is early by less (ms) isn't held: timers are no more exact. */
const LEAST_HOLD_MS = 1;

/**
 * Holds back what was made before its time, in order. A step that an input brought forward is early for all who don't
 * get its picture at once: a browser's jitter buffer answers uneven frames, and uneven sound, with more delay. What is
 * in time passes straight through, without a timer.
 */
export class Holdback {
  readonly #held: { readonly releaseTime: number; readonly pass: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * Passes something on, in time.
   *
   * @param earlyMs - how long before its time it is there.
   */
  add(earlyMs: number, pass: () => void): void {
    if (earlyMs < LEAST_HOLD_MS && this.#held.length === 0) {
      pass();
      return;
    }
    this.#held.push({ releaseTime: performance.now() + Math.max(0, earlyMs), pass });
    this.#timer ??= this.#wait();
  }

  /** Whether something would be held, rather than passed straight through. */
  holds(earlyMs: number): boolean {
    return earlyMs >= LEAST_HOLD_MS || this.#held.length > 0;
  }

  /** Passes all on that is held, at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { pass } of this.#held.splice(0)) pass();
  }

  /** Forgets what is held. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#held.length = 0;
  }

  #wait(): NodeJS.Timeout {
    return setTimeout(() => this.#release(), this.#held[0]!.releaseTime - performance.now());
  }

  #release(): void {
    this.#timer = undefined;
    // Timers are early by a fraction: what is due within it goes as well.
    const until = performance.now() + LEAST_HOLD_MS;
    while (this.#held.length > 0 && this.#held[0]!.releaseTime <= until) this.#held.shift()!.pass();
    if (this.#held.length > 0) this.#timer ??= this.#wait();
  }
}
