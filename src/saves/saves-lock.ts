import { mkdir, realpath } from 'node:fs/promises';
import { takeDataLock } from '../data-lock.js';
import type { ExclusiveLock } from '../exclusive-lock.js';

/**
 * Takes a folder of saves, which is made where it isn't there, for this process alone.
 *
 * @param dataDir - the folder of the user's data, in which the folder lies.
 * @returns `undefined` while another process has it.
 */
export async function takeSavesLock(folder: string, dataDir: string): Promise<ExclusiveLock | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whatever way leads there: a link is no other folder.
  const [path, data] = await Promise.all([realpath(folder), realpath(dataDir)]);
  return takeDataLock(path, data);
}
