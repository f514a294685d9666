import { join } from 'node:path';
import { type ExclusiveLock, takeExclusiveLock } from './exclusive-lock.js';

/**
 * Takes something in the folder of the user's data for this process alone. Hosts that are started from a desktop, over
 * ssh and in a container have other folders for temporary files, but the same data: there is a lock beside it, too.
 *
 * @param path - of what is taken, the same whatever way leads there.
 * @param dataDir - the folder of the user's data.
 * @returns `undefined` while another process has it.
 */
export async function takeDataLock(path: string, dataDir: string): Promise<ExclusiveLock | undefined> {
  const lock = await takeExclusiveLock(path);
  if (!lock) return undefined;
  // Not everywhere is there room for a socket: its path may be too long, or the file system have none.
  const beside = await takeExclusiveLock(path, join(dataDir, 'locks')).catch(() => 'impossible' as const);
  if (beside === 'impossible') return lock;
  if (beside === undefined) {
    await lock.close();
    return undefined;
  }
  return {
    close: async () => {
      await Promise.all([lock.close(), beside.close()]);
    },
  };
}
