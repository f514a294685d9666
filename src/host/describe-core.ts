import { basename, extname, resolve } from 'node:path';
import { askCore, type CoreReport } from '../core-library/ask-core.js';
import { type CoreDescription, describeLibrary } from '../core-library/core-description.js';
import { type CoreFolders, coreFolders } from '../core-library/core-folders.js';
import {
  findLibraryInfo,
  type InstalledCore,
  requireInstalledCore,
} from '../core-library/installed-cores.js';
import { coreOfLibrary } from '../core-library/library-name.js';
import { missingFirmware } from '../core-library/missing-firmware.js';
import { CloudgameError } from '../errors.js';
import { discFiles } from '../games/disc-files.js';
import { equipCore } from '../pipeline/core/core-equipment.js';
import { findCoreProgram, reportProgram } from '../pipeline/core/core-program.js';
import { confineCore } from '../pipeline/core/sandbox.js';
import { systemFolderOf } from './game-core.js';
import type { Settings } from './settings.js';

export interface DescriptionOptions {
  /** Game with which the core is asked. */
  readonly game: string | undefined;
  readonly settings: Pick<Settings, 'sandbox' | 'systemDir'>;
  /** Folder of this user's data. */
  readonly dataDir: string;
}

/**
 * Gathers what is known of a libretro core, and asks the core itself, in its sandbox.
 *
 * @param name - of an installed core, or the path of its library.
 * @throws CloudgameError where there is no such core, or it doesn't take the game.
 */
export async function describeCore(
  name: string,
  { game, settings, dataDir }: DescriptionOptions,
): Promise<CoreDescription> {
  const folders = coreFolders({ dataDir });
  const core = /[\\/]/.test(name) ? await coreAt(name, folders) : await requireInstalledCore(name, folders);
  const found = await findLibraryInfo(core.path, folders);
  const system = await systemFolderOf(found?.info, { systemDir: settings.systemDir, dataDir });
  const equipped = equipCore(reportProgram(core.path, game), {
    systemDir: system.path,
    infoFile: found?.path,
    gameFiles: game === undefined ? [] : await discFiles(game),
    options: new Map(),
  });
  const lacks = missingFirmware(core.info?.coreName ?? core.name, core.info?.systemName, system);
  const { program } = await confineCore({ ...equipped, ...(lacks && { lacks }) }, settings.sandbox);
  const [library, answer] = await Promise.all([
    describeLibrary(core),
    askCore(program).catch((error: unknown): CloudgameError => {
      // What is known without the core is worth telling; a game that it doesn't take was asked for.
      if (!(error instanceof CloudgameError) || game !== undefined) throw error;
      return error;
    }),
  ]);
  const isSilent = answer instanceof CloudgameError;
  const report: CoreReport | undefined = isSilent ? undefined : answer;
  return { ...library, system, report, silence: isSilent ? `${answer.message} ${answer.hint}` : undefined };
}

async function coreAt(path: string, folders: CoreFolders): Promise<InstalledCore> {
  const { library } = await findCoreProgram(path, undefined);
  if (library === undefined) {
    throw new CloudgameError(
      'usage',
      `${path} is no libretro core, but a program.`,
      'Name a library: their names end in _libretro.so, .dylib or .dll.',
    );
  }
  const name = coreOfLibrary(basename(library)) ?? basename(library, extname(library));
  return { name, path: resolve(library), info: (await findLibraryInfo(library, folders))?.info };
}
