import { coreOfLibrary, libraryFileName } from './library-name.js';

/** Where the libretro project publishes its cores, built every night. */
const BUILDBOT = 'https://buildbot.libretro.com';

const NIGHTLY_FOLDERS: Readonly<Record<string, string>> = {
  'linux x64': 'linux/x86_64',
  'linux arm64': 'linux/aarch64',
  'linux arm': 'linux/armhf',
  'linux ia32': 'linux/x86',
  'darwin x64': 'apple/osx/x86_64',
  'darwin arm64': 'apple/osx/arm64',
  'win32 x64': 'windows/x86_64',
  'win32 ia32': 'windows/x86',
};

/** A core that can be installed. */
export interface AvailableCore {
  readonly name: string;
  /** Name of its zip archive in the folder of the index. */
  readonly archive: string;
  /** Day on which it was built, `YYYY-MM-DD`. */
  readonly built: string;
  /** CRC-32 (that of zip and Ethernet) of the library, or with some mirrors of the archive. */
  readonly crc32: number;
}

/** The buildbot's folder with the newest cores of a platform; `undefined` where it builds none for it. */
export function buildbotFolder(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): URL | undefined {
  const folder = NIGHTLY_FOLDERS[`${platform} ${arch}`];
  return folder === undefined ? undefined : new URL(`/nightly/${folder}/latest/`, BUILDBOT);
}

/** The index of a folder of cores. */
export function indexUrl(folder: URL): URL {
  return new URL('.index-extended', folder);
}

/** Where the `.info` files of all cores are for a folder: the buildbot has them apart, other mirrors beside the cores. */
export function infoArchiveUrl(folder: URL): URL {
  const root = /^(.*\/)nightly\//.exec(folder.pathname)?.[1];
  return new URL(root === undefined ? 'info.zip' : `${root}assets/frontend/info.zip`, folder);
}

/** Reads lines of `date crc32 file`; lines of anything but cores for this platform are left out. */
export function parseIndex(text: string, platform: NodeJS.Platform = process.platform): AvailableCore[] {
  const cores = new Map<string, AvailableCore>();
  for (const line of text.split(/\r?\n/)) {
    const found = /^(\d{4}-\d{2}-\d{2})\s+([0-9a-fA-F]{1,8})\s+(\S+)\.zip\s*$/.exec(line);
    const name = found && coreOfLibrary(found[3]!, platform);
    if (!found || name === null || name === undefined) continue;
    const archive = `${libraryFileName(name, platform)}.zip`;
    cores.set(name, { name, archive, built: found[1]!, crc32: Number.parseInt(found[2]!, 16) });
  }
  return [...cores.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
