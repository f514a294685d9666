/** How to walk over a picture in memory so that it comes out turned. */
export interface Walk {
  /** The first pixel of the turned picture, in pixels from the start of the memory. */
  readonly start: number;
  /** How far the next one to the right is, and the next one below. */
  readonly alongX: number;
  readonly alongY: number;
}

/**
 * The way through a picture that is to be turned by quarter turns against the clock.
 *
 * @param width - of the picture before it is turned.
 * @param pitch - pixels from one row to the next.
 */
export function turnedWalk(width: number, height: number, pitch: number, quarterTurns: number): Walk {
  switch (quarterTurns) {
    case 1:
      return { start: width - 1, alongX: pitch, alongY: -1 };
    case 2:
      return { start: (height - 1) * pitch + width - 1, alongX: -1, alongY: -pitch };
    case 3:
      return { start: (height - 1) * pitch, alongX: -pitch, alongY: 1 };
    default:
      return { start: 0, alongX: 1, alongY: pitch };
  }
}

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
  const { start, alongX, alongY } = turnedWalk(width, height, width, quarterTurns);
  const turnedWidth = quarterTurns % 2 === 1 ? height : width;
  for (let target = 0, row = start; target < count; row += alongY) {
    for (let x = 0, source = row; x < turnedWidth; x++, source += alongX) to[target++] = from[source]!;
  }
  return new Uint8Array(to.buffer);
}
