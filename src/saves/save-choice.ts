import { stat } from 'node:fs/promises';
import { CloudgameError } from '../errors.js';
import { gameOfFile, type UserFolders } from './game-of-file.js';
import { parseSaveName, type SaveName, titleOfSave } from './save-name.js';
import { SaveStore, savedGames } from './save-store.js';

const LIST_HINT = 'cloudgame saves list shows the games and their saves.';
/** Digits of a SHA-256 that people may leave it at. */
const SHORTEST_PREFIX = 6;

/** A game by how people name it. */
export interface GameChoice {
  /** Path of its file, its title, or the beginning of its SHA-256. */
  readonly game: string;
  /** Which file of the archive it is, where `game` is one with several. */
  readonly entry?: string | undefined;
}

/**
 * Finds the saves of a game.
 *
 * @throws CloudgameError `usage` where it has no saves, or more than one game is meant.
 */
export async function findSavedGame(folders: UserFolders, { game, entry }: GameChoice): Promise<SaveStore> {
  const { dataDir } = folders;
  const games = await savedGames(dataDir);
  if (entry !== undefined || (await isFile(game))) {
    const { sha256 } = await gameOfFile(folders, game, entry);
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

/** Finds where saves of a game go that may have none yet. */
export async function importTarget(
  folders: UserFolders,
  { game, entry }: GameChoice,
): Promise<{ readonly store: SaveStore; readonly title: string }> {
  if (entry !== undefined || (await isFile(game))) {
    const { sha256, title } = await gameOfFile(folders, game, entry);
    return { store: new SaveStore(folders.dataDir, sha256), title };
  }
  const store = await findSavedGame(folders, { game });
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

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
