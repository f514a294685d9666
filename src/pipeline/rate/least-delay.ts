/** A path keeps its shortest delay for so long (ms) and up to twice as long; then it is another path. */
const MEMORY_MS = 5_000;

/** The shortest delay of a path lately: that of a packet that waited nowhere. */
export class LeastDelay {
  #before = Number.POSITIVE_INFINITY;
  #now = Number.POSITIVE_INFINITY;
  #since = Number.NEGATIVE_INFINITY;

  /** Milliseconds, by clocks that needn't agree; infinite while nothing is known. */
  get ms(): number {
    return Math.min(this.#before, this.#now);
  }

  /** The path is another: its shortest delay, ms. */
  restart(delayMs: number): void {
    this.#before = delayMs;
    this.#now = delayMs;
  }

  /** A packet that was sent at a time took so long, ms. */
  add(sentAt: number, delayMs: number): void {
    if (sentAt - this.#since >= MEMORY_MS) {
      this.#before = sentAt - this.#since < 2 * MEMORY_MS ? this.#now : Number.POSITIVE_INFINITY;
      this.#now = Number.POSITIVE_INFINITY;
      this.#since = sentAt;
    }
    if (delayMs < this.#now) this.#now = delayMs;
  }
}
