import { dirname, resolve } from 'node:path';
import type { AvailableCore } from './buildbot.js';
import type { CoreFolders } from './core-folders.js';
import type { CoreInfo } from './info-file.js';
import { type InstalledCore, readCoreInfo } from './installed-cores.js';

/** A core as `cloudgame cores list` shows it. */
export interface ListedCore {
  readonly name: string;
  readonly title: string;
  readonly system: string | undefined;
  readonly extensions: readonly string[];
  /** Path of the library, where it is installed. */
  readonly path?: string;
  /** Whether `cloudgame cores remove` may remove it. */
  readonly removable?: boolean;
  /** Day on which the one to install was built, `YYYY-MM-DD`. */
  readonly built?: string;
}

export function listedInstalled(core: InstalledCore, folders: CoreFolders): ListedCore {
  const removable = dirname(resolve(core.path)) === resolve(folders.own);
  return { ...listed(core.name, core.info), path: core.path, removable };
}

export async function listedAvailable(core: AvailableCore, folders: CoreFolders): Promise<ListedCore> {
  return { ...listed(core.name, await readCoreInfo(core.name, folders)), built: core.built };
}

/** Lines for people: name, system and extensions, in columns. */
export function listingLines(cores: readonly ListedCore[]): string[] {
  const width = Math.max(0, ...cores.map((core) => core.name.length));
  return cores.map((core) => {
    const extensions = core.extensions.join(' ');
    const what = [core.system ?? core.title, extensions].filter(Boolean).join('  ');
    return `${core.name.padEnd(width)}  ${what}`.trimEnd();
  });
}

function listed(name: string, info: CoreInfo | undefined): ListedCore {
  return {
    name,
    title: info?.displayName ?? info?.coreName ?? name,
    system: info?.systemName,
    extensions: info?.extensions ?? [],
  };
}
