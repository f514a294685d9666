/** Behind by more than this (ms), the clock starts anew instead of making up for it: the machine slept. */
const MAX_CATCH_UP_MS = 100;

/**
 * When each frame is due: an absolute schedule at the core's exact, fractional rate, so that neither timers that are
 * off by a fraction nor slow steps make it drift. A step that comes late is followed by the next one early, until the
 * schedule is met again.
 */
export class FrameClock {
  #periodMs: number;
  #start: number;
  #ticks = 0;
  /** Frames that were left out because the clock was too far behind. */
  framesSkipped = 0;

  /**
   * @param framesPerSecond - exact, often fractional.
   * @param now - when the first frame is due, ms on the clock of `performance.now()`.
   */
  constructor(framesPerSecond: number, now: number) {
    this.#periodMs = 1000 / framesPerSecond;
    this.#start = now;
  }

  /** When the next frame is due, ms. */
  get nextDue(): number {
    return this.#start + this.#ticks * this.#periodMs;
  }

  /**
   * Takes the next tick.
   *
   * @returns when it was due, ms: at or before `now`, unless the timer was early.
   */
  tick(now: number): number {
    const behind = now - this.nextDue;
    if (behind > MAX_CATCH_UP_MS) {
      this.framesSkipped += Math.floor(behind / this.#periodMs);
      this.restart(now);
    }
    const due = this.nextDue;
    this.#ticks++;
    return due;
  }

  /** Goes on at another rate; the next frame is due one new period after the last. */
  setRate(framesPerSecond: number): void {
    const lastDue = this.nextDue - this.#periodMs;
    this.#periodMs = 1000 / framesPerSecond;
    this.restart(lastDue + this.#periodMs);
  }

  /** Makes the next frame due at `now`: after a pause. */
  restart(now: number): void {
    this.#start = now;
    this.#ticks = 0;
  }
}
