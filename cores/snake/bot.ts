import { beyond, type Cell, DIRECTIONS, type Direction, distance, isInside, OPPOSITE } from './field.js';
import { isTaken, type Round } from './round.js';
import { headOf, type Snake } from './snake.js';

/** So much room ahead is enough not to look further. */
const ROOM_ENOUGH = 40;

/** The machine's choice: towards the nearest apple, but into no corner. */
export function chooseDirection(round: Round, snake: Snake): Direction {
  let best: Direction = snake.direction;
  let bestWorth = Number.NEGATIVE_INFINITY;
  for (const direction of DIRECTIONS) {
    if (direction === OPPOSITE[snake.direction]) continue;
    const worth = worthOf(round, beyond(headOf(snake), direction));
    if (worth > bestWorth) {
      best = direction;
      bestWorth = worth;
    }
  }
  return best;
}

function worthOf(round: Round, cell: Cell): number {
  if (!isFree(round, cell)) return Number.NEGATIVE_INFINITY;
  const nearest = Math.min(...round.apples.map((apple) => distance(apple, cell)));
  return roomFrom(round, cell) * 10 - nearest;
}

/** How many cells can be reached, as far as it matters. */
function roomFrom(round: Round, start: Cell): number {
  const seen = new Set([keyOf(start)]);
  const reached = [start];
  for (let index = 0; index < reached.length && reached.length < ROOM_ENOUGH; index++) {
    for (const direction of DIRECTIONS) {
      const next = beyond(reached[index]!, direction);
      if (seen.has(keyOf(next)) || !isFree(round, next)) continue;
      seen.add(keyOf(next));
      reached.push(next);
    }
  }
  return Math.min(reached.length, ROOM_ENOUGH);
}

function isFree(round: Round, cell: Cell): boolean {
  return isInside(cell) && !isTaken(round, cell);
}

function keyOf({ x, y }: Cell): string {
  return `${x},${y}`;
}
