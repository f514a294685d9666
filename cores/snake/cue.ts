import { type Cell, COLUMNS } from './field.js';
import { MOST_PLAYERS } from './snake.js';

export type GameSound = 'join' | 'count' | 'go' | 'eat' | 'eat-golden' | 'die' | 'win' | 'game-over';

/** A sound, and where it comes from: 0 is the left edge, 1 the right. */
export interface Cue {
  readonly sound: GameSound;
  readonly place: number;
  /** From a game of the machines. */
  readonly distant: boolean;
}

/** A sound from a cell, from a player's side, or from the middle. */
export function cue(sound: GameSound, player?: number, cell?: Cell): Cue {
  const side = player === undefined ? 0.5 : (player + 0.5) / MOST_PLAYERS;
  return { sound, place: cell ? cell.x / (COLUMNS - 1) : side, distant: false };
}
