import { extname } from 'node:path';
import { closestName } from '../../cores/closest-name.js';
import { CloudgameError } from '../errors.js';
import { BUILT_IN_CORES, GAME_EXTENSIONS } from '../pipeline/core/core-program.js';
import type { CoreFolders } from './core-folders.js';
import { coresForExtension, findInstalledCore, listInstalledCores } from './installed-cores.js';

/**
 * Puts the path of an installed core in the place of its name, or in the place of none where a game has an extension
 * that no built-in core plays.
 *
 * @param core - as the user named it: a built-in or installed core by its name, or a path.
 * @returns what `findCoreProgram` takes; where there is no such core it has the words for that.
 * @throws CloudgameError `usage` for a misspelt name.
 */
export async function coreForGame(
  core: string | undefined,
  game: string | undefined,
  folders: CoreFolders,
): Promise<string | undefined> {
  if (core !== undefined) {
    const isSettled = /[\\/]/.test(core) || Object.hasOwn(BUILT_IN_CORES, core);
    return isSettled ? core : installedCore(core, folders);
  }
  const extension = extname(game ?? '').toLowerCase();
  if (extension === '' || GAME_EXTENSIONS.includes(extension)) return undefined;
  return (await coresForExtension(extension, folders))[0]?.path;
}

async function installedCore(name: string, folders: CoreFolders): Promise<string> {
  const found = await findInstalledCore(name, folders);
  if (found) return found.path;
  const installed = await listInstalledCores(folders);
  const near = closestName(name, [...Object.keys(BUILT_IN_CORES), ...installed.map((core) => core.name)]);
  if (near === undefined) return name;
  throw new CloudgameError(
    'usage',
    `There is no core named "${name}". Did you mean ${near}?`,
    'See what is installed: cloudgame cores list',
  );
}
