/** Rates that are tried, bits per second: each so many times the one before. */
const LOWEST_BPS = 100_000;
const RATIO = 1.12;
const RATES = 52;
/** Of what was observed, so long ago (ms) counts 1/e. */
const MEMORY_MS = 600;
/** What no queue of a slowest part is longer than, ms: what doesn't fit any more would have been lost. */
const LONGEST_QUEUE_MS = 500;
/** Of browsers' and machines' clocks and timers, ms². */
const CLOCK_NOISE = 0.3;
/** A rate is known where less than this share of the delays' variance is left unexplained by it, and unknown again from the other on. */
const KNOWN_BELOW = 0.6;
const UNKNOWN_FROM = 0.8;
/** Fewer packets than this in the memory tell nothing. */
const LEAST_PACKETS = 25;
/** A rate that is found doesn't hold for longer than this (ms) without being found again. */
const STALE_MS = 2_000;
/** So many packets in a row whose delays are this far (ms) from all that was expected are on another path. */
const STRANGE_PACKETS = 10;
const STRANGE_MS = 40;

const BYTES_PER_MS = Float64Array.from({ length: RATES }, (_, index) => (LOWEST_BPS * RATIO ** index) / 8000);
const MOST_BACKLOG = BYTES_PER_MS.map((rate) => LONGEST_QUEUE_MS * rate);

/**
 * Finds the rate of a path's slowest part by how long packets of known lengths took that were sent at known times.
 *
 * For each of many rates it calculates how long a queue before a part of that rate is at any time, and so how long every
 * packet would take. What is left of the real delays must be the same for all packets but for noise: the rate that leaves
 * the least variance is the one, where it explains much of it. A stream needn't fill the path for that: each frame is
 * some packets at once, of which the last takes as long as all of them, and a long packet takes longer than a short one.
 * What delays all packets, such as another route, tells nothing and changes nothing.
 */
export class CapacityFit {
  /** What waits before a part of each rate, bytes. */
  readonly #backlog = new Float64Array(RATES);
  /** Of the delays without each rate's part; the last one is that of the delays themselves. */
  readonly #mean = new Float64Array(RATES + 1);
  readonly #variance = new Float64Array(RATES + 1);
  /** How many packets count, of which older ones do less. */
  #weight = 0;
  #elapsed = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #best = RATES;
  #strange = 0;
  #decidedAt = Number.NEGATIVE_INFINITY;
  #capacityBps: number | undefined;

  /** Bits per second; `undefined` while no rate explains the delays. */
  get capacityBps(): number | undefined {
    return this.#capacityBps;
  }

  /**
   * A packet went through the queue.
   *
   * @param sentAt - ms, not before that of the packet before.
   * @param bytes - its length with all headers.
   */
  load(sentAt: number, bytes: number): void {
    const elapsed = Number.isFinite(this.#sentAt) ? Math.max(0, sentAt - this.#sentAt) : 0;
    this.#elapsed += elapsed;
    this.#sentAt = Math.max(sentAt, this.#sentAt);
    const backlog = this.#backlog;
    for (let index = 0; index < RATES; index++) {
      const left = backlog[index]! - elapsed * BYTES_PER_MS[index]!;
      backlog[index] = Math.min(Math.max(left, 0) + bytes, MOST_BACKLOG[index]!);
    }
  }

  /**
   * The packet that was loaded last took so long.
   *
   * @param delayMs - until it arrived, by clocks that needn't agree.
   */
  observe(delayMs: number): void {
    if (this.#isStrange(delayMs)) this.#forget();
    this.#weight = this.#weight * Math.exp(-this.#elapsed / MEMORY_MS) + 1;
    this.#elapsed = 0;
    const share = 1 / this.#weight;
    const mean = this.#mean;
    const variance = this.#variance;
    for (let index = 0; index <= RATES; index++) {
      const off = delayMs - this.#waitMs(index) - mean[index]!;
      mean[index] = mean[index]! + share * off;
      variance[index] = (1 - share) * (variance[index]! + share * off * off);
    }
  }

  /** Begins anew with a queue whose length (ms) is known. */
  restart(queueMs: number): void {
    this.#forget();
    this.#capacityBps = undefined;
    for (let index = 0; index < RATES; index++) this.#backlog[index] = queueMs * BYTES_PER_MS[index]!;
  }

  /** Looks which rate explains best what was observed. */
  decide(): void {
    if (this.#weight < LEAST_PACKETS) {
      if (this.#sentAt - this.#decidedAt > STALE_MS) this.#capacityBps = undefined;
      return;
    }
    this.#decidedAt = this.#sentAt;
    const variance = this.#variance;
    let best = 0;
    for (let index = 1; index < RATES; index++) if (variance[index]! < variance[best]!) best = index;
    const unexplained = (variance[best]! + CLOCK_NOISE) / (variance[RATES]! + CLOCK_NOISE);
    const isKnown = unexplained < (this.#capacityBps === undefined ? KNOWN_BELOW : UNKNOWN_FROM);
    this.#best = isKnown && best < RATES - 1 ? best : RATES;
    this.#capacityBps = this.#best === RATES ? undefined : LOWEST_BPS * RATIO ** this.#between(best);
  }

  /** How long a packet that was just loaded takes at a rate; at the last one nothing waits. */
  #waitMs(index: number): number {
    return index === RATES ? 0 : this.#backlog[index]! / BYTES_PER_MS[index]!;
  }

  /** Neither the rate that was the best nor none at all explains the last delays: their path has changed. */
  #isStrange(delayMs: number): boolean {
    const off = (index: number) => Math.abs(delayMs - this.#waitMs(index) - this.#mean[index]!);
    this.#strange = off(RATES) > STRANGE_MS && off(this.#best) > STRANGE_MS ? this.#strange + 1 : 0;
    return this.#strange >= STRANGE_PACKETS;
  }

  #forget(): void {
    this.#weight = 0;
    this.#strange = 0;
    this.#best = RATES;
    this.#mean.fill(0);
    this.#variance.fill(0);
  }

  /** The place of the least variance between the rates, by a parabola through the best one and its neighbours. */
  #between(best: number): number {
    if (best === 0) return 0;
    const left = Math.log(this.#variance[best - 1]! + CLOCK_NOISE);
    const middle = Math.log(this.#variance[best]! + CLOCK_NOISE);
    const right = Math.log(this.#variance[best + 1]! + CLOCK_NOISE);
    const curvature = left - 2 * middle + right;
    return curvature > 0 ? best + (left - right) / (2 * curvature) : best;
  }
}
