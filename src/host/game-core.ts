import { mkdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CoreFolders, firmwareFolders } from '../core-library/core-folders.js';
import { chooseSystemFolder, type SystemFolder } from '../core-library/firmware-status.js';
import type { CoreInfo } from '../core-library/info-file.js';
import { findLibraryInfo } from '../core-library/installed-cores.js';
import { lacksAllFirmware, missingFirmware } from '../core-library/missing-firmware.js';
import { CloudgameError } from '../errors.js';
import { discFiles } from '../games/disc-files.js';
import { checkOptions } from '../pipeline/core/check-options.js';
import { plugIn } from '../pipeline/core/controllers.js';
import { equipCore } from '../pipeline/core/core-equipment.js';
import type { CoreProgram } from '../pipeline/core/core-program.js';
import { confineCore, type Sandbox } from '../pipeline/core/sandbox.js';
import { type CoreFiles, openCoreFiles } from '../saves/core-files.js';
import { type Game, gameOfCore, identifyGame } from './game.js';
import type { Settings } from './settings.js';

/** What a core and its game are prepared with. */
export interface CorePreparation {
  readonly settings: Pick<Settings, 'sandbox' | 'systemDir'>;
  readonly dataDir: string;
  /** Values of the core's options, by key. */
  readonly coreOptions?: ReadonlyMap<string, string> | undefined;
  /** What is plugged in besides pads: the core's names of devices, by port from 1. */
  readonly controllers?: ReadonlyMap<number, string> | undefined;
}

/** A game and its core, ready to be started. */
export interface PreparedCore extends GameCore {
  readonly game: Game;
  readonly sandbox: Sandbox;
}

/**
 * Reads the game, gives the core what it gets for it, puts it into its sandbox, and checks its options.
 *
 * @throws CloudgameError for everything of it that can't be.
 */
export async function prepareCore(
  core: CoreProgram,
  gameFile: string | undefined,
  folders: CoreFolders,
  { settings, dataDir, coreOptions = new Map(), controllers = new Map() }: CorePreparation,
): Promise<PreparedCore> {
  const game = gameFile === undefined ? gameOfCore(core.name) : await identifyGame(gameFile);
  const { systemDir } = settings;
  const plugged = plugIn(core, controllers);
  const equipped = await equipForGame(plugged, { game, folders, dataDir, systemDir, options: coreOptions });
  try {
    const { program, sandbox } = await confineCore(equipped.program, settings.sandbox);
    await checkOptions(program, coreOptions);
    return { ...equipped, game, program, sandbox };
  } catch (error) {
    await equipped.coreFiles?.close();
    throw error;
  }
}

export interface GameCoreOptions {
  readonly game: Pick<Game, 'path' | 'sha256'>;
  readonly folders: CoreFolders;
  readonly dataDir: string;
  /** Folder of BIOS files, where one was named. */
  readonly systemDir?: string | undefined;
  /** Values of the core's options, by key. */
  readonly options: ReadonlyMap<string, string>;
}

/** A core with everything that it gets for its game. */
export interface GameCore {
  readonly program: CoreProgram;
  /** Sentences for the person at the host. */
  readonly warnings: readonly string[];
  /** The folder that the core writes to, to be closed; `undefined` where it has none. */
  readonly coreFiles: CoreFiles | undefined;
}

/**
 * Gives a core the options, files and folders that it has for a game.
 *
 * @throws CloudgameError `usage` where the system folder that was named isn't there.
 */
export async function equipForGame(program: CoreProgram, options: GameCoreOptions): Promise<GameCore> {
  const { game, dataDir, folders } = options;
  const { library } = program;
  const gameFiles = game.path === undefined ? [] : await discFiles(game.path);
  if (library === undefined) {
    // A folder that isn't there is a mistake, whatever the core has of it.
    if (options.systemDir !== undefined) await systemFolders(options);
    const equipped = equipCore(program, { gameFiles, options: options.options });
    return { program: equipped, warnings: [], coreFiles: undefined };
  }
  const found = await findLibraryInfo(library, folders);
  const system = await systemFolderOf(found?.info, options);
  const opened = await openCoreFiles(dataDir, game.sha256);
  const coreFiles = typeof opened === 'string' ? undefined : opened;
  const equipped = equipCore(program, {
    systemDir: system.path,
    saveDir: coreFiles?.folder,
    infoFile: found?.path,
    gameFiles,
    options: options.options,
  });
  const lacks = missingFirmware(found?.info.coreName ?? program.name, found?.info.systemName, system);
  const warnings: string[] = [];
  // One of several may be for another region, which this game doesn't need.
  if (lacks && lacksAllFirmware(system)) warnings.push(`${lacks.message} ${lacks.hint}`);
  if (typeof opened === 'string') {
    warnings.push(`Memory cards and the like, which the core writes by itself, are not kept: ${opened}.`);
  }
  return { program: lacks ? { ...equipped, lacks } : equipped, warnings, coreFiles };
}

/**
 * The folder of a core's BIOS files: the one that was named, else the best of those that there are.
 *
 * @throws CloudgameError `usage` where the one that was named isn't there.
 */
export async function systemFolderOf(
  info: CoreInfo | undefined,
  options: Pick<GameCoreOptions, 'systemDir' | 'dataDir'>,
): Promise<SystemFolder> {
  return chooseSystemFolder(info, await systemFolders(options));
}

async function systemFolders({
  systemDir,
  dataDir,
}: Pick<GameCoreOptions, 'systemDir' | 'dataDir'>): Promise<string[]> {
  if (systemDir !== undefined) {
    const path = resolve(systemDir);
    if ((await stat(path).catch(() => undefined))?.isDirectory()) return [path];
    throw new CloudgameError(
      'usage',
      `The system folder ${path} is not there.`,
      'Name the folder that has the BIOS files, or leave --system-dir out.',
    );
  }
  const folders = await firmwareFolders({ dataDir });
  // So that there is a place to put files into, and one that a sandbox can show.
  await mkdir(folders[0]!, { recursive: true, mode: 0o700 }).catch(() => {});
  return folders;
}
