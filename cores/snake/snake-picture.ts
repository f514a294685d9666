import { type Canvas, mix } from '../canvas/canvas.js';
import { INK, SNAKE_COLOURS, TEXT } from './colours.js';
import { beyond, type Direction } from './field.js';
import { centreOf, type Point } from './screen.js';
import { headOf, type Snake } from './snake.js';

const EDGE_RADIUS = 5;
const BODY_RADIUS = 4;
const HEAD_RADIUS = 5.5;
const BACK_RADIUS = 1.5;
const TAIL_RADIUS = 2.5;
/** The last cells become thinner. */
const TAIL_CELLS = 3;
const TONGUE = 0xff4060;
const TONGUE_PERIOD = 90;
const TONGUE_FRAMES = 14;

/**
 * Draws a snake on its way from one cell to the next.
 *
 * @param progress - how much of the way, 0 to 1.
 * @param frame - counts frames, for what moves by itself.
 */
export function drawSnake(canvas: Canvas, snake: Snake, progress: number, frame: number): void {
  const { body, edge, back } = SNAKE_COLOURS[snake.player]!;
  const line = centreLine(snake, progress);
  const head = line[0]!;
  drawTongue(canvas, snake, head, frame);
  drawBody(canvas, line, EDGE_RADIUS - BODY_RADIUS, edge);
  canvas.disc(head.x, head.y, HEAD_RADIUS + 1, edge);
  drawBody(canvas, line, 0, body);
  for (const [index, point] of line.entries()) {
    if (index > 1 && index < line.length - TAIL_CELLS) canvas.disc(point.x, point.y, BACK_RADIUS, back);
  }
  canvas.disc(head.x, head.y, HEAD_RADIUS, mix(body, back, 0.35));
  drawEyes(canvas, snake, head, frame);
}

/** The way that the body takes, head first; neighbouring points differ in x or in y only. */
function centreLine(snake: Snake, progress: number): Point[] {
  const centres = snake.cells.map(centreOf);
  const neck = centres[1] ?? centres[0]!;
  const head = between(neck, centres[0]!, progress);
  const tail = between(centreOf(snake.trail), centres.at(-1)!, progress);
  return [head, ...centres.slice(1), tail];
}

function drawBody(canvas: Canvas, line: readonly Point[], extra: number, colour: number): void {
  for (let index = line.length - 1; index > 0; index--) {
    const radius = radiusAt(line.length - 1 - index) + extra;
    drawLimb(canvas, line[index]!, line[index - 1]!, radius, colour);
  }
}

function radiusAt(cellsFromTail: number): number {
  return TAIL_RADIUS + ((BODY_RADIUS - TAIL_RADIUS) * Math.min(cellsFromTail, TAIL_CELLS)) / TAIL_CELLS;
}

function drawLimb(canvas: Canvas, from: Point, to: Point, radius: number, colour: number): void {
  const left = Math.round(Math.min(from.x, to.x) - (from.y === to.y ? 0 : radius));
  const right = Math.round(Math.max(from.x, to.x) + (from.y === to.y ? 0 : radius));
  const top = Math.round(Math.min(from.y, to.y) - (from.y === to.y ? radius : 0));
  const bottom = Math.round(Math.max(from.y, to.y) + (from.y === to.y ? radius : 0));
  canvas.rectangle(left, top, right - left, bottom - top, colour);
  canvas.disc(from.x, from.y, radius, colour);
  canvas.disc(to.x, to.y, radius, colour);
}

/** The eyes look where the next turn goes: a press is seen at once, before the snake can turn. */
function drawEyes(canvas: Canvas, snake: Snake, head: Point, frame: number): void {
  const gaze = unit(snake.turns[0] ?? snake.direction);
  const ahead = unit(snake.direction);
  const blinking = (frame + snake.player * 37) % 170 < 6;
  for (const side of [-1, 1]) {
    const x = head.x + ahead.x * 1.5 + ahead.y * 3 * side;
    const y = head.y + ahead.y * 1.5 + ahead.x * 3 * side;
    if (blinking) {
      canvas.disc(x, y, 2, SNAKE_COLOURS[snake.player]!.edge);
      continue;
    }
    canvas.disc(x, y, 2.4, TEXT);
    canvas.disc(x + gaze.x, y + gaze.y, 1.2, INK);
  }
}

function drawTongue(canvas: Canvas, snake: Snake, head: Point, frame: number): void {
  const time = (frame + snake.player * 23) % TONGUE_PERIOD;
  if (time >= TONGUE_FRAMES) return;
  const ahead = unit(snake.direction);
  const length = 6 + Math.min(time, TONGUE_FRAMES - time) / 2;
  for (let step = 0; step < length; step++) {
    canvas.rectangle(Math.floor(head.x + ahead.x * step), Math.floor(head.y + ahead.y * step), 1, 1, TONGUE);
  }
  for (const side of [-1, 1]) {
    const x = head.x + ahead.x * length + ahead.y * side;
    const y = head.y + ahead.y * length + ahead.x * side;
    canvas.rectangle(Math.floor(x), Math.floor(y), 1, 1, TONGUE);
  }
}

/** Where the label of a waiting snake goes. */
export function headPoint(snake: Snake): Point {
  return centreOf(headOf(snake));
}

function unit(direction: Direction): Point {
  return beyond({ x: 0, y: 0 }, direction);
}

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
