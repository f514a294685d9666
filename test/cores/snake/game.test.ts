import { describe, expect, it } from 'vitest';
import type { GameSound } from '../../../cores/snake/cue.js';
import { type Game, joinedPlayers, newGame } from '../../../cores/snake/game.js';
import { COUNTDOWN_FRAMES, WINS_FOR_MATCH } from '../../../cores/snake/phases.js';
import { snakesAlive } from '../../../cores/snake/round.js';
import { stepGame } from '../../../cores/snake/step.js';
import { holding } from '../../core-process.js';

const START = 1 << 3;
const UP = 1 << 4;
const RIGHT = 1 << 7;

describe('the title', () => {
  it('shows machines that play by themselves, round after round', () => {
    const game = newGame();
    const heads = new Set<string>();
    for (let frame = 0; frame < 6000; frame++) {
      stepGame(game, []);
      heads.add(JSON.stringify(game.round.snakes[0]!.cells[0]));
      expect(game.phase).toBe('title');
    }
    expect(heads.size).toBeGreaterThan(50);
    expect(joinedPlayers(game)).toEqual([]);
  });

  it.each([
    ['Start', START],
    ['a direction', UP],
    ['A', 1 << 8],
  ])('is left by whoever presses %s', (_what, button) => {
    const game = newGame();
    const sounds = press(game, [0, 0, button]);
    expect(sounds).toContain('join');
    expect(game.phase).toBe('countdown');
    expect(joinedPlayers(game)).toEqual([2]);
    expect(game.round.snakes.map(({ player, bot }) => [player, bot])).toEqual([[2, false]]);
  });

  it('is not left by a button that was held before the game began to look', () => {
    const game = newGame();
    press(game, [1 << 1]);
    expect(game.phase).toBe('title');
  });
});

describe('joining', () => {
  it('is possible in the countdown and in mid-round', () => {
    const game = newGame();
    press(game, [START]);
    press(game, [0, START]);
    expect(game.round.snakes).toHaveLength(2);
    wait(game, COUNTDOWN_FRAMES);
    expect(game.phase).toBe('playing');
    press(game, [0, 0, UP]);
    expect(game.round.snakes.map(({ player }) => player)).toEqual([0, 1, 2]);
  });

  it('counts three, then goes', () => {
    const game = newGame();
    const sounds = [...press(game, [START]), ...wait(game, COUNTDOWN_FRAMES)];
    expect(sounds).toEqual(['join', 'count', 'count', 'count', 'go']);
    expect(game.phase).toBe('playing');
  });
});

describe('a game alone', () => {
  it('ends at the wall, keeps a high score, and is played again at Start', () => {
    const game = playing([START]);
    game.round.snakes[0]!.score = 990;
    const sounds = waitFor(game, 'game-over');
    expect(sounds).toContain('die');
    expect(game).toMatchObject({ highScore: 990, newHighScore: true, winner: null });
    wait(game, 60);
    press(game, [START]);
    expect(game.phase).toBe('countdown');
    expect(game.round.snakes[0]!.score).toBe(0);
  });

  it('does not take a late press for a wish to play again', () => {
    const game = playing([START]);
    waitFor(game, 'game-over');
    press(game, [START]);
    expect(game.phase).toBe('game-over');
  });

  it('goes back to the title when nobody plays again', () => {
    const game = playing([START]);
    waitFor(game, 'game-over');
    waitFor(game, 'title');
    expect(joinedPlayers(game)).toEqual([]);
  });
});

describe('a game of two', () => {
  it('is won by three rounds', () => {
    const game = playing([START, START]);
    for (let round = 1; round <= WINS_FOR_MATCH; round++) {
      // The second player runs into the wall; the first is moved out of its way again and again.
      expect(endRoundFor(game, 0)).toContain('win');
      expect(game.players[0]!.wins).toBe(round);
      expect(game.winner).toBe(0);
      if (round < WINS_FOR_MATCH) {
        expect(game.phase).toBe('round-over');
        waitFor(game, 'playing', [RIGHT]);
      }
    }
    expect(game.phase).toBe('game-over');
    wait(game, 60);
    press(game, [0, START]);
    expect(game.players.map(({ wins }) => wins)).toEqual([0, 0, 0, 0]);
    expect(game.round.snakes).toHaveLength(2);
  });

  it('gives nobody a win in a draw', () => {
    const game = playing([START, START]);
    for (const snake of game.round.snakes) snake.cells = [{ x: 0, y: snake.player * 4 }];
    for (const snake of game.round.snakes) snake.direction = 'left';
    waitFor(game, 'round-over');
    expect(game.winner).toBeNull();
    expect(game.players.map(({ wins }) => wins)).toEqual([0, 0, 0, 0]);
  });

  it('goes on without a player who has touched nothing for long', () => {
    const game = playing([START, START]);
    game.players[1]!.framesIdle = 2000;
    endRoundFor(game, 0);
    waitFor(game, 'countdown', [UP]);
    expect(joinedPlayers(game)).toEqual([0]);
  });
});

function press(game: Game, buttons: readonly number[]): GameSound[] {
  const pressed = stepGame(game, buttons.map(holding));
  const released = stepGame(game, []);
  return [...pressed, ...released].map(({ sound }) => sound);
}

function wait(game: Game, frames: number): GameSound[] {
  return Array.from({ length: frames }, () => stepGame(game, []))
    .flat()
    .map(({ sound }) => sound);
}

function waitFor(game: Game, phase: Game['phase'], pressedAtLast: readonly number[] = []): GameSound[] {
  const sounds: GameSound[] = [];
  for (let frame = 0; frame < 10_000 && game.phase !== phase; frame++) sounds.push(...wait(game, 1));
  expect(game.phase).toBe(phase);
  if (pressedAtLast.length > 0) press(game, pressedAtLast);
  return sounds;
}

function playing(starts: readonly number[]): Game {
  const game = newGame();
  press(game, starts);
  wait(game, COUNTDOWN_FRAMES);
  expect(game.phase).toBe('playing');
  return game;
}

/** All but one run into a wall. */
function endRoundFor(game: Game, winner: number): GameSound[] {
  for (const snake of snakesAlive(game.round)) {
    if (snake.player === winner) continue;
    snake.cells = [{ x: 0, y: 20 }];
    snake.direction = 'left';
    snake.turns = [];
  }
  const sounds: GameSound[] = [];
  while (game.phase === 'playing') sounds.push(...wait(game, 1));
  return sounds;
}
