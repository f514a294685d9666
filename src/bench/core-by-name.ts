import { homedir } from 'node:os';
import { join } from 'node:path';
import { coreFolders } from '../core-library/core-folders.js';
import { findInstalledCore } from '../core-library/installed-cores.js';
import { BUILT_IN_CORES, type CoreProgram, findCoreProgram } from '../pipeline/core/core-program.js';

/** The program of a core for a game, by the core's name or path; `undefined` where it isn't installed. */
export async function coreByName(core: string, game: string): Promise<CoreProgram | undefined> {
  const isPath = /[\\/]/.test(core);
  if (isPath || Object.hasOwn(BUILT_IN_CORES, core)) return findCoreProgram(core, game);
  const dataDir = join(homedir(), '.local', 'share', 'cloudgame');
  const installed = await findInstalledCore(core, coreFolders({ dataDir }));
  return installed && findCoreProgram(installed.path, game);
}
