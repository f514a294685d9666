import type { CoreFrame } from '../../../cores/protocol/core-message.js';
import { type PixelFormat, rowBytes } from '../../../cores/protocol/format.js';

/** What a homebrew game shows. */
export interface Screen {
  /** The colour that most of the picture has, without what fills up a pixel of four bytes. */
  readonly colour: number;
  /** The share of the picture that has it. */
  readonly share: number;
  /** The first row in which there is something else, past the borders that some systems have; −1 without one. */
  readonly row: number;
  /** The first column in which there is something else. */
  readonly column: number;
}

const BORDER_ROWS = 8;

export function readScreen({ width, height, pitch, pixels }: CoreFrame, format: PixelFormat): Screen {
  const bytes = rowBytes(format, 1);
  const at = (x: number, y: number) => pixels.readUIntLE(y * pitch + x * bytes, Math.min(3, bytes));
  const counts = new Map<number, number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) counts.set(at(x, y), (counts.get(at(x, y)) ?? 0) + 1);
  }
  const [colour, count] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
  const share = count / (width * height);
  for (let y = BORDER_ROWS; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (at(x, y) !== colour) return { colour, share, row: y, column: x };
    }
  }
  return { colour, share, row: -1, column: -1 };
}
