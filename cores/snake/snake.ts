import { beyond, type Cell, type Direction, OPPOSITE } from './field.js';

const LENGTH_AT_START = 5;
/** Two turns in quick succession make a U, and neither may be lost. */
const QUEUED_TURNS = 2;

export interface Snake {
  /** Whose it is, from 0; also decides its colour. */
  readonly player: number;
  /** Steered by the machine. */
  readonly bot: boolean;
  /** Head first. */
  cells: Cell[];
  /** The cell that the tail has just left, for drawing. */
  trail: Cell;
  direction: Direction;
  /** Turns that were asked for and are not made yet. */
  turns: Direction[];
  /** Cells still to grow. */
  growth: number;
  alive: boolean;
  score: number;
}

const STARTS: readonly { head: Cell; direction: Direction }[] = [
  { head: { x: 7, y: 5 }, direction: 'right' },
  { head: { x: 23, y: 15 }, direction: 'left' },
  { head: { x: 23, y: 5 }, direction: 'left' },
  { head: { x: 7, y: 15 }, direction: 'right' },
];

export const MOST_PLAYERS = STARTS.length;

/** A snake at its player's place, ready to go. */
export function newSnake(player: number, bot: boolean): Snake {
  const { head, direction } = STARTS[player]!;
  const cells = Array.from({ length: LENGTH_AT_START }, (_, index) =>
    beyond(head, OPPOSITE[direction], index),
  );
  return {
    player,
    bot,
    cells,
    trail: beyond(head, OPPOSITE[direction], LENGTH_AT_START),
    direction,
    turns: [],
    growth: 0,
    alive: true,
    score: 0,
  };
}

export function headOf(snake: Snake): Cell {
  return snake.cells[0]!;
}

/** Remembers a turn for the next moves; one that would bite the own neck is none. */
export function turn(snake: Snake, direction: Direction): void {
  const last = snake.turns.at(-1) ?? snake.direction;
  if (snake.turns.length >= QUEUED_TURNS || direction === last || direction === OPPOSITE[last]) return;
  snake.turns.push(direction);
}

/** Moves by one cell. */
export function move(snake: Snake): void {
  snake.direction = snake.turns.shift() ?? snake.direction;
  snake.cells.unshift(beyond(headOf(snake), snake.direction));
  if (snake.growth > 0) {
    snake.growth--;
    snake.trail = snake.cells.at(-1)!;
  } else {
    snake.trail = snake.cells.pop()!;
  }
}
