import { createHash } from 'node:crypto';
import type { SavedState } from '../../src/saves/save-file.js';

export const GAME = createHash('sha256').update('a game').digest('hex');

/** A state of `GAME`, with whatever else is given. */
export function exampleState(state: Partial<SavedState> = {}): SavedState {
  return {
    core: { name: 'example', version: '1.2' },
    gameSha256: GAME,
    savedAtMs: Date.UTC(2026, 0, 31, 12, 34, 56, 789),
    payload: Buffer.from('where the game is'),
    ...state,
  };
}
