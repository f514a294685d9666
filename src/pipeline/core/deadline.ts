/**
 * The time by which something is to happen, which is set and lifted again 60 times a second and hardly ever missed. A
 * timer for each would cost more than what is waited for; one goes on over many deadlines, and looks at what is set when
 * it ends.
 */
export class Deadline {
  readonly #onMissed: () => void;
  #timer: NodeJS.Timeout | undefined;
  #timerEnd = Number.POSITIVE_INFINITY;
  /** `performance.now()` by which it is to happen. */
  #due = Number.POSITIVE_INFINITY;

  constructor(onMissed: () => void) {
    this.#onMissed = onMissed;
  }

  /** It is to happen within so many milliseconds. */
  set(ms: number): void {
    this.#due = performance.now() + ms;
    if (this.#timer && this.#timerEnd <= this.#due) return;
    clearTimeout(this.#timer);
    this.#wait(ms);
  }

  /** It happened. */
  lift(): void {
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.lift();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    this.#timerEnd = performance.now() + ms;
    this.#timer = setTimeout(() => this.#look(), ms);
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#due === Number.POSITIVE_INFINITY) return;
    const leftMs = this.#due - performance.now();
    if (leftMs > 0) this.#wait(leftMs);
    else this.#onMissed();
  }
}
