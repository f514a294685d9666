import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { filesOfSheet, MAX_SHEET_BYTES } from '../games/game-sheet.js';
import type { CoreFolders } from './core-folders.js';
import { coresForExtension, type InstalledCore } from './installed-cores.js';

const LIST = '.m3u';

/** Whether a game is a list of discs, which says nothing of the system that it is for. */
export function isDiscList(game: string): boolean {
  return extname(game).toLowerCase() === LIST;
}

/**
 * The installed cores for a list of discs, the best one first: those that play its first disc, and of them those that
 * read lists. The others are given its discs one by one.
 */
export async function coresForList(list: string, folders: CoreFolders): Promise<InstalledCore[]> {
  const extension = await firstExtension(list);
  const cores = extension === undefined ? [] : await coresForExtension(extension, folders);
  if (cores.length === 0) return coresForExtension(LIST, folders);
  const readsLists = ({ info }: InstalledCore) => info?.extensions.includes(LIST) === true;
  return [...cores.filter(readsLists), ...cores.filter((core) => !readsLists(core))];
}

/** What can't be read is told when the game is. */
async function firstExtension(list: string): Promise<string | undefined> {
  try {
    const stats = await stat(list);
    if (!stats.isFile() || stats.size > MAX_SHEET_BYTES) return undefined;
    const [first = ''] = filesOfSheet(list, await readFile(list));
    return extname(first).toLowerCase() || undefined;
  } catch {
    return undefined;
  }
}
