import type { TransportKind } from '../protocol/control-message.js';

const TICKS_PER_MS = 90;
/** Half of the range of RTP's time stamps. */
const HALF_RANGE = 2 ** 31;

/**
 * One time line out of those of both transports: each has an origin of its own, and RTP's wraps after 13 hours. Over a change
 * of the way the time of arrival bridges.
 */
export class FrameTicks {
  #way: TransportKind | undefined;
  #raw = 0;
  #ticks = 0;
  #arrivedAt = 0;

  /**
   * Counts on to a frame.
   *
   * @param raw - its time in ticks of 1/90000 s, on its transport's time line.
   * @param now - when it came, ms.
   * @returns ticks since the first frame; each frame has more than the one before.
   */
  next(way: TransportKind, raw: number, now: number): number {
    if (this.#way !== undefined) {
      const byArrival = (now - this.#arrivedAt) * TICKS_PER_MS;
      const difference = way === this.#way ? wrapped(raw - this.#raw) : byArrival;
      this.#ticks += Math.max(1, Math.round(difference));
    }
    this.#way = way;
    this.#raw = raw;
    this.#arrivedAt = now;
    return this.#ticks;
  }
}

function wrapped(difference: number): number {
  if (difference > HALF_RANGE) return difference - 2 * HALF_RANGE;
  return difference < -HALF_RANGE ? difference + 2 * HALF_RANGE : difference;
}
