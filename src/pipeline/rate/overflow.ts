/** Packets wait where they take so much longer (ms) than at best. */
const WAITING_MS = 15;
/** A queue that overflows loses at least this share of what comes to it, and so many packets: single losses are others. */
const LOSS = 0.25;
const LEAST_LOST = 5;
/** What came in less time than this (ms) tells no rate. */
const LEAST_MS = 60;
/** What came within this time (ms) came at once; where that is more than this share, the receiver was late and not the path. */
const AT_ONCE_MS = 0.5;
const MOST_AT_ONCE = 0.25;

/**
 * Recognizes a queue that overflows: since it began to build up every packet has waited, and many are lost. What came
 * meanwhile is what the path carries. A drop to a fraction of what is sent is known by that as soon as the first packets
 * that waited are told of, since with them every frame is broken that is sent from then on.
 */
export class Overflow {
  /** Since all packets wait. */
  #packets = 0;
  #lost = 0;
  #bytes = 0;
  #atOnceBytes = 0;
  #firstArrival = 0;
  #lastArrival = 0;

  /** What the path carries, bits per second; `undefined` where its queue doesn't overflow. */
  get capacityBps(): number | undefined {
    const elapsedMs = this.#lastArrival - this.#firstArrival;
    if (elapsedMs < LEAST_MS || this.#lost < LEAST_LOST) return undefined;
    if (this.#lost < LOSS * (this.#lost + this.#packets)) return undefined;
    if (this.#atOnceBytes > MOST_AT_ONCE * this.#bytes) return undefined;
    return (8000 * this.#bytes) / elapsedMs;
  }

  /**
   * A packet came.
   *
   * @param arrivedAt - ms, by any clock.
   * @param queueMs - how much longer it took than at best.
   * @param bytes - its length with all headers.
   */
  add(arrivedAt: number, queueMs: number, bytes: number): void {
    if (!(queueMs > WAITING_MS)) {
      this.#packets = 0;
      this.#lost = 0;
      return;
    }
    if (this.#packets++ === 0) {
      // Those that were lost before were lost for another reason.
      this.#lost = 0;
      this.#bytes = 0;
      this.#atOnceBytes = 0;
      this.#firstArrival = arrivedAt;
    } else {
      this.#bytes += bytes;
      if (arrivedAt - this.#lastArrival < AT_ONCE_MS) this.#atOnceBytes += bytes;
    }
    this.#lastArrival = arrivedAt;
  }

  /** A packet didn't come. */
  lose(): void {
    this.#lost++;
  }
}
