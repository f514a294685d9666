import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { closestName } from '../../cores/closest-name.js';
import { CloudgameError } from '../errors.js';
import type { CoreFolders } from './core-folders.js';
import { compareCores } from './core-preference.js';
import { type CoreInfo, parseInfoFile } from './info-file.js';
import { coreOfLibrary, isCoreName, plainName } from './library-name.js';

/** A libretro core on this computer. */
export interface InstalledCore {
  /** The library's name without its ending: "nestopia" for `nestopia_libretro.so`. */
  readonly name: string;
  /** Path of the library. */
  readonly path: string;
  /** `undefined` where no `.info` file for it was found. */
  readonly info: CoreInfo | undefined;
}

/** An `.info` file and what it says. */
export interface InfoFile {
  readonly path: string;
  readonly info: CoreInfo;
}

/** Lists the cores in the usual folders by name; of several with one name, that of the first folder. */
export async function listInstalledCores(
  folders: CoreFolders,
  platform: NodeJS.Platform = process.platform,
): Promise<InstalledCore[]> {
  const paths = new Map<string, string>();
  for (const folder of folders.libraries) {
    for (const fileName of await filesIn(folder)) {
      const name = coreOfLibrary(fileName, platform);
      if (name !== undefined && !paths.has(name)) paths.set(name, join(folder, fileName));
    }
  }
  const cores = [...paths].map(async ([name, path]) => ({
    name,
    path,
    info: await readCoreInfo(name, folders),
  }));
  return (await Promise.all(cores)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A core that has an `.info` file here, whether it is installed or not. */
export interface KnownCore {
  readonly name: string;
  readonly info: CoreInfo;
}

/** Lists the cores of all `.info` files by name. */
export async function listKnownCores(folders: CoreFolders): Promise<KnownCore[]> {
  const names = new Set<string>();
  for (const folder of folders.infos) {
    for (const fileName of await filesIn(folder)) {
      const name = /^(.+)_libretro\.info$/.exec(fileName)?.[1];
      if (name !== undefined && isCoreName(name)) names.add(name);
    }
  }
  const known = [...names].sort().map(async (name) => ({ name, info: await readCoreInfo(name, folders) }));
  return (await Promise.all(known)).filter((core): core is KnownCore => core.info !== undefined);
}

/** Reads what is known of a core, installed or not. */
export async function readCoreInfo(name: string, folders: CoreFolders): Promise<CoreInfo | undefined> {
  return (await findInfoFile(`${name}_libretro.info`, folders.infos))?.info;
}

/** What is known of the core in a library, wherever that lies: its `.info` file may also lie beside it. */
export function findLibraryInfo(library: string, folders: CoreFolders): Promise<InfoFile | undefined> {
  const { dir, name } = parse(library);
  return findInfoFile(`${name}.info`, [dir, ...folders.infos]);
}

async function findInfoFile(fileName: string, folders: readonly string[]): Promise<InfoFile | undefined> {
  for (const folder of folders) {
    const path = join(folder, fileName);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return { path, info: parseInfoFile(text) };
  }
  return undefined;
}

/**
 * Finds an installed core as people name it: by its library ("mednafen_pce_fast") or its own name ("Beetle PCE Fast"),
 * whatever the case and the separators.
 *
 * @returns `undefined` where there is none.
 */
export async function findInstalledCore(
  name: string,
  folders: CoreFolders,
): Promise<InstalledCore | undefined> {
  return coreNamed(name, await listInstalledCores(folders));
}

/**
 * Like {@link findInstalledCore}, for those who can't do without.
 *
 * @throws CloudgameError `usage` where there is none, with the nearest name.
 */
export async function requireInstalledCore(name: string, folders: CoreFolders): Promise<InstalledCore> {
  const cores = await listInstalledCores(folders);
  const found = coreNamed(name, cores);
  if (found) return found;
  const near = closestName(
    name,
    cores.map((core) => core.name),
  );
  throw new CloudgameError(
    'usage',
    `No core named "${name}" is installed.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    'See what there is: cloudgame cores list --available',
  );
}

/**
 * The installed cores that play files with an extension, the one to take first.
 *
 * @param extension - as `path.extname` gives it, with the dot, in any case.
 */
export async function coresForExtension(extension: string, folders: CoreFolders): Promise<InstalledCore[]> {
  const wanted = extension.toLowerCase();
  const cores = await listInstalledCores(folders);
  return cores.filter((core) => core.info?.extensions.includes(wanted)).sort(compareCores);
}

function coreNamed(name: string, cores: readonly InstalledCore[]): InstalledCore | undefined {
  const plain = plainName(name);
  if (plain === '') return undefined;
  return (
    cores.find((core) => core.name === name) ??
    cores.find((core) => plainName(core.name) === plain) ??
    cores.find((core) => plainName(core.info?.coreName ?? '') === plain)
  );
}

/** A folder that isn't there, or may not be read, has no cores to offer. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map((entry) => entry.name);
}
