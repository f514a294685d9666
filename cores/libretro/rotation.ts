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
  const { start, alongX, alongY } = walk(width, height, quarterTurns);
  for (let y = 0, source = 0; y < height; y++) {
    let target = start + y * alongY;
    for (let x = 0; x < width; x++, target += alongX) to[target] = from[source++]!;
  }
  return new Uint8Array(to.buffer);
}

/** Where the first pixel goes, and how far one to its right and one below it are from there. */
function walk(width: number, height: number, quarterTurns: number) {
  switch (quarterTurns) {
    case 1:
      return { start: (width - 1) * height, alongX: -height, alongY: 1 };
    case 2:
      return { start: width * height - 1, alongX: -1, alongY: -width };
    case 3:
      return { start: height - 1, alongX: height, alongY: -1 };
    default:
      return { start: 0, alongX: 1, alongY: width };
  }
}
