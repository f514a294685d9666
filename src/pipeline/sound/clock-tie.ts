/**
 * Ties the sound that a core makes to the host's clock. A core's sample rate is never quite what it says (or its
 * samples per frame aren't), and what it makes too much would queue, what it makes too little would crackle. So the
 * amount made is compared with the time that passed, and the resampler stretched by up to half a percent, slowly
 * enough that nobody hears it (0.5 % is 9 cents).
 */

/** Stretch for each second of surplus; the loop settles within a few seconds. */
const GAIN_PER_SECOND = 0.1;
const MAX_STRETCH = 0.005;
/** A difference of more than this (s) is no drift: the game stood still, or made far too much. */
const MAX_DIFFERENCE_SECONDS = 0.1;

export interface TiedSound {
  /** How much more output the resampler shall make of what follows, about 1. */
  readonly stretch: number;
  /** Whether the samples go on without a break, come after a pause, or are too many and to be thrown away. */
  readonly verdict: 'continuous' | 'gap' | 'surplus';
}

export class ClockTie {
  readonly #samplesPerSecond: number;
  #start: number | undefined;
  #made = 0;
  #smoothSurplus = 0;

  /** @param samplesPerSecond - of the resampled sound. */
  constructor(samplesPerSecond: number) {
    this.#samplesPerSecond = samplesPerSecond;
  }

  /**
   * Counts sound that was made.
   *
   * @param samples - per channel, after resampling.
   * @param dueTime - until when the sound plays, ms on a steady clock that stands for real time.
   */
  count(samples: number, dueTime: number): TiedSound {
    this.#start ??= dueTime - (1000 * samples) / this.#samplesPerSecond;
    const surplus = (this.#made + samples) / this.#samplesPerSecond - (dueTime - this.#start) / 1000;
    if (surplus > MAX_DIFFERENCE_SECONDS) return { stretch: 1 - MAX_STRETCH, verdict: 'surplus' };
    if (surplus < -MAX_DIFFERENCE_SECONDS) {
      this.#start = dueTime - (1000 * samples) / this.#samplesPerSecond;
      this.#made = samples;
      this.#smoothSurplus = 0;
      return { stretch: 1, verdict: 'gap' };
    }
    this.#made += samples;
    this.#smoothSurplus += (surplus - this.#smoothSurplus) / 32;
    const correction = Math.max(-MAX_STRETCH, Math.min(MAX_STRETCH, this.#smoothSurplus * GAIN_PER_SECOND));
    return { stretch: 1 - correction, verdict: 'continuous' };
  }
}
