import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import { type PixelFormat, rowBytes } from '../../../cores/protocol/format.js';
import { colourAt } from '../picture-colours.js';

/** What a homebrew game shows. */
export interface Screen {
  /** The colour that most of the picture has, 0xRRGGBB. */
  readonly colour: number;
  /** The share of the picture that has it. */
  readonly share: number;
  /** The first row in which there is something else, past the borders that some systems have; −1 without one. */
  readonly row: number;
  /** The first column in which there is something else. */
  readonly column: number;
}

const BORDER_ROWS = 8;

export function readScreen(frame: CoreFrame, format: PixelFormat): Screen {
  const { width, height, pitch, pixels } = frame;
  const bytes = rowBytes(format, 1);
  // Of I420 the brightness, which each pixel has of its own.
  const at = (x: number, y: number) => pixels.readUIntLE(y * pitch + x * bytes, Math.min(3, bytes));
  const counts = new Map<number, { count: number; x: number; y: number }>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const found = counts.get(at(x, y));
      if (found) found.count++;
      else counts.set(at(x, y), { count: 1, x, y });
    }
  }
  const [value, most] = [...counts].reduce((one, next) => (next[1].count > one[1].count ? next : one));
  const screen = { colour: colourAt(frame, format, most.x, most.y), share: most.count / (width * height) };
  for (let y = BORDER_ROWS; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (at(x, y) !== value) return { ...screen, row: y, column: x };
    }
  }
  return { ...screen, row: -1, column: -1 };
}
