/** Pauses before a decoder that failed is tried anew, ms; the last for all further failures: a busy hour ends sometime. */
const PAUSES: readonly number[] = [3_000, 15_000, 60_000, 300_000];
/** A decoder that worked this long (ms) between two failures has its tries back. */
const STEADY = 300_000;

/** Remembers what went wrong with the decoder, and forgets it when that is to be tried anew. */
export class DecoderTrouble {
  readonly #onOver: () => void;
  #reason: string | undefined;
  #failures = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onOver - called when the decoder can be tried anew. */
  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  /** What went wrong; `undefined` while the decoder may be used. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** @param now - milliseconds. */
  failed(reason: string, now: number): void {
    if (this.#reason !== undefined) return;
    if (now - this.#triedAt > STEADY) this.#failures = 0;
    this.#reason = reason;
    const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)]!;
    this.#timer = setTimeout(() => {
      this.#reason = undefined;
      this.#triedAt = now + pause;
      this.#onOver();
    }, pause);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
