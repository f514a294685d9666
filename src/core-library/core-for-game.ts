import { extname } from 'node:path';
import { unreadableGame } from '../games/unreadable-game.js';
import { BUILT_IN_CORES } from '../pipeline/core/core-program.js';
import { isFolder } from '../saves/file-tree.js';
import type { CoreFolders } from './core-folders.js';
import { coresForList, isDiscList } from './cores-for-list.js';
import { coresForExtension, findInstalledCore } from './installed-cores.js';
import { missingCore, unknownCore } from './unknown-core.js';

/** The core that is to play a game. */
export interface CoreChoice {
  /** What `findCoreProgram` takes; where there is no such core it has the words for that. */
  readonly core: string | undefined;
  /** The built-in core that plays the game as well, where nobody named the other one. */
  readonly builtIn?: string;
  /** Names of further cores that say that they play such games, the built-in one first, where nobody named one. */
  readonly others?: readonly string[];
}

/** Cores that this user prefers, by name, for extensions in lower case with their dot. */
export type CorePreferences = ReadonlyMap<string, string>;

/**
 * Chooses the core for a game: the one that is named, the one that the user prefers for such games, else an installed
 * one by the game's extension, and only without any a built-in one. Installed cores become their path.
 *
 * @param core - as the user named it: a built-in or installed core by its name, or a path.
 * @throws CloudgameError `usage` for a name that no core has, or a game whose cores are all still to be installed.
 */
export async function coreForGame(
  core: string | undefined,
  game: string | undefined,
  folders: CoreFolders,
  preferences: CorePreferences = new Map(),
): Promise<CoreChoice> {
  const extension = extname(game ?? '').toLowerCase();
  const named = core ?? preferences.get(extension);
  if (named !== undefined) {
    const isSettled = /[\\/]/.test(named) || Object.hasOwn(BUILT_IN_CORES, named);
    if (isSettled) return { core: named };
    return { core: await installedCore(named, folders, core === undefined ? extension : undefined) };
  }
  // A folder has no kind that could be looked for, whatever stands behind a dot in its name.
  if (game !== undefined && (await isFolder(game))) throw unreadableGame(game, { code: 'EISDIR' });
  if (game === undefined || extension === '') return { core: undefined };
  const [installed, ...others] = await (isDiscList(game)
    ? coresForList(game, folders)
    : coresForExtension(extension, folders));
  const builtIn = builtInFor(extension);
  // A built-in core always works; an installed one that draws with the graphics card never does.
  if (!installed || (builtIn !== undefined && installed.info?.requiredHardwareApi !== undefined)) {
    const missing = !installed && builtIn === undefined && (await missingCore(game, extension, folders));
    if (missing) throw missing;
    return { core: builtIn };
  }
  return {
    core: installed.path,
    ...(builtIn === undefined ? {} : { builtIn }),
    others: [...(builtIn === undefined ? [] : [builtIn]), ...others.map(({ name }) => name)],
  };
}

function builtInFor(extension: string): string | undefined {
  return Object.entries(BUILT_IN_CORES).find(([, { extensions }]) => extensions.includes(extension))?.[0];
}

/** @param preferredFor - the extension for which the user's settings name the core. */
async function installedCore(name: string, folders: CoreFolders, preferredFor?: string): Promise<string> {
  const found = await findInstalledCore(name, folders);
  if (found) return found.path;
  throw await unknownCore(name, folders, preferredFor);
}
