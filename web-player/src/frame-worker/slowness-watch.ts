/** A decoder that takes longer than this on average keeps pictures back: `<video>` shows them as early (ms). */
const SLOW_DECODING = 50;
const SLOW_SECONDS = 3;
/** Falling behind so often within so many ms is no accident. */
const MOST_FALLS = 3;
const FALLS_WITHIN = 10_000;

/** Tells a decoder that can't keep up from one that was held up once. */
export class SlownessWatch {
  #secondBegan = 0;
  #decodeMs = 0;
  #frames = 0;
  #slowSeconds = 0;
  #falls: number[] = [];

  /**
   * A frame took this long (ms).
   *
   * @returns whether that is too much, and was for a while.
   */
  decoded(now: number, decodeMs: number): boolean {
    this.#decodeMs += decodeMs;
    this.#frames += 1;
    if (now - this.#secondBegan < 1_000) return false;
    this.#slowSeconds = this.#decodeMs / this.#frames > SLOW_DECODING ? this.#slowSeconds + 1 : 0;
    this.#secondBegan = now;
    this.#decodeMs = 0;
    this.#frames = 0;
    return this.#slowSeconds >= SLOW_SECONDS;
  }

  /**
   * Too many frames were in the decoder.
   *
   * @returns whether that happens again and again.
   */
  fellBehind(now: number): boolean {
    this.#falls = [...this.#falls.filter((time) => now - time < FALLS_WITHIN), now];
    return this.#falls.length >= MOST_FALLS;
  }
}
