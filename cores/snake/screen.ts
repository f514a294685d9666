import { Canvas, type Colour } from '../canvas/canvas.js';
import { textWidth } from '../canvas/font.js';
import { FIELD_DARK, FIELD_LIGHT, INK, WALL, WALL_LIGHT } from './colours.js';
import { type Cell, COLUMNS, ROWS } from './field.js';

/** Where things lie on the screen, in pixels. */

export const WIDTH = 320;
export const HEIGHT = 240;
export const CELL = 10;
export const FIELD_LEFT = (WIDTH - COLUMNS * CELL) / 2;
export const FIELD_TOP = HEIGHT - ROWS * CELL - FIELD_LEFT;
const WALL_WIDTH = 3;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of a cell. */
export function centreOf(cell: Cell): Point {
  return { x: FIELD_LEFT + (cell.x + 0.5) * CELL, y: FIELD_TOP + (cell.y + 0.5) * CELL };
}

/** The empty field: it never changes, and is drawn once. */
export function drawField(): Canvas {
  const canvas = new Canvas(WIDTH, HEIGHT);
  canvas.clear(INK);
  const width = COLUMNS * CELL;
  const height = ROWS * CELL;
  frame(canvas, WALL_WIDTH, WALL);
  frame(canvas, WALL_WIDTH - 2, WALL_LIGHT);
  canvas.rectangle(FIELD_LEFT, FIELD_TOP, width, height, FIELD_DARK);
  for (let y = 0; y < ROWS; y++) {
    for (let x = y % 2; x < COLUMNS; x += 2) {
      canvas.rectangle(FIELD_LEFT + x * CELL, FIELD_TOP + y * CELL, CELL, CELL, FIELD_LIGHT);
    }
  }
  return canvas;

  function frame(on: Canvas, thickness: number, colour: Colour): void {
    on.rectangle(
      FIELD_LEFT - thickness,
      FIELD_TOP - thickness,
      width + 2 * thickness,
      height + 2 * thickness,
      colour,
    );
  }
}

/** Text in the middle of the screen, with a shadow. */
export function centredText(canvas: Canvas, text: string, y: number, scale: number, colour: Colour): void {
  shadowedText(canvas, text, Math.round((WIDTH - textWidth(text, scale)) / 2), y, scale, colour);
}

export function shadowedText(
  canvas: Canvas,
  text: string,
  x: number,
  y: number,
  scale: number,
  colour: Colour,
): void {
  canvas.text(text, x + scale, y + scale, scale, INK);
  canvas.text(text, x, y, scale, colour);
}
