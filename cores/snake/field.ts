/** The field: a grid of cells with a wall around it. */

export const COLUMNS = 31;
export const ROWS = 21;

export interface Cell {
  readonly x: number;
  readonly y: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export const DIRECTIONS: readonly Direction[] = ['up', 'down', 'left', 'right'];

export const OPPOSITE: Record<Direction, Direction> = {
  up: 'down',
  down: 'up',
  left: 'right',
  right: 'left',
};

const STEPS: Record<Direction, Cell> = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
};

/** The cell at the given number of steps from another. */
export function beyond(cell: Cell, direction: Direction, steps = 1): Cell {
  const step = STEPS[direction];
  return { x: cell.x + step.x * steps, y: cell.y + step.y * steps };
}

export function isInside({ x, y }: Cell): boolean {
  return x >= 0 && y >= 0 && x < COLUMNS && y < ROWS;
}

export function isSame(one: Cell, other: Cell): boolean {
  return one.x === other.x && one.y === other.y;
}

/** Moves from one cell to another. */
export function distance(one: Cell, other: Cell): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
}
