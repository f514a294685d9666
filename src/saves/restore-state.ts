import type { CoreHello } from '../../cores/protocol/core-hello.js';
import { CloudgameError } from '../errors.js';
import { coreFlag, misfit, type SavedState, SaveFileFault } from './save-file.js';
import { localTime } from './save-list.js';
import { titleOfSave } from './save-name.js';
import type { NumberedSave, SaveStore } from './save-store.js';
import type { Slots } from './slots.js';

/** Whether to go on from the newest automatic state, or whom to ask; without it the game begins anew. */
export type Resume = boolean | ((savedAtMs: number) => Promise<boolean>);

/** What a game is restored through, before its first step. */
export interface RestorableGame {
  readonly core: Pick<CoreHello, 'name' | 'version' | 'abilities'>;
  loadSaveRam(saveRam: Buffer): Promise<string | undefined>;
  loadState(state: Buffer): Promise<string | undefined>;
}

/** Where a game may go on. */
export interface StartingPoint {
  readonly resume?: Resume | undefined;
  /** Goes on from a slot instead. */
  readonly slot?: number | undefined;
  /** Takes a sentence for the person at the host. */
  readonly warn: (message: string) => void;
}

/**
 * Lets the game go on from the slot.
 *
 * @throws CloudgameError where that can't be.
 */
export async function startFromSlot(slot: number, slots: Slots, game: RestorableGame): Promise<void> {
  const { name, abilities } = game.core;
  if (!abilities.has('states')) {
    throw new CloudgameError(
      'usage',
      `The core ${name} has no states, so it can't start from slot ${slot}.`,
      'Leave --slot out, or take another core.',
    );
  }
  const { payload } = await slots.read(slot, name);
  const refusal = await game.loadState(Buffer.from(payload));
  if (refusal === undefined) return;
  throw new CloudgameError(
    'usage',
    `The core refused the state in slot ${slot} (${refusal}).`,
    'Take another slot, or leave --slot out.',
  );
}

/**
 * Lets the game go on from the newest automatic state that is whole, where that is wanted.
 *
 * @returns the newest whole one where the game doesn't go on from it.
 */
export async function resumeState(
  store: SaveStore,
  game: RestorableGame,
  { resume, warn }: StartingPoint,
): Promise<NumberedSave | undefined> {
  let isWanted = resume !== false;
  let left: NumberedSave | undefined;
  for await (const { save, state } of store.automaticStates()) {
    const name = `The automatic state ${titleOfSave(save)}`;
    const fault = state instanceof SaveFileFault ? state.message : undefined;
    if (state instanceof SaveFileFault) {
      if (isWanted) warn(`${name} ${fault}. The one before it is tried.`);
      continue;
    }
    const here = { gameSha256: store.gameSha256, coreName: game.core.name };
    const reason = misfit(state, here);
    if (isWanted && reason !== undefined) {
      const flag = coreFlag(state, here);
      const remedy = flag === undefined ? '' : ` With ${flag} the game goes on from it.`;
      warn(`${name} ${reason}.${remedy} The one before it is tried.`);
    }
    isWanted &&= reason !== undefined || (await wantsToResume(state, resume, warn));
    if (isWanted && reason === undefined) {
      const refusal = await game.loadState(Buffer.from(state.payload));
      if (refusal === undefined) {
        warn(`The game goes on where it was at ${localTime(state.savedAtMs)}.`);
        return left;
      }
      warn(`${name} was refused by the core (${refusal}). The one before it is tried.`);
    }
    left ??= save;
    if (!isWanted) return left;
  }
  if (resume === true) warn('There is no automatic state to go on from: the game begins anew.');
  return left;
}

async function wantsToResume(
  { savedAtMs }: SavedState,
  resume: Resume | undefined,
  warn: (message: string) => void,
): Promise<boolean> {
  if (typeof resume === 'function') return resume(savedAtMs);
  if (resume) return true;
  warn(`The game begins anew. With --resume it goes on where it was at ${localTime(savedAtMs)}.`);
  return false;
}
