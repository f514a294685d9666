import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CloudgameError } from '../errors.js';
import type { CoreFolders } from './core-folders.js';
import { recordPath } from './install-record.js';
import { type InstalledCore, requireInstalledCore } from './installed-cores.js';

/**
 * Removes a core that `cloudgame cores install` has installed.
 *
 * @throws CloudgameError `usage` where it isn't there, or belongs to RetroArch or the system.
 */
export async function removeCore(name: string, folders: CoreFolders): Promise<InstalledCore> {
  const core = await requireInstalledCore(name, folders);
  if (dirname(resolve(core.path)) !== resolve(folders.own)) {
    throw new CloudgameError(
      'usage',
      `The core ${core.name} was not installed by cloudgame: it is ${core.path}.`,
      'Remove it with what installed it, RetroArch or the packages of your system.',
    );
  }
  await rm(core.path);
  await rm(recordPath(core.path), { force: true });
  return core;
}
