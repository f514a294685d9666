/** Sound fades out and in within this time (s): without it every change to silence and back would click. */
const FADE_SECONDS = 0.005;

/** Lets sound fall silent, and come back, without a click. */
export class Fade {
  readonly #channels: number;
  readonly #length: number;
  /** The newest sample of each channel. */
  #last: Int16Array;
  #isSilent = false;

  /** @param sampleRate - samples per second. */
  constructor(channels: number, sampleRate: number) {
    this.#channels = channels;
    this.#length = Math.ceil(sampleRate * FADE_SECONDS);
    this.#last = new Int16Array(channels);
  }

  /** Sound as it is, or fading in where it comes after silence. Interleaved. */
  pass(samples: Int16Array): Int16Array {
    const faded = this.#isSilent ? this.#scaled(samples, (share) => share) : samples;
    this.#isSilent = false;
    if (faded.length >= this.#channels) this.#last = faded.slice(-this.#channels);
    return faded;
  }

  /** So many samples of silence per channel, into which the sound before it fades out. Interleaved. */
  silence(count: number): Int16Array {
    const silence = new Int16Array(count * this.#channels);
    if (this.#isSilent) return silence;
    this.#isSilent = true;
    for (let index = 0; index < silence.length; index++) silence[index] = this.#last[index % this.#channels]!;
    return this.#scaled(silence, (share) => 1 - share);
  }

  #scaled(samples: Int16Array, gain: (share: number) => number): Int16Array {
    return samples.map((sample, index) =>
      Math.round(sample * gain(Math.min(1, Math.floor(index / this.#channels) / this.#length))),
    );
  }
}
