import type { Pointer } from './libretro-api.js';
import { viewOf } from './native-memory.js';

const BYTES_PER_FRAME = 4;

/** Gathers a step's stereo sound, which cores hand over in pieces or sample by sample. */
export class Sound {
  /** Whether the step's sound is wanted. */
  needed = true;
  #samples = new Int16Array(8192);
  #length = 0;

  takeSample(left: number, right: number): void {
    if (!this.needed) return;
    this.#reserve(2);
    this.#samples[this.#length++] = left;
    this.#samples[this.#length++] = right;
  }

  /** @returns how many were taken, which is all. */
  takeBatch(data: Pointer | null, frames: number): number {
    if (data === null || !this.needed || frames === 0) return frames;
    this.#reserve(frames * 2);
    const bytes = viewOf(data, frames * BYTES_PER_FRAME);
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
