import { GLYPH_ADVANCE, GLYPH_HEIGHT, GLYPH_WIDTH, glyphRows } from './font.js';

/** 0xRRGGBB; in memory B G R X, as XRGB8888 wants it. */
export type Colour = number;

/** A picture to draw on. Coordinates are whole pixels; what lies outside is cut off. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint32Array<ArrayBuffer>;
  /** The picture as XRGB8888. */
  readonly bytes: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint32Array(width * height);
    this.bytes = new Uint8Array(this.#pixels.buffer);
  }

  /** Bytes from one row to the next. */
  get pitch(): number {
    return this.width * Uint32Array.BYTES_PER_ELEMENT;
  }

  clear(colour: Colour): void {
    this.#pixels.fill(colour);
  }

  /** Copies a picture of the same size. */
  copy(other: Canvas): void {
    this.#pixels.set(other.#pixels);
  }

  rectangle(x: number, y: number, width: number, height: number, colour: Colour): void {
    const left = Math.max(0, x);
    const right = Math.min(this.width, x + width);
    if (left >= right) return;
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      this.#pixels.fill(colour, row * this.width + left, row * this.width + right);
    }
  }

  /** Draws a line of text whose upper left corner is given; a letter's pixel is `scale` pixels wide. */
  text(text: string, x: number, y: number, scale: number, colour: Colour): void {
    for (let index = 0; index < text.length; index++) {
      this.#letter(text[index]!, x + index * GLYPH_ADVANCE * scale, y, scale, colour);
    }
  }

  /** Draws a filled circle; its centre and radius need not be whole. */
  disc(x: number, y: number, radius: number, colour: Colour): void {
    for (let row = Math.ceil(y - radius - 0.5); row + 0.5 <= y + radius; row++) {
      const half = Math.sqrt(Math.max(0, radius ** 2 - (row + 0.5 - y) ** 2));
      const left = Math.round(x - half);
      this.rectangle(left, row, Math.round(x + half) - left, 1, colour);
    }
  }

  /** Halves the brightness of a rectangle. */
  dim(x: number, y: number, width: number, height: number): void {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      const right = row * this.width + Math.min(this.width, x + width);
      for (let index = row * this.width + Math.max(0, x); index < right; index++) {
        this.#pixels[index] = (this.#pixels[index]! >>> 1) & 0x7f7f7f;
      }
    }
  }

  #letter(letter: string, x: number, y: number, scale: number, colour: Colour): void {
    const rows = glyphRows(letter);
    for (let row = 0; row < GLYPH_HEIGHT; row++) {
      for (let column = 0; column < GLYPH_WIDTH; column++) {
        if ((rows[row]! >> (GLYPH_WIDTH - 1 - column)) & 1) {
          this.rectangle(x + column * scale, y + row * scale, scale, scale, colour);
        }
      }
    }
  }
}

/** @param share - of `to`: 0 is `from`, 1 is `to`. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const part = (shift: number) => {
    const start = (from >> shift) & 0xff;
    return Math.round(start + (((to >> shift) & 0xff) - start) * share) << shift;
  };
  return part(16) | part(8) | part(0);
}
