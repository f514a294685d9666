import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, rename, rm } from 'node:fs/promises';
import { CloudgameError } from '../errors.js';
import { copyTree } from './file-tree.js';
import { alreadyThere, readWhole } from './save-fault.js';
import { fileOfSave, isSaveRam, type SaveName, titleOfSave } from './save-name.js';
import type { SaveStore } from './save-store.js';

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
  if (!isSaveRam(save)) await readWhole(() => store.readState(save), titleOfSave(save));
  try {
    if (overwrite && (await isPlainFile(file))) await replaceFile(store.path(save), file);
    else await copyFile(store.path(save), file, overwrite ? 0 : constants.COPYFILE_EXCL);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST'
      ? alreadyThere(file)
      : cannotWrite(file, cause as Error);
  }
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

function cannotWrite(file: string, cause: Error): CloudgameError {
  const message = `${file} can't be written: ${cause.message}.`;
  return new CloudgameError('usage', message, 'Name another file.', { cause });
}
