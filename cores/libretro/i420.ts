import type { PixelFormat } from '../protocol/format.js';

/**
 * Pictures of RGB as I420, limited-range BT.601: a plane of Y′, then Cb and Cr as means of two by two pixels. A pixel's
 * three values are packed into one word, whose fields are wide enough for the sum of four of them.
 */
const CR_SHIFT = 10;
const Y_SHIFT = 20;
/** Two halves of the four by which the sums of Cb and of Cr are divided. */
const ROUNDING = 2 | (2 << CR_SHIFT);
const TWO_BYTES = 0x101;

/** Colours that are remembered: more than the consoles show at once that draw with palettes. */
const MEMORY_BITS = 12;
/** Spreads colours over the memory: 2³² by the golden ratio (Knuth's multiplicative hashing). */
const SPREAD = 0x9e37_79b1;

/** How cores draw. */
export type NativePixelFormat = Exclude<PixelFormat, 'i420'>;

/** A pixel as packed Y′, Cr and Cb. */
export type PackColour = (pixel: number) => number;

/** Pixels in memory, and how to walk over them so that the picture is upright. */
export interface UprightPixels {
  readonly words: Int32Array | Uint16Array;
  /** The upright picture's first pixel. */
  readonly start: number;
  /** From a pixel to the one at its right and the one below it, in words. */
  readonly alongX: number;
  readonly alongY: number;
}

/** A function that packs colours of a format, fast where the same few come again and again. */
export function packerOf(format: NativePixelFormat): PackColour {
  if (format === 'xrgb8888') return rememberingPacker();
  const colours = new Int32Array(65_536);
  const widen = format === 'rgb565' ? widen565 : widen1555;
  for (let pixel = 0; pixel < colours.length; pixel++) colours[pixel] = pack(widen(pixel));
  return (pixel) => colours[pixel]!;
}

/**
 * Draws a picture as I420.
 *
 * @param width - even, as the height is.
 * @param planes - `width × height × 3/2` bytes, two-byte aligned.
 */
export function drawI420(
  { words, start, alongX, alongY }: UprightPixels,
  width: number,
  height: number,
  packColour: PackColour,
  planes: Uint8Array,
): void {
  const half = width / 2;
  const pairs = new Uint16Array(planes.buffer, planes.byteOffset, half * height);
  const diagonal = alongX + alongY;
  let cb = width * height;
  let cr = cb + cb / 4;
  let lastPixel = words[start]!;
  let last = packColour(lastPixel);
  for (let y = 0, row = start, upper = 0; y < height; y += 2, row += 2 * alongY, upper += half) {
    for (let x = 0, at = row; x < half; x++, at += 2 * alongX, upper++) {
      const pixel = words[at]!;
      const right = words[at + alongX]!;
      const below = words[at + alongY]!;
      const opposite = words[at + diagonal]!;
      if (pixel !== lastPixel) {
        lastPixel = pixel;
        last = packColour(pixel);
      }
      const colour = last;
      // Most of what consoles draw is of runs of one colour.
      if (right === pixel && below === pixel && opposite === pixel) {
        const pair = (colour >> Y_SHIFT) * TWO_BYTES;
        pairs[upper] = pair;
        pairs[upper + half] = pair;
        planes[cb++] = colour;
        planes[cr++] = colour >> CR_SHIFT;
      } else {
        const rightColour = right === pixel ? colour : packColour(right);
        const belowColour = below === pixel ? colour : packColour(below);
        const oppositeColour = opposite === right ? rightColour : packColour(opposite);
        pairs[upper] = (colour >> Y_SHIFT) | ((rightColour >> Y_SHIFT) << 8);
        pairs[upper + half] = (belowColour >> Y_SHIFT) | ((oppositeColour >> Y_SHIFT) << 8);
        const sums = colour + rightColour + belowColour + oppositeColour + ROUNDING;
        planes[cb++] = sums >> 2;
        planes[cr++] = sums >> (CR_SHIFT + 2);
      }
    }
  }
}

/** Packs a colour 0xRRGGBB; the coefficients are in units of 2⁻¹⁶. */
function pack(rgb: number): number {
  const red = (rgb >>> 16) & 0xff;
  const green = (rgb >>> 8) & 0xff;
  const blue = rgb & 0xff;
  const y = (16_829 * red + 33_039 * green + 6_416 * blue + 0x10_8000) >> 16;
  const cr = (28_784 * red - 24_103 * green - 4_681 * blue + 0x80_8000) >> 16;
  const cb = (28_784 * blue - 9_714 * red - 19_070 * green + 0x80_8000) >> 16;
  return (y << Y_SHIFT) | (cr << CR_SHIFT) | cb;
}

function rememberingPacker(): PackColour {
  const pixels = new Int32Array(1 << MEMORY_BITS);
  const colours = new Int32Array(1 << MEMORY_BITS);
  // What an empty place is taken for: black, whose place is the first.
  colours[0] = pack(0);
  return (pixel) => {
    const place = Math.imul(pixel, SPREAD) >>> (32 - MEMORY_BITS);
    if (pixels[place] !== pixel) {
      pixels[place] = pixel;
      colours[place] = pack(pixel);
    }
    return colours[place]!;
  };
}

function widen565(pixel: number): number {
  const red = pixel >>> 11;
  const green = (pixel >>> 5) & 0x3f;
  const blue = pixel & 0x1f;
  return (widen5(red) << 16) | (((green << 2) | (green >>> 4)) << 8) | widen5(blue);
}

function widen1555(pixel: number): number {
  return (widen5((pixel >>> 10) & 0x1f) << 16) | (widen5((pixel >>> 5) & 0x1f) << 8) | widen5(pixel & 0x1f);
}

function widen5(value: number): number {
  return (value << 3) | (value >>> 2);
}
