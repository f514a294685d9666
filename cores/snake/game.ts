import type { Chance } from './chance.js';
import type { Cell } from './field.js';
import { newRound, type Round } from './round.js';
import { MOST_PLAYERS } from './snake.js';

/**
 * The whole game: machines play until somebody presses a button; then rounds are played, alone for a high score or
 * together for a number of won rounds. All of it is plain data, so that a copy of it is a saved state.
 */
export interface Game extends Chance {
  phase: Phase;
  phaseFrames: number;
  round: Round;
  players: PlayerRecord[];
  /** Who won the round or the match; nobody in a draw. */
  winner: number | null;
  highScore: number;
  /** Whether the last game beat it. */
  newHighScore: boolean;
  held: number[];
  effects: Effect[];
}

export type Phase = 'title' | 'countdown' | 'playing' | 'round-over' | 'game-over';

export interface PlayerRecord {
  joined: boolean;
  wins: number;
  framesIdle: number;
}

/** Something to be seen for a moment. */
export interface Effect extends Cell {
  readonly kind: 'burst' | 'golden-burst' | 'crumbs';
  readonly player: number;
  frames: number;
}

export const EFFECT_FRAMES = 36;
export const TITLE_BOTS: readonly number[] = [0, 1, 2];
const FIRST_HIGH_SCORE = 200;
const FIRST_SEED = 0x5eed;

export function newGame(): Game {
  const chance = { seed: FIRST_SEED };
  const round = newRound(TITLE_BOTS, true, chance);
  return {
    seed: chance.seed,
    phase: 'title',
    phaseFrames: 0,
    round,
    players: Array.from({ length: MOST_PLAYERS }, () => ({ joined: false, wins: 0, framesIdle: 0 })),
    winner: null,
    highScore: FIRST_HIGH_SCORE,
    newHighScore: false,
    held: Array.from({ length: MOST_PLAYERS }, () => 0),
    effects: [],
  };
}

export function joinedPlayers(game: Game): number[] {
  return game.players.flatMap(({ joined }, player) => (joined ? [player] : []));
}

export function enter(game: Game, phase: Phase): void {
  game.phase = phase;
  game.phaseFrames = 0;
}

export function addEffect(game: Game, kind: Effect['kind'], { x, y }: Cell, player: number): void {
  game.effects.push({ kind, x, y, player, frames: 0 });
}
