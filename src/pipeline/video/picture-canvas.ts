import type { PictureFormat } from '../frame.js';
import { FrequencyLimit } from '../frequency-limit.js';

/** A picture that changes its size this often within this time (ms) gets one canvas for all sizes. */
const MAX_SIZE_CHANGES = 3;
const SIZE_CHANGE_WINDOW_MS = 10_000;

/**
 * What an encoder is made for: pictures of one size, and smaller ones that lie in the middle of it. A game that flips
 * between sizes would have its encoder replaced all the time: from then on the canvas only grows.
 */
export class PictureCanvas {
  readonly #sizeChanges = new FrequencyLimit(MAX_SIZE_CHANGES, SIZE_CHANGE_WINDOW_MS);
  #onlyGrows = false;
  #format: PictureFormat | undefined;

  /** `undefined` before the first picture. */
  get format(): PictureFormat | undefined {
    return this.#format;
  }

  /** Makes a picture of this format fit; returns whether the canvas is another one now. */
  fit(format: PictureFormat): boolean {
    if (this.#holds(format)) return false;
    this.#format = this.#next(format);
    return true;
  }

  #holds({ pixelFormat, width, height }: PictureFormat): boolean {
    const canvas = this.#format;
    if (canvas?.pixelFormat !== pixelFormat) return false;
    if (this.#onlyGrows) return width <= canvas.width && height <= canvas.height;
    return width === canvas.width && height === canvas.height;
  }

  #next(format: PictureFormat): PictureFormat {
    const canvas = this.#format;
    if (canvas && !this.#sizeChanges.count()) this.#onlyGrows = true;
    if (!canvas || !this.#onlyGrows || canvas.pixelFormat !== format.pixelFormat) return format;
    return {
      pixelFormat: format.pixelFormat,
      width: Math.max(canvas.width, format.width),
      height: Math.max(canvas.height, format.height),
    };
  }
}
