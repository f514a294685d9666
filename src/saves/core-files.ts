import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SaveStore } from './save-store.js';

/**
 * Makes the folder of a game for what its core writes by itself, such as memory cards; it lies among the game's saves.
 *
 * @returns its path; `undefined` where nothing can be written there, so that the game is played without.
 */
export async function makeCoreFilesFolder(dataDir: string, gameSha256: string): Promise<string | undefined> {
  const folder = join(new SaveStore(dataDir, gameSha256).folder, 'core-files');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return undefined;
  }
}
