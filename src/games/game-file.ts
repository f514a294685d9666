import type { CoreFolders } from '../core-library/core-folders.js';
import { CloudgameError } from '../errors.js';
import { isArchive } from './archive.js';
import { playableKinds } from './playable-extensions.js';
import { gamesInArchive, unpackGame } from './unpack-game.js';

/** What somebody named to be played. */
export interface NamedGame {
  readonly game?: string | undefined;
  readonly core?: string | undefined;
  /** Name of a file in the archive that `game` is. */
  readonly entry?: string | undefined;
}

/**
 * The file to play: the named one, or what is in it where it is an archive.
 *
 * @param cacheDir - folder of what this user can do without.
 * @param folders - where the cores are whose games may be in an archive.
 * @throws CloudgameError where an archive can't be read or holds several games.
 */
export async function findGameFile(
  { game, core, entry }: NamedGame,
  cacheDir: string,
  folders: CoreFolders,
): Promise<string | undefined> {
  if (entry !== undefined && (game === undefined || !isArchive(game))) {
    throw new CloudgameError(
      'usage',
      `--entry names a file in an archive, and ${game === undefined ? 'no archive is named' : `${game} is none`}.`,
      'Name a .zip file with it, or leave it out.',
    );
  }
  const extensions = await extensionsToUnpack({ game, core, entry }, folders);
  if (game === undefined || extensions === undefined) return game;
  return unpackGame({ path: game, entry, extensions, cacheDir });
}

/**
 * Which files an archive is unpacked for.
 *
 * @returns extensions, lower case, with the dot; `undefined` where there is no archive, or a core takes it as it is.
 * @throws CloudgameError where the archive can't be read.
 */
export async function extensionsToUnpack(
  { game, core, entry }: NamedGame,
  folders: CoreFolders,
): Promise<readonly string[] | undefined> {
  if (game === undefined || !isArchive(game)) return undefined;
  const kinds = await playableKinds(core, folders);
  const extensions = kinds?.extensions ?? [];
  if (entry !== undefined) return extensions;
  if (kinds?.takesArchives) {
    // A core that is named, and reads archives, knows best what is in them.
    if (core !== undefined) return undefined;
    return (await gamesInArchive(game, extensions)).length > 0 ? extensions : undefined;
  }
  return extensions.length > 0 ? extensions : undefined;
}
