import { type PixelFormat, rowBytes } from '../protocol/format.js';
import { MAX_MESSAGE_BYTES } from '../protocol/message-reader.js';
import { CoreError, type StepResult } from '../protocol/serve.js';
import { HARDWARE_FRAME, type Pointer } from './libretro-api.js';
import { LARGEST_SIDE } from './media-format.js';
import { viewOf } from './native-memory.js';
import { rotate } from './rotation.js';

/** libretro's pixel formats by number; 0 is what a core draws that names none. */
export const LIBRETRO_PIXEL_FORMATS: readonly PixelFormat[] = ['xrgb1555', 'xrgb8888', 'rgb565'];

/** Bytes between two rows that a core may have: some draw in a part of a larger picture. */
const LARGEST_PITCH = 16 * LARGEST_SIDE;
/** Beside the picture a message has a step's sound. */
const LARGEST_PICTURE_BYTES = MAX_MESSAGE_BYTES - 4 * 1024 * 1024;

/** Takes a core's pictures out of its memory, without the padding of its rows and turned upright. */
export class Picture {
  pixelFormat: PixelFormat = 'xrgb1555';
  /** Quarter turns against the clock. */
  rotation = 0;
  /** Whether the step's picture is wanted. */
  needed = true;
  /** The core draws for a graphics card after all. */
  hasHardwareFrame = false;
  #memory = new Uint8Array(0);
  #last: StepResult['picture'];
  #drawn = false;
  /** The core may say that a picture is the one before, which then must be at hand even if it wasn't wanted. */
  #repeats = false;
  #lastIsSent = true;
  /** Why there is no picture to be shown. What calls `take` is the core, to which nothing can be thrown. */
  #refusal: CoreError | undefined;

  /** Whether the core may leave out the drawing of an unwanted picture. */
  get canBeSkipped(): boolean {
    return !this.needed && !this.#repeats;
  }

  /** Takes what the core hands over; no address means the picture before. Rows are `pitch` bytes apart. */
  take(data: Pointer | null, width: number, height: number, pitch: number | bigint): void {
    if (data === HARDWARE_FRAME) {
      this.hasHardwareFrame = true;
    } else if (data === null) {
      this.#repeats = true;
    } else if (width > 0 && height > 0 && !this.canBeSkipped) {
      const row = rowBytes(this.pixelFormat, width);
      if (
        Math.max(width, height) > LARGEST_SIDE ||
        pitch > LARGEST_PITCH ||
        row * height > LARGEST_PICTURE_BYTES
      ) {
        this.#refusal = impossiblePicture(width, height, pitch);
      } else {
        this.#copy(data, width, height, Number(pitch));
        this.#drawn = true;
      }
    }
  }

  /**
   * The step's picture; none where the host has it already. Valid until the next one is taken.
   *
   * @throws CoreError where the core drew one that can't be shown.
   */
  finishStep(): StepResult['picture'] {
    if (this.#refusal) throw this.#refusal;
    const isNews = this.#drawn || !this.#lastIsSent;
    this.#drawn = false;
    if (!isNews || !this.needed) {
      this.#lastIsSent &&= !isNews;
      return undefined;
    }
    this.#lastIsSent = true;
    return this.#last;
  }

  #copy(data: Pointer, width: number, height: number, pitch: number): void {
    const row = rowBytes(this.pixelFormat, width);
    const size = row * height;
    if (this.#memory.length < size) this.#memory = new Uint8Array(size);
    // The last row's padding may lie outside of the core's memory.
    const source = viewOf(data, pitch * (height - 1) + row);
    if (pitch === row) {
      this.#memory.set(source);
    } else {
      for (let y = 0; y < height; y++) {
        this.#memory.set(source.subarray(y * pitch, y * pitch + row), y * row);
      }
    }
    const pixels = this.#memory.subarray(0, size);
    const sideways = this.rotation % 2 === 1;
    const shownWidth = sideways ? height : width;
    this.#last = {
      width: shownWidth,
      height: sideways ? width : height,
      pitch: rowBytes(this.pixelFormat, shownWidth),
      pixels: this.rotation === 0 ? pixels : rotate(pixels, row / width, width, height, this.rotation),
    };
  }
}

function impossiblePicture(width: number, height: number, pitch: number | bigint): CoreError {
  return new CoreError(
    `The core drew a picture of ${width}×${height} pixels, ${pitch} bytes from row to row, which cloudgame can't show.`,
    'Lower the resolution in the options of the core (--option), or take another core.',
  );
}
