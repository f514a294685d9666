import { diskFailed } from '../core-library/download.js';
import { CloudgameError } from '../errors.js';
import { isFolder } from './file-tree.js';
import type { SaveStore } from './save-store.js';
import { takeSavesLock } from './saves-lock.js';

/**
 * Does something to the saves of a game that no host plays meanwhile: it would write over it.
 *
 * @throws CloudgameError `usage` while one does, `unexpected` where the disk refuses it.
 */
export async function whileNotPlayed<Result>(
  store: SaveStore,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await locked(store, action);
  } catch (error) {
    throw diskFailed(error) ? unchangeable(store, error as Error) : error;
  }
}

async function locked<Result>(store: SaveStore, action: () => Promise<Result>): Promise<Result> {
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

function unchangeable({ folder }: SaveStore, cause: Error): CloudgameError {
  return new CloudgameError(
    'unexpected',
    `The saves in ${folder} can't be changed (${cause.message}).`,
    'Make sure that the disk has room and that the folder is yours to write.',
    { cause },
  );
}
