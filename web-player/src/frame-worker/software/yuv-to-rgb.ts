import type { PlanarPicture } from './planar-picture.js';

/** Fixed point of 16 bits; luma reaches from 16 to 235, chroma from 16 to 240 (ITU-R BT.601, section 2.5). */
const ONE = 65_536;
const LUMA = Math.round((ONE * 255) / 219);
const RED_OF_RED = Math.round((ONE * 1.402 * 255) / 224);
const GREEN_OF_BLUE = Math.round((ONE * 0.344136 * 255) / 224);
const GREEN_OF_RED = Math.round((ONE * 0.714136 * 255) / 224);
const BLUE_OF_BLUE = Math.round((ONE * 1.772 * 255) / 224);
const HALF = ONE / 2;
/** Sums reach from −277 to 535: they are looked up rather than compared. */
const LOWEST = 320;
const CLAMPED = Uint8Array.from({ length: 1024 }, (_, index) => Math.min(255, Math.max(0, index - LOWEST)));
const OPAQUE = 0xff000000;

/**
 * Turns a picture into pixels of canvas.
 *
 * @param pixels - red, green, blue and opacity in the bytes of each, row after row without a gap; for little-endian
 *   machines, which are those that have browsers.
 */
export function convertToRgb(picture: PlanarPicture, pixels: Uint32Array): void {
  const { width, height, luma, blue, red } = picture;
  for (let y = 0; y < height; y++) {
    const lumaRow = y * luma.stride;
    const blueRow = (y >> 1) * blue.stride;
    const redRow = (y >> 1) * red.stride;
    const row = y * width;
    for (let x = 0; x < width; x += 2) {
      const cb = blue.bytes[blueRow + (x >> 1)]! - 128;
      const cr = red.bytes[redRow + (x >> 1)]! - 128;
      const r = RED_OF_RED * cr + HALF;
      const g = HALF - GREEN_OF_BLUE * cb - GREEN_OF_RED * cr;
      const b = BLUE_OF_BLUE * cb + HALF;
      const left = LUMA * (luma.bytes[lumaRow + x]! - 16);
      pixels[row + x] =
        OPAQUE |
        (CLAMPED[((left + b) >> 16) + LOWEST]! << 16) |
        (CLAMPED[((left + g) >> 16) + LOWEST]! << 8) |
        CLAMPED[((left + r) >> 16) + LOWEST]!;
      if (x + 1 === width) continue;
      const right = LUMA * (luma.bytes[lumaRow + x + 1]! - 16);
      pixels[row + x + 1] =
        OPAQUE |
        (CLAMPED[((right + b) >> 16) + LOWEST]! << 16) |
        (CLAMPED[((right + g) >> 16) + LOWEST]! << 8) |
        CLAMPED[((right + r) >> 16) + LOWEST]!;
    }
  }
}
