/**
 * The console's picture as I420, made cheaply: jsnes copies words of its palette into its picture and never looks at
 * them, so the palette holds Y′CbCr to begin with, and a frame costs no multiplication.
 */

/** Black in a word of Cb | Y << 8 | Cr << 16; words are stored as the difference from it, since jsnes's black is 0. */
const BLACK = 0x801080;
/** Two sums of four values side by side, rounded when they are divided by four. */
const HALVES = 0x0002_0002;
const COLOUR_BYTES = 0x00ff_00ff;

/** A colour 0xRRGGBB as a word for the palette: limited-range BT.601, which browsers take untagged video for. */
export function yuvWord(rgb: number): number {
  const red = (rgb >>> 16) / 255;
  const green = ((rgb >>> 8) & 0xff) / 255;
  const blue = (rgb & 0xff) / 255;
  const brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
  const y = Math.round(16 + 219 * brightness);
  const cb = Math.round(128 + (224 * (blue - brightness)) / (2 - 2 * 0.114));
  const cr = Math.round(128 + (224 * (red - brightness)) / (2 - 2 * 0.299));
  return (cb | (y << 8) | (cr << 16)) ^ BLACK;
}

/**
 * Draws a picture of such words as I420: a plane of Y, then Cb and Cr as means of two by two pixels.
 *
 * @param words - `width × height`, both even, the width a multiple of four.
 * @param planes - `width × height × 3/2` bytes, four-byte aligned.
 */
export function drawI420(words: Uint32Array, width: number, planes: Uint8Array): void {
  const pixels = words.length;
  const brightness = new Uint32Array(planes.buffer, planes.byteOffset, pixels / 4);
  for (let pixel = 0, four = 0; pixel < pixels; pixel += 4, four++) {
    brightness[four] =
      (((words[pixel]! >>> 8) & 0xff) |
        (words[pixel + 1]! & 0xff00) |
        ((words[pixel + 2]! & 0xff00) << 8) |
        ((words[pixel + 3]! & 0xff00) << 16)) ^
      0x1010_1010;
  }
  let cb = pixels;
  let cr = pixels + pixels / 4;
  for (let row = 0; row < pixels; row += 2 * width) {
    for (let upper = row; upper < row + width; upper += 2) {
      const lower = upper + width;
      const sums =
        colourOf(words[upper]!) +
        colourOf(words[upper + 1]!) +
        colourOf(words[lower]!) +
        colourOf(words[lower + 1]!);
      const means = ((sums + HALVES) >>> 2) & COLOUR_BYTES;
      planes[cb++] = means;
      planes[cr++] = means >>> 16;
    }
  }
}

/** Cb and Cr, 16 bits apart. */
function colourOf(word: number): number {
  return (word ^ BLACK) & COLOUR_BYTES;
}
