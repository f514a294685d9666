/** Words of a picture, rows without padding. */
type Words = Uint8Array | Uint16Array | Uint32Array;

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
  turn(from, to, width, height, quarterTurns);
  return new Uint8Array(to.buffer);
}

/**
 * Turns the planes of an I420 picture by quarter turns against the clock: colours of two by two pixels stay together.
 *
 * @param width - of the picture before it is turned.
 */
export function turnPlanes(
  from: Uint8Array,
  to: Uint8Array,
  width: number,
  height: number,
  quarterTurns: number,
): void {
  const luma = width * height;
  const cr = luma + luma / 4;
  turn(from.subarray(0, luma), to, width, height, quarterTurns);
  for (const start of [luma, cr]) {
    const plane = from.subarray(start, start + luma / 4);
    turn(plane, to.subarray(start), width / 2, height / 2, quarterTurns);
  }
}

function turn(from: Words, to: Words, width: number, height: number, quarterTurns: number): void {
  const count = width * height;
  const { start, alongX, alongY } = turnedWalk(width, height, quarterTurns);
  const turnedWidth = quarterTurns % 2 === 1 ? height : width;
  for (let target = 0, row = start; target < count; row += alongY) {
    for (let x = 0, source = row; x < turnedWidth; x++, source += alongX) to[target++] = from[source]!;
  }
}

/** How to walk over a picture so that it comes out turned: from its first pixel to the right, and below. */
interface Walk {
  readonly start: number;
  readonly alongX: number;
  readonly alongY: number;
}

function turnedWalk(width: number, height: number, quarterTurns: number): Walk {
  switch (quarterTurns) {
    case 1:
      return { start: width - 1, alongX: width, alongY: -1 };
    case 2:
      return { start: height * width - 1, alongX: -1, alongY: -width };
    case 3:
      return { start: (height - 1) * width, alongX: -width, alongY: 1 };
    default:
      return { start: 0, alongX: 1, alongY: width };
  }
}
