import { coreFolders } from '../core-library/core-folders.js';
import { isArchive } from '../games/archive.js';
import { findGameFile } from '../games/game-file.js';
import { type Game, identifyGame } from '../host/game.js';
import { playHistory } from '../library/play-history.js';

/** Where this user's files lie. */
export interface UserFolders {
  readonly dataDir: string;
  /** Folder of what this user can do without. */
  readonly cacheDir: string;
}

/**
 * The game that a host of a file plays: of an archive the one that is in it.
 *
 * @param entry - name of the file that is meant in an archive.
 * @throws CloudgameError where the file can't be read, or is an archive of several games.
 */
export async function gameOfFile(
  { dataDir, cacheDir }: UserFolders,
  file: string,
  entry: string | undefined,
): Promise<Game> {
  if (entry === undefined && isArchive(file)) {
    const whole = await identifyGame(file);
    // A core that was named, and reads archives, was given it as it is.
    if ((await playHistory(dataDir)).some(({ sha256 }) => sha256 === whole.sha256)) return whole;
  }
  const path = await findGameFile({ game: file, entry }, cacheDir, coreFolders({ dataDir }));
  return identifyGame(path ?? file);
}
