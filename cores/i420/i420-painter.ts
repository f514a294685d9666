import { AssembledModule, growTo, type Memory } from '../assembled-module.js';
import { PIXEL_FORMATS, type PixelFormat, pictureBytes, rowBytes } from '../protocol/format.js';
import { turnedWalk } from '../turned-walk.js';
import { ASSEMBLED } from './i420-assembled.js';

/** How cores draw. */
export type NativePixelFormat = Exclude<PixelFormat, 'i420'>;

/** A picture of RGB. */
export interface RgbPicture {
  readonly pixelFormat: NativePixelFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly pitch: number;
  /** Up to the end of the last row at least. */
  readonly bytes: Uint8Array;
}

/** The functions of i420.wat. */
interface I420Functions {
  readonly memory: Memory;
  draw(
    format: number,
    pixels: number,
    pitch: number,
    width: number,
    rows: number,
    widened: number,
    luma: number,
    cb: number,
    cr: number,
  ): void;
  turn(from: number, to: number, width: number, height: number, alongX: number, alongY: number): void;
}

/** Bytes of rows that are drawn at once: they stay in the processor's cache, and padding costs no memory. */
const STRIP_BYTES = 128 * 1024;
/** Bytes that are read behind the last row. */
const BYTES_BEHIND = 16;
/** Bytes that are written behind a plane of less than four columns. */
const NARROW_OVERFLOW = 4;

const module = new AssembledModule<I420Functions>(ASSEMBLED);

/**
 * Draws pictures as I420, limited-range BT.601, by SIMD: a plane of Y′, then Cb and Cr as means of two by two pixels.
 * Each is in the same place, and valid until the next one is drawn.
 */
export class I420Painter {
  readonly #functions = module.instantiate();
  #memory = new Uint8Array(this.#functions.memory.buffer);

  /** @param quarterTurns - by which the picture is turned against the clock. */
  draw({ pixelFormat, width, height, pitch, bytes }: RgbPicture, quarterTurns = 0): Uint8Array<ArrayBuffer> {
    const row = rowBytes(pixelFormat, width);
    const stripRows = Math.min(height, Math.max(2, Math.floor(STRIP_BYTES / pitch) & ~1));
    const strip = 2 * (4 * width + 32);
    const luma = strip + pitch * (stripRows - 1) + row + BYTES_BEHIND;
    const gap = width < 4 ? NARROW_OVERFLOW : 0;
    const lumaBytes = width * height;
    const cb = luma + lumaBytes + gap;
    const cr = cb + lumaBytes / 4 + gap;
    const size = pictureBytes('i420', width, height);
    const turned = cr + lumaBytes / 4 + gap;
    this.#reserve(turned + (quarterTurns === 0 ? 0 : size));
    for (let y = 0; y < height; y += stripRows) {
      const rows = Math.min(stripRows, height - y);
      this.#memory.set(bytes.subarray(y * pitch, (y + rows - 1) * pitch + row), strip);
      this.#functions.draw(
        PIXEL_FORMATS[pixelFormat],
        strip,
        pitch,
        width,
        rows,
        0,
        luma + y * width,
        cb + (y * width) / 4,
        cr + (y * width) / 4,
      );
    }
    if (gap > 0) {
      this.#memory.copyWithin(cb - gap, cb, cb + lumaBytes / 4);
      this.#memory.copyWithin(cr - 2 * gap, cr, cr + lumaBytes / 4);
    }
    if (quarterTurns === 0) return this.#memory.subarray(luma, luma + size);
    // Colours of two by two pixels stay together.
    this.#turn(luma, turned, width, height, quarterTurns);
    for (const plane of [lumaBytes, lumaBytes + lumaBytes / 4]) {
      this.#turn(luma + plane, turned + plane, width / 2, height / 2, quarterTurns);
    }
    return this.#memory.subarray(turned, turned + size);
  }

  #turn(from: number, to: number, width: number, height: number, quarterTurns: number): void {
    const { start, alongX, alongY } = turnedWalk(width, height, quarterTurns);
    const [across, down] = quarterTurns % 2 === 1 ? [height, width] : [width, height];
    this.#functions.turn(from + start, to, across, down, alongX, alongY);
  }

  #reserve(bytes: number): void {
    growTo(this.#functions.memory, bytes);
    const { buffer } = this.#functions.memory;
    if (this.#memory.buffer !== buffer) this.#memory = new Uint8Array(buffer);
  }
}
