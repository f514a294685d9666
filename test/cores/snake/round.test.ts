import { describe, expect, it } from 'vitest';
import { COLUMNS, type Direction, ROWS } from '../../../cores/snake/field.js';
import {
  framesPerMove,
  isOver,
  joinRound,
  moveAll,
  newRound,
  passFrame,
  type Round,
  snakesAlive,
} from '../../../cores/snake/round.js';
import { headOf, move, newSnake, type Snake, turn } from '../../../cores/snake/snake.js';

const CHANCE = { seed: 1 };

describe('a snake', () => {
  it('starts with five cells in a row behind its head', () => {
    const snake = newSnake(0, false);
    expect(snake.cells).toEqual([7, 6, 5, 4, 3].map((x) => ({ x, y: 5 })));
    expect(snake.direction).toBe('right');
  });

  it('moves its head by one cell, and its tail after it', () => {
    const snake = newSnake(0, false);
    move(snake);
    expect(headOf(snake)).toEqual({ x: 8, y: 5 });
    expect(snake.cells).toHaveLength(5);
    expect(snake.trail).toEqual({ x: 3, y: 5 });
  });

  it('makes two turns that were asked for at once in two moves, and forgets a third', () => {
    const snake = newSnake(0, false);
    for (const direction of ['up', 'left', 'down'] as const) turn(snake, direction);
    for (let moves = 0; moves < 3; moves++) move(snake);
    expect(headOf(snake)).toEqual({ x: 5, y: 4 });
  });

  it('does not turn back into its own neck, neither at once nor after a turn to come', () => {
    const snake = newSnake(0, false);
    turn(snake, 'left');
    expect(snake.turns).toEqual([]);
    turn(snake, 'up');
    turn(snake, 'down');
    turn(snake, 'up');
    expect(snake.turns).toEqual(['up']);
  });

  it('grows by leaving its tail where it is', () => {
    const snake = newSnake(0, false);
    snake.growth = 2;
    for (let moves = 0; moves < 3; moves++) move(snake);
    expect(snake.cells).toHaveLength(7);
    expect(snake.growth).toBe(0);
  });
});

describe('an apple', () => {
  it('is eaten: score, growth, and a new one elsewhere', () => {
    const round = roundOf(snakeAt(0, [10, 10], 'right'));
    round.apples = [{ x: 11, y: 10, golden: false, framesLeft: 1 }];
    const events = moveAll(round, { seed: 3 });
    expect(events).toEqual([{ kind: 'ate', player: 0, cell: { x: 11, y: 10 } }]);
    expect(round.snakes[0]).toMatchObject({ score: 10, growth: 2, alive: true });
    expect(round.eaten).toBe(1);
    const plain = round.apples.filter(({ golden }) => !golden);
    expect(plain).toHaveLength(1);
    expect(plain[0]).not.toMatchObject({ x: 11, y: 10 });
  });

  it('of gold counts five times and vanishes after a while', () => {
    const round = roundOf(snakeAt(0, [10, 10], 'right'));
    round.apples.push({ x: 11, y: 10, golden: true, framesLeft: 100 });
    expect(moveAll(round, CHANCE)[0]).toMatchObject({ kind: 'ate-golden' });
    expect(round.snakes[0]!.score).toBe(50);
    round.apples.push({ x: 0, y: 0, golden: true, framesLeft: 2 });
    passFrame(round, CHANCE);
    expect(round.apples.filter(({ golden }) => golden)).toHaveLength(1);
    passFrame(round, CHANCE);
    expect(round.apples.filter(({ golden }) => golden)).toHaveLength(0);
  });

  it('lies for every snake, and never under one', () => {
    for (let seed = 0; seed < 50; seed++) {
      const round = newRound([0, 1, 2, 3], false, { seed });
      expect(round.apples).toHaveLength(4);
      const taken = new Set(round.snakes.flatMap(({ cells }) => cells).map(({ x, y }) => `${x},${y}`));
      for (const { x, y } of round.apples) expect(taken.has(`${x},${y}`)).toBe(false);
    }
  });
});

