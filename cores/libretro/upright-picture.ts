import { I420Painter } from '../i420/i420-painter.js';
import type { StepResult } from '../protocol/core.js';
import { type PixelFormat, rowBytes } from '../protocol/format.js';
import { type RawPicture, rowsOf } from './raw-picture.js';
import { rotate } from './rotation.js';

/** Draws the pictures of a core upright and without padding, each into the memory of the one before. */
export class UprightPicture {
  #memory = new Uint8Array(0);
  readonly #painter = new I420Painter();

  /**
   * @param raw - with even sides for `i420`.
   * @param pixelFormat - `i420`, or that of the raw picture.
   */
  draw(raw: RawPicture, pixelFormat: PixelFormat): NonNullable<StepResult['picture']> {
    const sideways = raw.rotation % 2 === 1;
    const width = sideways ? raw.height : raw.width;
    const height = sideways ? raw.width : raw.height;
    const pixels = pixelFormat === 'i420' ? this.#painter.draw(raw, raw.rotation) : this.#drawNative(raw);
    return { width, height, pitch: rowBytes(pixelFormat, width), pixels };
  }

  #drawNative(raw: RawPicture): Uint8Array {
    const { pixelFormat, width, height, rotation } = raw;
    this.#memory = rowsOf(raw, this.#memory);
    return rotation === 0
      ? this.#memory
      : rotate(this.#memory, rowBytes(pixelFormat, 1), width, height, rotation);
  }
}
