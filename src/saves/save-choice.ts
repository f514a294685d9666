import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CloudgameError } from '../errors.js';
import { isArchive } from '../games/archive.js';
import { identifyGame } from '../host/game.js';
import { playHistory } from '../library/play-history.js';
import { parseSaveName, type SaveName, titleOfSave } from './save-name.js';
import { SaveStore, savedGames } from './save-store.js';

const LIST_HINT = 'cloudgame saves list shows the games and their saves.';
/** Digits of a SHA-256 that people may leave it at. */
const SHORTEST_PREFIX = 6;

/**
 * Finds the saves of a game.
 *
 * @param game - path of its file, its title, or the beginning of its SHA-256.
 * @throws CloudgameError `usage` where it has no saves, or more than one game is meant.
 */
export async function findSavedGame(dataDir: string, game: string): Promise<SaveStore> {
  const games = await savedGames(dataDir);
  if (await isFile(game)) {
    const { sha256 } = await gameOfFile(dataDir, game);
    if (games.includes(sha256)) return new SaveStore(dataDir, sha256);
    throw new CloudgameError('usage', `There are no saves of ${game}.`, LIST_HINT);
  }
  const stores = games.map((sha256) => new SaveStore(dataDir, sha256));
  const titles = await Promise.all(stores.map((store) => store.readTitle()));
  const isPrefix = game.length >= SHORTEST_PREFIX && /^[0-9a-f]+$/i.test(game);
  const found = stores.filter(
    ({ gameSha256 }, index) =>
      titles[index]?.toLowerCase() === game.toLowerCase() ||
      (isPrefix && gameSha256.startsWith(game.toLowerCase())),
  );
  if (found.length === 1) return found[0]!;
  throw found.length === 0
    ? new CloudgameError('usage', `There are no saves of a game "${game}".`, LIST_HINT)
    : new CloudgameError(
        'usage',
        `"${game}" can be any of ${found.length} games.`,
        'Give the first digits of the one’s SHA-256: cloudgame saves list shows them.',
      );
}

/**
 * Finds where saves of a game go that may have none yet.
 *
 * @param game - as for `findSavedGame`.
 */
export async function importTarget(
  dataDir: string,
  game: string,
): Promise<{ readonly store: SaveStore; readonly title: string }> {
  if (await isFile(game)) {
    const { sha256, title } = await gameOfFile(dataDir, game);
    return { store: new SaveStore(dataDir, sha256), title };
  }
  const store = await findSavedGame(dataDir, game);
  return { store, title: (await store.readTitle()) ?? game };
}

/**
 * Finds a save of a game by its name.
 *
 * @throws CloudgameError `usage` where there is none of that name.
 */
export async function findSave(store: SaveStore, name: string): Promise<SaveName> {
  const saves = await store.list();
  const wanted = parseSaveName(name);
  const found = wanted && saves.find((save) => titleOfSave(save) === titleOfSave(wanted));
  if (found) return found;
  throw new CloudgameError(
    'usage',
    `The game has no save "${name}".`,
    saves.length === 0 ? LIST_HINT : `It has ${saves.map(titleOfSave).join(', ')}.`,
  );
}

/** A game by its file; of an archive the game that was hosted from it last, since the archive itself is none. */
async function gameOfFile(
  dataDir: string,
  file: string,
): Promise<{ readonly sha256: string; readonly title: string }> {
  const history = isArchive(file) ? await playHistory(dataDir) : [];
  return history.find(({ path }) => path === resolve(file)) ?? identifyGame(file);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
