import { basename, extname } from 'node:path';
import type { CoreFolders } from '../core-library/core-folders.js';
import type { CoreInfo } from '../core-library/info-file.js';
import {
  findInstalledCore,
  type InstalledCore,
  listInstalledCores,
  readCoreInfo,
} from '../core-library/installed-cores.js';
import { coreOfLibrary } from '../core-library/library-name.js';
import { BUILT_IN_CORES, GAME_EXTENSIONS } from '../pipeline/core/core-program.js';

/** Which files can be played. */
export interface PlayableKinds {
  /** Extensions of files: lower case, with the dot; no archives and no media among them. */
  readonly extensions: readonly string[];
  /** Whether a core is there that reads archives itself, as those for arcade games do. */
  readonly takesArchives: boolean;
}

/** What some libretro cores say that they play, and what is a game to nobody who looks for one. */
const NO_GAMES: ReadonlySet<string> = new Set(
  (
    'txt json xml html pdf nfo dat png jpg jpeg bmp gif tga psd hdr pic ppm pgm webp svg ' +
    'mkv avi f4v f4f 3gp ogm flv mp4 mpg mpeg mp3 flac ogg oga opus m4a aac ac3 wma wmv mov webm ts wav mid so dll exe bat com sh'
  )
    .split(' ')
    .map((name) => `.${name}`),
);
const ARCHIVES: readonly string[] = ['.zip', '.7z'];
/** What goes by the extension of Mega Drive games, and is to be read. */
const PROSE = /^(readme|license|licence|changelog|changes|contributing|news|authors|todo|index)\b.*\.md$/i;

/** Whether a file is taken for a game by its name, which may be a path. */
export function isPlayable(name: string, extensions: readonly string[]): boolean {
  return extensions.includes(extname(name).toLowerCase()) && !PROSE.test(basename(name));
}

/**
 * Kinds of files that a core plays, or any core where none is named: the built-in and the installed ones.
 *
 * @param core - as the user named it: a core by its name, or a path.
 * @returns `undefined` where that is not known, as of a program of the user's own, which may read archives itself.
 */
export async function playableKinds(
  core: string | undefined,
  folders: CoreFolders,
): Promise<PlayableKinds | undefined> {
  if (core === undefined) return kindsOfAll(await listInstalledCores(folders));
  if (Object.hasOwn(BUILT_IN_CORES, core)) {
    return { extensions: BUILT_IN_CORES[core]!.extensions, takesArchives: false };
  }
  const info = await infoOf(core, folders);
  return info && info.extensions.length > 0 ? kinds(info.extensions) : undefined;
}

/** Kinds of files that the built-in and the given cores play. */
export function kindsOfAll(cores: readonly InstalledCore[]): PlayableKinds {
  return kinds([...GAME_EXTENSIONS, ...cores.flatMap(({ info }) => info?.extensions ?? [])]);
}

function kinds(all: readonly string[]): PlayableKinds {
  return {
    extensions: [...new Set(all)].filter(
      (extension) => !NO_GAMES.has(extension) && !ARCHIVES.includes(extension),
    ),
    takesArchives: all.includes('.zip'),
  };
}

async function infoOf(core: string, folders: CoreFolders): Promise<CoreInfo | undefined> {
  if (!/[\\/]/.test(core)) return (await findInstalledCore(core, folders))?.info;
  const name = coreOfLibrary(core.replace(/^.*[\\/]/, ''));
  return name === undefined ? undefined : readCoreInfo(name, folders);
}
