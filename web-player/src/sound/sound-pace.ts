/** Sound is counted in ticks: samples per channel at the host's 48 kHz. */
export const TICKS_PER_SECOND = 48_000;

/** What is to be left in the buffer at the worst moment, ticks: 5 ms. */
const MARGIN = 240;
/** A surplus of this (ticks) is played off as fast as may be. */
const EASE = 480;
/** 9 cents of pitch: nobody hears it. */
const MOST_STRETCH = 0.005;
/** Moments are remembered second by second, for so many seconds. */
const SECONDS = 20;
/** What was is taken for better by so much of the time since: more than clocks drift, so the drift counts for nothing. */
const FORGETTING = 0.0005;

/**
 * How fast buffered sound is to be played so that the buffer nearly runs out at its worst moments, and never does. What
 * decides is the least that was left in each of the last seconds; so jitter, packets that come in pairs, the rhythm of
 * the device and the drift of its clock all count by what they do. One bad second alone is not waited for again.
 */
export class SoundPace {
  /** The least of each second and, last, of this one, as if nothing had been played faster or slower (ticks). */
  readonly #lows = [Number.POSITIVE_INFINITY];
  #passed = 0;
  /** Ticks played beyond those that passed, and less by what is forgotten. */
  #ahead = 0;

  /**
   * Counts what was played.
   *
   * @param left - in the buffer now, ticks.
   * @param played - ticks of sound that were taken out of it.
   * @param passed - ticks of the device's clock meanwhile.
   */
  count(left: number, played: number, passed: number): void {
    this.#ahead += played - passed * (1 + FORGETTING);
    this.#lows.push(Math.min(this.#lows.pop()!, left + this.#ahead));
    this.#passed += passed;
    if (this.#passed < TICKS_PER_SECOND) return;
    this.#passed = 0;
    this.#lows.push(Number.POSITIVE_INFINITY);
    if (this.#lows.length > SECONDS) this.#lows.shift();
  }

  /** The device lost so many ticks, and what comes meanwhile is in the buffer: it would have been there in each of the seconds before. */
  lost(ticks: number): void {
    this.#ahead -= ticks;
  }

  /** What could be left out (ticks) without the buffer running out; negative where more is needed. */
  get surplus(): number {
    let [least, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const low of this.#lows) {
      if (low < least) [least, second] = [low, least];
      else if (low < second) second = low;
    }
    if (second === Number.POSITIVE_INFINITY) second = least;
    return second === Number.POSITIVE_INFINITY ? 0 : second - this.#ahead - MARGIN;
  }

  /** Ticks to be played for each that passes, about 1. */
  get speed(): number {
    return 1 + MOST_STRETCH * Math.max(-1, Math.min(1, this.surplus / EASE));
  }
}
