import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CloudgameError } from '../errors.js';
import { SLOTS } from '../protocol/room-action.js';
import { decodeSaveFile, type SavedState, SaveFileFault } from './save-file.js';
import { fileOfSave, type SaveName, titleOfSave } from './save-name.js';
import type { SaveStore } from './save-store.js';
import { takeSavesLock } from './saves-lock.js';

/**
 * Copies a save to a file.
 *
 * @throws CloudgameError `usage` where the file is there already or can't be written, or the save is damaged.
 */
export async function exportSave(
  store: SaveStore,
  save: SaveName,
  file: string,
  overwrite: boolean,
): Promise<void> {
  if (save.kind !== 'battery') await readWhole(() => store.readState(save), titleOfSave(save));
  try {
    await copyFile(store.path(save), file, overwrite ? 0 : constants.COPYFILE_EXCL);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST'
      ? alreadyThere(file)
      : new CloudgameError(
          'usage',
          `${file} can't be written: ${(cause as Error).message}.`,
          'Name another file.',
          { cause },
        );
  }
}

/**
 * Takes a file in: a state into a slot, anything that ends in `.sav` or `.srm` as save RAM.
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
  const bytes = await readImport(file);
  const taken = await store.list();
  if (/^\.(sav|srm)$/i.test(extname(file))) {
    if (slot !== undefined) {
      throw new CloudgameError('usage', `${file} is save RAM, which has no slots.`, 'Leave --slot out.');
    }
    if (bytes.length === 0) throw new CloudgameError('usage', `${file} is empty.`, 'Take another file.');
    const battery: SaveName = { kind: 'battery' };
    checkFree(battery, taken, overwrite);
    await store.prepare(title);
    await store.writeBattery(bytes);
    return battery;
  }
  const state = await readWhole(async () => decodeSaveFile(bytes), file);
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

/**
 * Removes one save, or with `all` everything of the game.
 *
 * @returns what was removed, for people.
 * @throws CloudgameError `usage` where it isn't clear what is meant: what is removed is lost.
 */
export async function removeSave(
  store: SaveStore,
  save: SaveName | undefined,
  all: boolean,
): Promise<string> {
  if (save ? all : !all) {
    throw new CloudgameError(
      'usage',
      save ? 'A save and --all are both given.' : 'No save is named.',
      'Name a save, or give --all to remove everything of the game.',
    );
  }
  if (save) await store.remove(save);
  else await store.removeAll();
  return save ? titleOfSave(save) : 'all saves of the game';
}

/**
 * Does something to the saves of a game that no host plays meanwhile: it would write over it.
 *
 * @throws CloudgameError `usage` while one does.
 */
export async function whileNotPlayed<Result>(
  store: SaveStore,
  action: () => Promise<Result>,
): Promise<Result> {
  const lock = await takeSavesLock(store.folder, store.dataDir);
  if (!lock) {
    throw new CloudgameError(
      'usage',
      'The game is being hosted, and its saves are in use.',
      'End that host, then try again.',
    );
  }
  try {
    return await action();
  } finally {
    await lock.close();
  }
}

/** Where a save goes that is exported without a name for it. */
export function exportFile(save: SaveName, title: string | undefined): string {
  // A title is whatever a file was called once; a slash in it is no folder.
  const stem = (title ?? 'game').replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_');
  return save.kind === 'battery' ? `${stem}.sav` : `${stem} ${fileOfSave(save)}`;
}

async function readImport(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new CloudgameError(
      'usage',
      `${file} can't be read: ${(cause as Error).message}.`,
      'Check the path.',
      {
        cause,
      },
    );
  }
}

async function readWhole(
  read: () => Promise<SavedState | undefined>,
  what: string,
): Promise<SavedState | undefined> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof SaveFileFault)) throw cause;
    throw new CloudgameError('usage', `${what} ${cause.message}.`, 'Take another save.', { cause });
  }
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

function alreadyThere(what: string): CloudgameError {
  return new CloudgameError('usage', `${what} is there already.`, 'Add --force to replace it.');
}
