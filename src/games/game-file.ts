import { CloudgameError } from '../errors.js';
import { isArchive } from './archive.js';
import { playableExtensions } from './playable-extensions.js';
import { unpackGame } from './unpack-game.js';

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
 * @throws CloudgameError where an archive can't be read or holds several games.
 */
export async function findGameFile(
  { game, core, entry }: NamedGame,
  cacheDir: string,
): Promise<string | undefined> {
  if (entry !== undefined && (game === undefined || !isArchive(game))) {
    throw new CloudgameError(
      'usage',
      `--entry names a file in an archive, and ${game === undefined ? 'no archive is named' : `${game} is none`}.`,
      'Name a .zip file with it, or leave it out.',
    );
  }
  if (game === undefined || !isUnpacked({ game, core, entry })) return game;
  return unpackGame({ path: game, entry, extensions: playableExtensions(core) ?? [], cacheDir });
}

/** Whether the game is an archive that is to be unpacked, rather than handed to a core as it is. */
export function isUnpacked({ game, core, entry }: NamedGame): boolean {
  if (game === undefined || !isArchive(game)) return false;
  return entry !== undefined || (playableExtensions(core) ?? []).length > 0;
}
