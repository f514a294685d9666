import { cp, lstat, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder holds, with everything below it. */
export interface TreeSize {
  readonly files: number;
  readonly bytes: number;
  /** When one of its files changed last, milliseconds since 1970; 0 where there are none. */
  readonly changedMs: number;
}

/** A folder with more files and folders is not counted to its end. */
export const MOST_TREE_ENTRIES = 100_000;

/**
 * Measures a folder that somebody else may be writing to: what vanishes meanwhile is left out, and no link is followed.
 * Rejects where the folder itself can't be read.
 */
export async function measureTree(folder: string): Promise<TreeSize> {
  let [files, bytes, changedMs, entries] = [0, 0, 0, 0];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const handle = await opendir(next).catch((error: Error) => {
      if (next === folder) throw error;
      return undefined;
    });
    if (!handle) continue;
    for await (const entry of handle) {
      if (++entries > MOST_TREE_ENTRIES) return { files, bytes, changedMs };
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      const found = entry.isFile() ? await lstat(path).catch(() => undefined) : undefined;
      if (!found) continue;
      files++;
      // Holes take no room on the disk; blocks are of 512 bytes (POSIX, sys/stat.h), and none are told on Windows.
      bytes += process.platform === 'win32' ? found.size : Math.max(found.blocks * 512, 0);
      changedMs = Math.max(changedMs, found.mtimeMs);
    }
  }
  return { files, bytes, changedMs };
}

/** Copies the files and folders of a folder into another, over what has the same name; links and devices stay behind. */
export async function copyTree(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    filter: async (path) => {
      const found = await lstat(path);
      return found.isFile() || found.isDirectory();
    },
  });
}

/** Whether there is a folder, or a link to one. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
