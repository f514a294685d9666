import { SaveStore } from './save-store.js';
import { takeSavesLock } from './saves-lock.js';

/** The folder of a game for what its core writes by itself, such as memory cards; it is one host's at a time. */
export interface CoreFiles {
  readonly folder: string;
  /** Leaves the folder to the next host; calling it again does nothing. */
  close(): Promise<void>;
}

/**
 * Makes the folder, which lies among the game's saves, and takes it for this host alone.
 *
 * @returns why there is none, as part of a sentence, where it can't be had: the game is played without it.
 */
export async function openCoreFiles(dataDir: string, gameSha256: string): Promise<CoreFiles | string> {
  const folder = new SaveStore(dataDir, gameSha256).path({ kind: 'core-files' });
  try {
    const lock = await takeSavesLock(folder, dataDir);
    return lock ? { folder, close: () => lock.close() } : 'another host plays this game';
  } catch (error) {
    return (error as Error).message;
  }
}
