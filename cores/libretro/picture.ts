import type { NativePixelFormat } from '../i420/i420-painter.js';
import type { StepResult } from '../protocol/core.js';
import { CoreError } from '../protocol/core-error.js';
import { canHaveSize, type PixelFormat, rowBytes } from '../protocol/format.js';
import { MAX_MESSAGE_BYTES } from '../protocol/message-reader.js';
import { HARDWARE_FRAME, type Pointer } from './libretro-api.js';
import { LARGEST_SIDE } from './media-format.js';
import { RepeatedView } from './native-memory.js';
import { type RawPicture, rowsOf } from './raw-picture.js';
import { UprightPicture } from './upright-picture.js';

/** libretro's pixel formats by number; 0 is what a core draws that names none. */
export const LIBRETRO_PIXEL_FORMATS: readonly NativePixelFormat[] = ['xrgb1555', 'xrgb8888', 'rgb565'];

/** Bytes between two rows that a core may have: some draw in a part of a larger picture. */
const LARGEST_PITCH = 16 * LARGEST_SIDE;
/** Beside the picture a message has a step's sound. */
const LARGEST_PICTURE_BYTES = MAX_MESSAGE_BYTES - 4 * 1024 * 1024;

/**
 * Takes a core's pictures out of its memory, upright and without the padding of rows: as I420, which costs the host the
 * least, or in the core's own format where a side is odd or the host wants RGB.
 */
export class Picture {
  pixelFormat: NativePixelFormat = 'xrgb1555';
  /** Quarter turns against the clock. */
  rotation = 0;
  /** Whether the step's picture is wanted. */
  needed = true;
  /** The core draws for a graphics card after all. */
  hasHardwareFrame = false;
  readonly #keepsRgb: boolean;
  readonly #view = new RepeatedView();
  readonly #upright = new UprightPicture();
  /** The last picture, once it is drawn, and the format of its pixels. */
  #last: StepResult['picture'];
  #lastFormat: PixelFormat | undefined;
  /** A later one, kept in memory of its own, that is drawn only if it is to be shown. */
  #kept: RawPicture | undefined;
  #keptMemory = new Uint8Array(0);
  #drawn = false;
  /** The core may say that a picture is the one before, which then must be at hand even if it wasn't wanted. */
  #repeats = false;
  #lastIsSent = true;
  /** From then on no picture is I420: each change of the format has the host change its encoder. */
  #hadOddSides = false;
  /** Why there is no picture to be shown. What calls `take` is the core, to which nothing can be thrown. */
  #refusal: CoreError | undefined;

  /** @param keepsRgb - whether no picture is to be I420. */
  constructor(keepsRgb = false) {
    this.#keepsRgb = keepsRgb;
  }

  /** Whether the core may leave out the drawing of an unwanted picture. */
  get canBeSkipped(): boolean {
    return !this.needed && !this.#repeats;
  }

  /**
   * How the pixels of the picture shown last are stored; before the first how they will be.
   *
   * @param width - what the core has announced, pixels.
   */
  shownFormat(width: number, height: number): PixelFormat {
    return this.#lastFormat ?? (this.#fitsI420(width, height) ? 'i420' : this.pixelFormat);
  }

  /** Takes what the core hands over; no address means the picture before. Rows are `pitch` bytes apart. */
  take(data: Pointer | null, width: number, height: number, pitch: number | bigint): void {
    if (data === HARDWARE_FRAME) {
      this.hasHardwareFrame = true;
    } else if (data === null) {
      this.#repeats = true;
    } else if (width > 0 && height > 0) {
      this.#hadOddSides ||= !canHaveSize('i420', width, height);
      if (this.canBeSkipped) return;
      const row = rowBytes(this.pixelFormat, width);
      if (
        Math.max(width, height) > LARGEST_SIDE ||
        pitch > LARGEST_PITCH ||
        row * height > LARGEST_PICTURE_BYTES
      ) {
        this.#refusal = impossiblePicture(width, height, pitch);
      } else {
        const { pixelFormat, rotation } = this;
        const bytes = this.#view.of(data, Number(pitch) * (height - 1) + row);
        this.#take({ pixelFormat, rotation, width, height, pitch: Number(pitch), bytes });
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
    if (this.#kept) this.#show(this.#kept);
    return this.#last;
  }

  #take(raw: RawPicture): void {
    this.#drawn = true;
    if (this.needed) {
      this.#show(raw);
    } else {
      this.#keptMemory = rowsOf(raw, this.#keptMemory);
      const pitch = rowBytes(raw.pixelFormat, raw.width);
      this.#kept = { ...raw, pitch, bytes: this.#keptMemory };
    }
  }

  #show(raw: RawPicture): void {
    this.#kept = undefined;
    this.#lastFormat = this.#fitsI420(raw.width, raw.height) ? 'i420' : raw.pixelFormat;
    this.#last = this.#upright.draw(raw, this.#lastFormat);
  }

  #fitsI420(width: number, height: number): boolean {
    return !this.#keepsRgb && !this.#hadOddSides && canHaveSize('i420', width, height);
  }
}

function impossiblePicture(width: number, height: number, pitch: number | bigint): CoreError {
  return new CoreError(
    `The core drew a picture of ${width}×${height} pixels, ${pitch} bytes from row to row, which cloudgame can't show.`,
    'Lower the resolution in the options of the core (--option), or take another core.',
  );
}
