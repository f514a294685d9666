import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExclusiveLock, takeExclusiveLock } from '../exclusive-lock.js';

/**
 * Takes a folder of saves, which is made where it isn't there, for this process alone. Hosts that are started from a
 * desktop, over ssh and in a container have other folders for temporary files, but the same saves: there is a lock
 * beside the saves, too.
 *
 * @param dataDir - the folder of the user's data, in which the folder lies.
 * @returns `undefined` while another process has it.
 */
export async function takeSavesLock(folder: string, dataDir: string): Promise<ExclusiveLock | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whatever way leads there: a link is no other folder.
  const [name, data] = await Promise.all([realpath(folder), realpath(dataDir)]);
  const lock = await takeExclusiveLock(name);
  if (!lock) return undefined;
  // Not everywhere is there room for a socket: its path may be too long, or the file system have none.
  const beside = await takeExclusiveLock(name, join(data, 'locks')).catch(() => 'impossible' as const);
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
