import type { RgbPicture } from '../i420/i420-painter.js';
import { rowBytes } from '../protocol/format.js';

/** A picture as a core drew it. */
export interface RawPicture extends RgbPicture {
  /** Quarter turns against the clock by which it is to be turned. */
  readonly rotation: number;
}

/**
 * The rows of a picture without their padding.
 *
 * @param memory - is written to where it has the size.
 */
export function rowsOf(
  { pixelFormat, width, height, pitch, bytes }: RawPicture,
  memory?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const row = rowBytes(pixelFormat, width);
  const rows = memory?.length === row * height ? memory : new Uint8Array(row * height);
  if (pitch === row) {
    rows.set(bytes);
  } else {
    for (let y = 0; y < height; y++) rows.set(bytes.subarray(y * pitch, y * pitch + row), y * row);
  }
  return rows;
}
