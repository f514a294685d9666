import { turnedWalk } from '../turned-walk.js';

/**
 * A picture turned by quarter turns against the clock.
 *
 * @param pixels - rows without padding, at the start of an allocation.
 * @param width - of the picture before it is turned.
 */
export function rotate(
  pixels: Uint8Array,
  bytesPerPixel: number,
  width: number,
  height: number,
  quarterTurns: number,
): Uint8Array {
  const count = width * height;
  const { buffer, byteOffset } = pixels;
  const from =
    bytesPerPixel === 4
      ? new Uint32Array(buffer, byteOffset, count)
      : new Uint16Array(buffer, byteOffset, count);
  const to = bytesPerPixel === 4 ? new Uint32Array(count) : new Uint16Array(count);
  const { start, alongX, alongY } = turnedWalk(width, height, quarterTurns);
  const turnedWidth = quarterTurns % 2 === 1 ? height : width;
  for (let target = 0, row = start; target < count; row += alongY) {
    for (let x = 0, source = row; x < turnedWidth; x++, source += alongX) to[target++] = from[source]!;
  }
  return new Uint8Array(to.buffer);
}
