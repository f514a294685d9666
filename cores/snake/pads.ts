import type { PlayerInput } from '../protocol/host-message.js';
import type { Direction } from './field.js';
import { MOST_PLAYERS } from './snake.js';

const START = 1 << 3;
const DIRECTION_BITS: readonly [Direction, number][] = [
  ['up', 1 << 4],
  ['down', 1 << 5],
  ['left', 1 << 6],
  ['right', 1 << 7],
];
const FIRE = (1 << 0) | (1 << 8);

export const BUTTON_LABELS: ReadonlyMap<number, string> = new Map([
  [3, 'Start'],
  [4, 'Up'],
  [5, 'Down'],
  [6, 'Left'],
  [7, 'Right'],
  [8, 'Play'],
]);

/** What a player has newly pressed. */
export interface Presses {
  /** Start, or a button that stands for it. */
  readonly start: boolean;
  readonly directions: readonly Direction[];
}

/**
 * What each player has pressed since the step before.
 *
 * @param before - the buttons held then.
 */
export function newPresses(inputs: readonly PlayerInput[], before: readonly number[]): Presses[] {
  return Array.from({ length: MOST_PLAYERS }, (_, player) => {
    const pressed = (inputs[player]?.buttons ?? 0) & ~(before[player] ?? 0);
    return {
      start: (pressed & (START | FIRE)) !== 0,
      directions: DIRECTION_BITS.filter(([, bit]) => pressed & bit).map(([direction]) => direction),
    };
  });
}

export function heldButtons(inputs: readonly PlayerInput[]): number[] {
  return Array.from({ length: MOST_PLAYERS }, (_, player) => inputs[player]?.buttons ?? 0);
}
