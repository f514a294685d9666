/**
 * Ties the sound that a core makes to the host's clock. A core's sample rate is never quite what it says (or its
 * samples per frame aren't), and what it makes too much would queue, what it makes too little would crackle. So the
 * amount made is compared with the time that passed, and the resampler stretched by up to half a percent, slowly
 * enough that nobody hears it (0.5 % is 9 cents).
 *
 * The surplus alone would have to stay for the stretch to stay, and picture and sound apart with it. So what a core is
 * off by for good is learned from the surplus's sum (a PI controller).
 */

/** Stretch for each second of surplus. */
const GAIN_PER_SECOND = 0.36;
/** Stretch learned per second for each second of surplus: a fourth of the other's square, with which nothing swings. */
const GAIN_PER_SQUARE_SECOND = GAIN_PER_SECOND ** 2 / 4;
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
  /** What the core's sound is off by for good, as a share; gaps don't change it. */
  #drift = 0;

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
      return { stretch: 1 - this.#drift, verdict: 'gap' };
    }
    this.#made += samples;
    this.#smoothSurplus += (surplus - this.#smoothSurplus) / 32;
    return { stretch: 1 - this.#correction(samples / this.#samplesPerSecond), verdict: 'continuous' };
  }

  /** @param seconds - of sound since the last one. */
  #correction(seconds: number): number {
    const drift = this.#drift + this.#smoothSurplus * GAIN_PER_SQUARE_SECOND * seconds;
    const wanted = this.#smoothSurplus * GAIN_PER_SECOND + drift;
    // Where all that is possible is done already, the surplus says nothing of the drift, and its sum would only grow.
    if (Math.abs(wanted) <= MAX_STRETCH) this.#drift = drift;
    return Math.max(-MAX_STRETCH, Math.min(MAX_STRETCH, wanted));
  }
}
