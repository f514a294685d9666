import { type PixelFormat, pictureBytes, rowBytes } from '../protocol/format.js';
import type { StepResult } from '../protocol/serve.js';
import { drawI420, type NativePixelFormat, type PackColour, packerOf } from './i420.js';
import { type RawPicture, rowsOf } from './raw-picture.js';
import { rotate, turnedWalk } from './rotation.js';

/** Draws the pictures of a core upright and without padding, each into the memory of the one before. */
export class UprightPicture {
  #memory = new Uint8Array(0);
  #packer: { readonly pixelFormat: NativePixelFormat; readonly pack: PackColour } | undefined;

  /**
   * @param raw - with even sides for `i420`.
   * @param pixelFormat - `i420`, or that of the raw picture.
   */
  draw(raw: RawPicture, pixelFormat: PixelFormat): NonNullable<StepResult['picture']> {
    const sideways = raw.rotation % 2 === 1;
    const width = sideways ? raw.height : raw.width;
    const height = sideways ? raw.width : raw.height;
    const pixels = pixelFormat === 'i420' ? this.#drawI420(raw, width, height) : this.#drawNative(raw);
    return { width, height, pitch: rowBytes(pixelFormat, width), pixels };
  }

  #drawI420(raw: RawPicture, width: number, height: number): Uint8Array {
    const bytesPerPixel = rowBytes(raw.pixelFormat, 1);
    // Rows that don't begin with whole pixels can't be read as such.
    const isAligned = raw.pitch % bytesPerPixel === 0;
    const pitch = isAligned ? raw.pitch / bytesPerPixel : raw.width;
    const { buffer } = isAligned ? raw.bytes : rowsOf(raw);
    const count = pitch * (raw.height - 1) + raw.width;
    const words = bytesPerPixel === 4 ? new Int32Array(buffer, 0, count) : new Uint16Array(buffer, 0, count);
    const walk = turnedWalk(raw.width, raw.height, pitch, raw.rotation);
    const size = pictureBytes('i420', width, height);
    if (this.#memory.length !== size) this.#memory = new Uint8Array(size);
    drawI420({ words, ...walk }, width, height, this.#packerOf(raw.pixelFormat), this.#memory);
    return this.#memory;
  }

  #drawNative(raw: RawPicture): Uint8Array {
    const { pixelFormat, width, height, rotation } = raw;
    this.#memory = rowsOf(raw, this.#memory);
    return rotation === 0
      ? this.#memory
      : rotate(this.#memory, rowBytes(pixelFormat, 1), width, height, rotation);
  }

  #packerOf(pixelFormat: NativePixelFormat): PackColour {
    if (this.#packer?.pixelFormat !== pixelFormat) {
      this.#packer = { pixelFormat, pack: packerOf(pixelFormat) };
    }
    return this.#packer.pack;
  }
}