describe('a collision', () => {
  it.each<[Direction, [number, number]]>([
    ['left', [0, 10]],
    ['right', [COLUMNS - 1, 10]],
    ['up', [10, 0]],
    ['down', [10, ROWS - 1]],
  ])('with the wall on the way %s ends a snake inside the field: nothing wraps', (direction, cell) => {
    const round = roundOf(snakeAt(0, cell, direction));
    const events = moveAll(round, CHANCE);
    expect(events.at(-1)).toMatchObject({ kind: 'died', player: 0 });
    expect(snakesAlive(round)).toEqual([]);
    expect(headOf(round.snakes[0]!)).toEqual({ x: cell[0], y: cell[1] });
  });

  it('with itself ends a snake', () => {
    const snake = snakeAt(0, [10, 10], 'right', 6);
    const round = roundOf(snake);
    for (const direction of ['down', 'left', 'up'] as const) {
      turn(snake, direction);
      moveAll(round, CHANCE);
    }
    expect(snake.alive).toBe(false);
  });

  it('with the cell that the own tail just leaves is none', () => {
    const snake = snakeAt(0, [10, 10], 'right', 4);
    const round = roundOf(snake);
    for (const direction of ['down', 'left', 'up'] as const) {
      turn(snake, direction);
      moveAll(round, CHANCE);
    }
    expect(snake.alive).toBe(true);
  });

  it('with another’s body ends the one that ran into it', () => {
    const runner = snakeAt(0, [10, 10], 'right');
    const wall = snakeAt(1, [11, 8], 'up', 6);
    const round = roundOf(runner, wall);
    moveAll(round, CHANCE);
    expect([runner.alive, wall.alive]).toEqual([false, true]);
    expect(isOver(round)).toBe(true);
  });

  it('head on ends both, whether they meet in a cell or between two', () => {
    for (const apart of [1, 2]) {
      const one = snakeAt(0, [10, 10], 'right');
      const other = snakeAt(1, [10 + apart, 10], 'left');
      const round = roundOf(one, other);
      moveAll(round, CHANCE);
      expect([one.alive, other.alive], `${apart} apart`).toEqual([false, false]);
    }
  });

  it('with a dead snake is none', () => {
    const runner = snakeAt(0, [10, 10], 'right');
    const dead = { ...snakeAt(1, [11, 8], 'up', 6), alive: false };
    moveAll(roundOf(runner, dead), CHANCE);
    expect(runner.alive).toBe(true);
  });
});

describe('a round', () => {
  it('alone goes on until the snake is dead, together until one is left', () => {
    const alone = newRound([2], false, { seed: 1 });
    expect(isOver(alone)).toBe(false);
    alone.snakes[0]!.alive = false;
    expect(isOver(alone)).toBe(true);
    const together = newRound([0, 1, 3], false, { seed: 1 });
    together.snakes[0]!.alive = false;
    expect(isOver(together)).toBe(false);
    together.snakes[1]!.alive = false;
    expect(isOver(together)).toBe(true);
  });

  it('moves every eighth frame at first, and faster with every sixth apple, down to every fourth', () => {
    const round = roundOf(snakeAt(0, [2, 10], 'right'));
    const moves = Array.from({ length: 16 }, () => {
      const before = headOf(round.snakes[0]!).x;
      passFrame(round, CHANCE);
      return headOf(round.snakes[0]!).x - before;
    });
    expect(moves).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    const paces = [0, 5, 6, 12, 18, 24, 600].map((eaten) => framesPerMove({ ...round, eaten }));
    expect(paces).toEqual([8, 8, 7, 6, 5, 4, 4]);
  });

  it('lets a late player in where the place is free, and only once', () => {
    const round = roundOf(snakeAt(0, [2, 10], 'right'));
    expect(joinRound(round, 1)).toBe(true);
    expect(joinRound(round, 1)).toBe(false);
    const blocked = roundOf(snakeAt(0, [24, 15], 'up'));
    expect(joinRound(blocked, 1)).toBe(false);
  });
});

function roundOf(...snakes: Snake[]): Round {
  return {
    snakes,
    apples: [{ x: 0, y: ROWS - 1, golden: false, framesLeft: 0 }],
    eaten: 0,
    framesSinceMove: 0,
  };
}

/** A straight snake with its head in a cell. */
function snakeAt(player: number, [x, y]: [number, number], direction: Direction, length = 3): Snake {
  const step = { up: [0, 1], down: [0, -1], left: [1, 0], right: [-1, 0] }[direction] as [number, number];
  const cells = Array.from({ length }, (_, index) => ({ x: x + step[0] * index, y: y + step[1] * index }));
  return { ...newSnake(player, false), cells, direction };
}
