import { type Chance, drawNumber } from './chance.js';
import { type Cell, COLUMNS, isInside, isSame, ROWS } from './field.js';
import { headOf, move, newSnake, type Snake } from './snake.js';

/** One round, from the start of the snakes to the end of all but one of them. All of it is plain data. */
export interface Round {
  snakes: Snake[];
  apples: Apple[];
  eaten: number;
  /** Frames since the last move. */
  framesSinceMove: number;
}

export interface Apple extends Cell {
  readonly golden: boolean;
  /** Frames until it vanishes; a plain one stays. */
  framesLeft: number;
}

/** What happened in a move, for eyes and ears. */
export type RoundEvent =
  | { readonly kind: 'ate' | 'ate-golden'; readonly player: number; readonly cell: Cell }
  | { readonly kind: 'died'; readonly player: number; readonly cells: readonly Cell[] };

const SLOWEST_FRAMES_PER_MOVE = 8;
const FASTEST_FRAMES_PER_MOVE = 4;
const APPLES_PER_GEAR = 6;
const GOLDEN_FRAMES = 420;
/** One in so many eaten apples is followed by a golden one. */
const GOLDEN_ODDS = 4;
const PLAIN = { score: 10, growth: 2 };
const GOLDEN = { score: 50, growth: 4 };

export function newRound(players: readonly number[], bots: boolean, chance: Chance): Round {
  const snakes = players.map((player) => newSnake(player, bots));
  const round: Round = { snakes, apples: [], eaten: 0, framesSinceMove: 0 };
  keepApplesOnField(round, chance);
  return round;
}

/** The pace: higher with every few apples. */
export function framesPerMove({ eaten }: Round): number {
  return Math.max(FASTEST_FRAMES_PER_MOVE, SLOWEST_FRAMES_PER_MOVE - Math.floor(eaten / APPLES_PER_GEAR));
}

export function snakesAlive(round: Round): Snake[] {
  return round.snakes.filter(({ alive }) => alive);
}

/** Alone one plays to the end; with others, until one is left. */
export function isOver(round: Round): boolean {
  return snakesAlive(round).length <= (round.snakes.length > 1 ? 1 : 0);
}

export function isTaken(round: Round, cell: Cell): boolean {
  return snakesAlive(round).some(({ cells }) => cells.some((taken) => isSame(taken, cell)));
}

/** Lets a player in who comes late, where the place is free. */
export function joinRound(round: Round, player: number): boolean {
  const snake = newSnake(player, false);
  if (round.snakes.some((other) => other.player === player)) return false;
  if (snake.cells.some((cell) => isTaken(round, cell))) return false;
  round.snakes.push(snake);
  return true;
}

/** Lets one frame pass. */
export function passFrame(round: Round, chance: Chance): RoundEvent[] {
  round.apples = round.apples.filter((apple) => !apple.golden || --apple.framesLeft > 0);
  if (++round.framesSinceMove < framesPerMove(round)) return [];
  round.framesSinceMove = 0;
  return moveAll(round, chance);
}

/** Moves every snake by one cell: first all move, then all are judged, so that nobody has an advantage. */
export function moveAll(round: Round, chance: Chance): RoundEvent[] {
  const movers = snakesAlive(round);
  for (const snake of movers) move(snake);
  const events = movers.flatMap((snake) => eat(round, snake, chance));
  const dead = movers.filter((snake) => hasHit(snake, movers));
  for (const snake of dead) {
    snake.alive = false;
    // The head goes back out of the wall that it ran into.
    snake.cells.shift();
    events.push({ kind: 'died', player: snake.player, cells: snake.cells });
  }
  keepApplesOnField(round, chance);
  return events;
}

function eat(round: Round, snake: Snake, chance: Chance): RoundEvent[] {
  const apple = round.apples.find((candidate) => isSame(candidate, headOf(snake)));
  if (!apple) return [];
  const { score, growth } = apple.golden ? GOLDEN : PLAIN;
  snake.score += score;
  snake.growth += growth;
  round.eaten++;
  round.apples = round.apples.filter((other) => other !== apple);
  if (!apple.golden && drawNumber(chance, GOLDEN_ODDS) === 0) addApple(round, true, chance);
  const cell = { x: apple.x, y: apple.y };
  return [{ kind: apple.golden ? 'ate-golden' : 'ate', player: snake.player, cell }];
}

function hasHit(snake: Snake, movers: readonly Snake[]): boolean {
  const head = headOf(snake);
  if (!isInside(head)) return true;
  return movers.some((other) =>
    other.cells.some((cell, index) => isSame(cell, head) && !(other === snake && index === 0)),
  );
}

function keepApplesOnField(round: Round, chance: Chance): void {
  const wanted = Math.max(1, round.snakes.length);
  while (round.apples.filter(({ golden }) => !golden).length < wanted) {
    if (!addApple(round, false, chance)) return;
  }
}

/** @returns whether there was room for it. */
function addApple(round: Round, golden: boolean, chance: Chance): boolean {
  const free: Cell[] = [];
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      const cell = { x, y };
      if (!isTaken(round, cell) && !round.apples.some((apple) => isSame(apple, cell))) free.push(cell);
    }
  }
  const cell = free[drawNumber(chance, free.length)];
  if (cell) round.apples.push({ ...cell, golden, framesLeft: GOLDEN_FRAMES });
  return cell !== undefined;
}
