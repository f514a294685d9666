import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, readFile, rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { CloudgameError } from '../errors.js';
import { SLOTS } from '../protocol/room-action.js';
import { copyTree } from './file-tree.js';
import { decodeSaveFile, type SavedState, SaveFileFault } from './save-file.js';
import { fileOfSave, type SaveName, titleOfSave } from './save-name.js';
import type { SaveStore } from './save-store.js';
import { takeSavesLock } from './saves-lock.js';

/**
 * Copies a save to a file, or what a core wrote by itself to a folder.
 *
 * @throws CloudgameError `usage` where the file is there already or can't be written, or the save is damaged.
 */
export async function exportSave(
  store: SaveStore,
  save: SaveName,
  file: string,
  overwrite: boolean,
): Promise<void> {
  if (save.kind === 'core-files') {
    await exportFolder(store.path(save), file, overwrite);
    return;
  }
  if (save.kind !== 'battery') await readWhole(() => store.readState(save), titleOfSave(save));
  try {
    if (overwrite && (await isPlainFile(file))) await replaceFile(store.path(save), file);
    else await copyFile(store.path(save), file, overwrite ? 0 : constants.COPYFILE_EXCL);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST'
      ? alreadyThere(file)
      : cannotWrite(file, cause as Error);
  }
}

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
    await reading(file, () => store.replaceCoreFiles(file));
    return coreFiles;
  }
  const bytes = await reading(file, () => readFile(file));
  if (/^\.(sav|srm)$/i.test(extname(file))) {
    if (slot !== undefined) throw noSlots(`${file} is save RAM`);
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
  if (!lock) throw inUse();
  try {
    // Of two hosts one can have the saves, and the other what its core writes.
    const coreFiles = store.path({ kind: 'core-files' });
    const isThere = await isFolder(coreFiles);
    const filesLock = isThere ? await takeSavesLock(coreFiles, store.dataDir) : undefined;
    if (isThere && !filesLock) throw inUse();
    try {
      return await action();
    } finally {
      await filesLock?.close();
    }
  } finally {
    await lock.close();
  }
}

function inUse(): CloudgameError {
  return new CloudgameError(
    'usage',
    'The game is being hosted, and its saves are in use.',
    'End that host, then try again.',
  );
}

/** Where a save goes that is exported without a name for it. */
export function exportFile(save: SaveName, title: string | undefined): string {
  // A title is whatever a file was called once; a slash in it is no folder.
  const stem = (title ?? 'game').replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_');
  if (save.kind === 'core-files') return `${stem} ${fileOfSave(save)}`;
  return save.kind === 'battery' ? `${stem}.sav` : `${stem} ${fileOfSave(save)}`;
}

async function exportFolder(from: string, to: string, overwrite: boolean): Promise<void> {
  if (!overwrite && (await lstat(to).catch(() => undefined))) throw alreadyThere(to);
  try {
    await copyTree(from, to);
  } catch (cause) {
    throw cannotWrite(to, cause as Error);
  }
}

/** Puts a copy in a file's place at once, so that a copy that breaks off loses nothing. */
async function replaceFile(from: string, to: string): Promise<void> {
  const temporary = `${to}.${randomUUID()}.tmp`;
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL);
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A link or a device is written through, not replaced. */
async function isPlainFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isFile() ?? false;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function reading<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    const message = `${file} can't be read: ${(cause as Error).message}.`;
    throw new CloudgameError('usage', message, 'Check the path.', { cause });
  }
}

function cannotWrite(file: string, cause: Error): CloudgameError {
  const message = `${file} can't be written: ${cause.message}.`;
  return new CloudgameError('usage', message, 'Name another file.', { cause });
}

function noSlots(what: string): CloudgameError {
  return new CloudgameError('usage', `${what}, which has no slots.`, 'Leave --slot out.');
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
