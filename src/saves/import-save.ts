import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { CloudgameError } from '../errors.js';
import { MOST_SAVED_BYTES } from '../pipeline/core/core-limits.js';
import { SLOTS } from '../protocol/room-action.js';
import { isFolder } from './file-tree.js';
import { alreadyThere, readWhole } from './save-fault.js';
import { decodeSaveFile, type SavedState } from './save-file.js';
import { type SaveName, titleOfSave } from './save-name.js';
import type { SaveStore } from './save-store.js';

/** The names and the checksums of a state beside its payload are shorter than this. */
const MOST_FILE_BYTES = MOST_SAVED_BYTES + 200_000;

/**
 * Takes a file in: a state into a slot, anything that ends in `.sav` or `.srm` as save RAM; or a folder as what the core
 * wrote by itself.
 *
 * @param title - what the game is called.
 * @param slot - for a state; the first free one by default.
 * @throws CloudgameError `usage` where it is damaged, of another game, or would replace a save.
 */
export async function importSave(
  store: SaveStore,
  file: string,
  {
    title,
    slot,
    overwrite,
  }: { readonly title: string; readonly slot?: number | undefined; readonly overwrite: boolean },
): Promise<SaveName> {
  const taken = await store.list();
  if (await isFolder(file)) {
    if (slot !== undefined) throw noSlots(`${file} is a folder`);
    const coreFiles: SaveName = { kind: 'core-files' };
    checkFree(coreFiles, taken, overwrite);
    await store.prepare(title);
    await reading(file, () => store.replaceCoreFiles(file), store.folder);
    return coreFiles;
  }
  const { size } = await reading(file, () => stat(file));
  if (size > MOST_FILE_BYTES) throw tooLarge(file, size);
  const bytes = await reading(file, () => readFile(file));
  if (/^\.(sav|srm)$/i.test(extname(file))) {
    if (slot !== undefined) throw noSlots(`${file} is save RAM`);
    if (bytes.length === 0) throw new CloudgameError('usage', `${file} is empty.`, 'Take another file.');
    if (bytes.length > MOST_SAVED_BYTES) throw tooLarge(file, bytes.length);
    const battery: SaveName = { kind: 'battery' };
    checkFree(battery, taken, overwrite);
    await store.prepare(title);
    await store.writeBattery(bytes);
    return battery;
  }
  const state = await readWhole(async () => decodeSaveFile(bytes), file);
  if (state && state.payload.length > MOST_SAVED_BYTES) throw tooLarge(file, state.payload.length);
  if (state && state.gameSha256 !== store.gameSha256) {
    throw new CloudgameError(
      'usage',
      `${file} belongs to another game, whose SHA-256 begins with ${state.gameSha256.slice(0, 12)}.`,
      'A state goes on in the very game that it was saved in.',
    );
  }
  const save: SaveName = { kind: 'slot', slot: slot ?? freeSlot(taken) };
  checkFree(save, taken, overwrite);
  await store.prepare(title);
  await store.writeSlot(save.slot, state as SavedState);
  return save;
}

/** @param to - folder that is written to meanwhile: what goes wrong there is no fault of the file. */
async function reading<Result>(file: string, read: () => Promise<Result>, to?: string): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (to !== undefined && isOfTarget(cause as NodeJS.ErrnoException & { dest?: string }, to)) throw cause;
    const message = `${file} can't be read: ${(cause as Error).message}.`;
    throw new CloudgameError('usage', message, 'Check the path.', { cause });
  }
}

function isOfTarget(
  { code = '', path, dest }: NodeJS.ErrnoException & { dest?: string },
  to: string,
): boolean {
  if (['ENOSPC', 'EDQUOT', 'EROFS'].includes(code)) return true;
  return ['EACCES', 'EPERM'].includes(code) && dest === undefined && (path?.startsWith(to) ?? false);
}

function tooLarge(file: string, bytes: number): CloudgameError {
  return new CloudgameError(
    'usage',
    `${file} is too large for a save: it has ${bytes} bytes, and no core can be given more than ${MOST_SAVED_BYTES}.`,
    'Take another file.',
  );
}

function noSlots(what: string): CloudgameError {
  return new CloudgameError('usage', `${what}, which has no slots.`, 'Leave --slot out.');
}

function checkFree(save: SaveName, taken: readonly SaveName[], overwrite: boolean): void {
  const title = titleOfSave(save);
  if (!overwrite && taken.some((other) => titleOfSave(other) === title)) throw alreadyThere(title);
}

function freeSlot(taken: readonly SaveName[]): number {
  for (let slot = 1; slot <= SLOTS; slot++) {
    if (!taken.some((save) => save.kind === 'slot' && save.slot === slot)) return slot;
  }
  throw new CloudgameError(
    'usage',
    'All slots of the game are taken.',
    'Name one with --slot, and add --force.',
  );
}
