import type { Pointer } from './libretro-api.js';
import { RepeatedView } from './native-memory.js';

const BYTES_PER_FRAME = 4;
/** Of one step: a second's worth at the highest rate that the core protocol has. */
const MOST_SAMPLES = 2 * 384_000;

/** Gathers a step's stereo sound, which cores hand over in pieces or sample by sample. */
export class Sound {
  /** Whether the step's sound is wanted. */
  needed = true;
  readonly #view = new RepeatedView();
  #samples = new Int16Array(8192);
  #length = 0;

  takeSample(left: number, right: number): void {
    if (!this.needed || this.#length + 2 > MOST_SAMPLES) return;
    this.#reserve(2);
    this.#samples[this.#length++] = left;
    this.#samples[this.#length++] = right;
  }

  /** @returns how many were taken: all, also of those that are too many to be played, since cores offer the rest again. */
  takeBatch(data: Pointer | null, count: number | bigint): number | bigint {
    const frames = Number(count);
    const fits = this.#length + frames * 2 <= MOST_SAMPLES;
    if (data === null || !this.needed || frames === 0 || !fits) return count;
    this.#reserve(frames * 2);
    const bytes = this.#view.of(data, frames * BYTES_PER_FRAME);
    new Uint8Array(this.#samples.buffer).set(bytes, this.#length * 2);
    this.#length += frames * 2;
    return frames;
  }

  /** The step's samples, left and right in turn; valid until the next step. */
  finishStep(): Int16Array {
    const samples = this.#samples.subarray(0, this.#length);
    this.#length = 0;
    return samples;
  }

  #reserve(samples: number): void {
    if (this.#length + samples <= this.#samples.length) return;
    const larger = new Int16Array(2 * (this.#length + samples));
    larger.set(this.#samples.subarray(0, this.#length));
    this.#samples = larger;
  }
}
