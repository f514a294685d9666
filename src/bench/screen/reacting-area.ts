import { NOTICEABLE, type ScreenPixels } from './screen-pixels.js';

/** A square of pixels. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Looks for the part of a picture that answers to a key, while other parts change by themselves. */
export class ReactingArea {
  readonly #width: number;
  readonly #height: number;
  /** Lowest and highest brightness of each pixel with the key up, and with it held. */
  readonly #up: BrightnessRange;
  readonly #held: BrightnessRange;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#up = new BrightnessRange(width * height);
    this.#held = new BrightnessRange(width * height);
  }

  /** Takes a look at the picture. */
  add(pixels: ScreenPixels, isHeld: boolean): void {
    (isHeld ? this.#held : this.#up).include(pixels.brightness);
  }

  /** The largest square in which every pixel was always another with the key held than with the key up. */
  largestSquare(): Square | undefined {
    const isReacting = Uint8Array.from({ length: this.#width * this.#height }, (_, index) =>
      this.#held.isBeyond(this.#up, index) ? 1 : 0,
    );
    return largestSquare(isReacting, this.#width);
  }
}

class BrightnessRange {
  readonly low: Uint16Array;
  readonly high: Uint16Array;

  constructor(length: number) {
    this.low = new Uint16Array(length).fill(0xffff);
    this.high = new Uint16Array(length);
  }

  include(brightness: Uint16Array): void {
    for (let index = 0; index < brightness.length; index++) {
      const value = brightness[index]!;
      if (value < this.low[index]!) this.low[index] = value;
      if (value > this.high[index]!) this.high[index] = value;
    }
  }

  /** Whether all that was seen here is brighter, or all darker, than all that was seen there. */
  isBeyond(other: BrightnessRange, index: number): boolean {
    const brighter = this.low[index]! - other.high[index]!;
    const darker = other.low[index]! - this.high[index]!;
    return Math.max(brighter, darker) > NOTICEABLE;
  }
}

/**
 * The largest square of ones.
 *
 * A square that ends at a pixel is one larger than the smallest of those that end left of it, above it and at both.
 */
export function largestSquare(ones: Uint8Array, width: number): Square | undefined {
  const sides = new Uint16Array(ones.length);
  let best = -1;
  for (let index = 0; index < ones.length; index++) {
    if (!ones[index]) continue;
    const hasNeighbours = index >= width && index % width > 0;
    const smallest = hasNeighbours
      ? Math.min(sides[index - 1]!, sides[index - width]!, sides[index - width - 1]!)
      : 0;
    sides[index] = smallest + 1;
    if (best === -1 || sides[index]! > sides[best]!) best = index;
  }
  if (best === -1) return undefined;
  const side = sides[best]!;
  return { x: (best % width) - side + 1, y: Math.floor(best / width) - side + 1, side };
}
