/** How often the worker is asked, ms. */
const INTERVAL = 250;
/** Questions in a row without an answer; a main thread that was held up itself asks but once meanwhile. */
const MOST_UNANSWERED = 8;

/** Finds out that a worker is caught in a frame, by asking it for a sign of life. */
export class HangWatch {
  readonly #ask: () => void;
  readonly #onHang: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;

  constructor(ask: () => void, onHang: () => void) {
    this.#ask = ask;
    this.#onHang = onHang;
  }

  /** Whether there is anything in which it may be caught. */
  set watching(watching: boolean) {
    if (watching === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#unanswered = 0;
    if (watching) this.#timer = setInterval(() => this.#tick(), INTERVAL);
  }

  answered(): void {
    this.#unanswered = 0;
  }

  #tick(): void {
    if (this.#unanswered >= MOST_UNANSWERED) {
      this.watching = false;
      this.#onHang();
      return;
    }
    this.#unanswered += 1;
    this.#ask();
  }
}
