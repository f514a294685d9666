import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { configuredSystemFolder } from './retroarch-settings.js';

/** Where cores are looked for; what stands first is preferred. */
export interface CoreFolders {
  /** Folder that `cloudgame cores install` writes to. */
  readonly own: string;
  /** Folders with core libraries, `own` first. */
  readonly libraries: readonly string[];
  /** Folders with `.info` files. */
  readonly infos: readonly string[];
}

export interface CoreFoldersOptions {
  /** Folder of this user's data; installed cores lie in `cores` in it. */
  readonly dataDir: string;
  readonly platform?: NodeJS.Platform;
  /** As `process.arch` names it. */
  readonly arch?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** The user's home folder. */
  readonly home?: string;
}

/** Debian keeps libraries of each architecture apart (Multiarch); only those of this one can be loaded. */
const DEBIAN_TRIPLETS: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ia32: 'i386-linux-gnu',
  ppc64: 'powerpc64le-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
  s390x: 's390x-linux-gnu',
};

/** The folders of this user's data, of RetroArch, and of the system's packages, in this order. */
export function coreFolders(options: CoreFoldersOptions): CoreFolders {
  const { dataDir, platform = process.platform, environment = process.env, home = homedir() } = options;
  const { join } = platform === 'win32' ? win32 : posix;
  const own = join(dataDir, 'cores');
  const retroArch = retroArchFolders(platform, environment, home);
  const system = platform === 'linux' ? systemFolders(options.arch ?? process.arch) : [];
  const libraries = [own, ...retroArch.map((folder) => join(folder, 'cores')), ...system];
  const infos = [
    join(own, 'info'),
    // RetroArch has its .info files in a folder of their own, or among the cores.
    ...retroArch.flatMap((folder) => [join(folder, 'info'), join(folder, 'cores')]),
    ...(platform === 'linux' ? ['/usr/local/share/libretro/info', '/usr/share/libretro/info'] : []),
  ];
  return { own, libraries, infos };
}

/**
 * Where BIOS files are looked for: the folder of this user's data, which comes first, and those of RetroArch, as its
 * settings name them or else as it has them by itself.
 */
export async function firmwareFolders(options: CoreFoldersOptions): Promise<string[]> {
  const { dataDir, platform = process.platform, environment = process.env, home = homedir() } = options;
  const { join } = platform === 'win32' ? win32 : posix;
  const retroArch = retroArchFolders(platform, environment, home).map(
    async (folder) => (await configuredSystemFolder(folder, home)) ?? join(folder, 'system'),
  );
  return [join(dataDir, 'system'), ...(await Promise.all(retroArch))];
}

function systemFolders(arch: string): string[] {
  const triplet = DEBIAN_TRIPLETS[arch];
  return [
    '/usr/local/lib/libretro',
    ...(triplet === undefined ? [] : [`/usr/lib/${triplet}/libretro`]),
    '/usr/lib64/libretro',
    '/usr/lib/libretro',
  ];
}

function retroArchFolders(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, home: string): string[] {
  if (platform === 'win32') return windowsRetroArch(environment, home);
  const inHome = (...parts: string[]) => posix.join(home, ...parts);
  if (platform === 'darwin') {
    return [
      inHome('Library', 'Application Support', 'RetroArch'),
      '/Applications/RetroArch.app/Contents/Resources',
    ];
  }
  return [
    posix.join(environment.XDG_CONFIG_HOME || inHome('.config'), 'retroarch'),
    inHome('.var', 'app', 'org.libretro.RetroArch', 'config', 'retroarch'),
    inHome('snap', 'retroarch', 'current', '.config', 'retroarch'),
    inHome('.steam', 'steam', 'steamapps', 'common', 'RetroArch'),
  ];
}

/** The installer's folder is at the root of the drive, older versions and the portable one use `%APPDATA%`. */
function windowsRetroArch(environment: NodeJS.ProcessEnv, home: string): string[] {
  const programs = environment['ProgramFiles(x86)'] || 'C:\\Program Files (x86)';
  return [
    win32.join(environment.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'RetroArch'),
    'C:\\RetroArch-Win64',
    'C:\\RetroArch',
    win32.join(programs, 'Steam', 'steamapps', 'common', 'RetroArch'),
  ];
}
