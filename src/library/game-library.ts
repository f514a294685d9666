import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { type CoreFolders, coreFolders } from '../core-library/core-folders.js';
import { listInstalledCores } from '../core-library/installed-cores.js';
import { isArchive } from '../games/archive.js';
import { isSheet } from '../games/game-sheet.js';
import { isPlayable, kindsOfAll } from '../games/playable-extensions.js';
import { ContentsIndex } from './contents-index.js';
import { type FolderScan, SCAN_LIMITS, scanFolder } from './folder-scan.js';
import { systemsBy } from './game-system.js';
import { libraryFolders } from './library-folders.js';
import { gamesAmong, type LibraryGame } from './library-game.js';
import { type PlayedGame, playHistory } from './play-history.js';

export interface LibraryOptions {
  readonly dataDir: string;
  /** Folder of what this user can do without. */
  readonly cacheDir: string;
  /**
   * Folder whose own games are offered beside those of the library, such as the current one; games that were hosted
   * are then offered too, wherever they lie.
   */
  readonly also?: string;
  /** How long (ms) archives may be read that are new or changed; without end where it is absent. */
  readonly readingTimeMs?: number;
  /** Where cores are looked for. */
  readonly cores?: CoreFolders;
}

/** A folder of the library, and how it is. */
export interface ListedFolder {
  readonly path: string;
  /** How many games were found in it. */
  readonly games: number;
  /** What was left out, and why, as sentences without their full stops. */
  readonly faults: readonly string[];
}

export interface GameLibrary {
  /** Most recently played first, then by title. */
  readonly games: readonly LibraryGame[];
  readonly folders: readonly ListedFolder[];
  /** When each core that brings its own game was played last, milliseconds since 1970. */
  readonly coresPlayedMs: ReadonlyMap<string, number>;
}

/** How many games are offered because they were played, wherever they lie. */
const RECENT_GAMES = 50;

/** Looks through the library's folders and one more, and knows when what was played. */
export async function openLibrary(options: LibraryOptions): Promise<GameLibrary> {
  const { dataDir, cacheDir, also, readingTimeMs = Number.POSITIVE_INFINITY } = options;
  const [folders, history, index, installed] = await Promise.all([
    libraryFolders(dataDir),
    playHistory(dataDir),
    ContentsIndex.open(cacheDir),
    listInstalledCores(options.cores ?? coreFolders({ dataDir })),
  ]);
  const kinds = kindsOfAll(installed);
  const wanted = [...kinds.extensions, '.zip'];
  const isWanted = (path: string) => isPlayable(path, wanted);
  const [own, scans, recent] = await Promise.all([
    also === undefined ? [] : filesOf(also, wanted),
    Promise.all(folders.map((folder) => scanFolder(folder, wanted))),
    also === undefined ? [] : filesThatAreThere(history, isWanted),
  ]);
  const files = [...new Set([...own, ...scans.flatMap((scan) => scan.files), ...recent])];
  const names = await index.namesIn(
    files.filter((path) => isArchive(path) || isSheet(path)),
    Date.now() + readingTimeMs,
  );
  await index.save();
  const games = gamesAmong(files, { kinds, systemOf: systemsBy(installed), names });
  return {
    games: inOrder(games, history),
    folders: folders.map((path, number) => listed(path, scans[number]!, games)),
    coresPlayedMs: new Map(
      history.flatMap(({ core, playedAt }) => (core === undefined ? [] : [[core, Date.parse(playedAt)]])),
    ),
  };
}

/** The files of a folder, without those deeper in it. */
async function filesOf(folder: string, wanted: readonly string[]): Promise<readonly string[]> {
  return (await scanFolder(folder, wanted, { ...SCAN_LIMITS, depth: 0 })).files;
}

async function filesThatAreThere(
  history: readonly PlayedGame[],
  isWanted: (path: string) => boolean,
): Promise<string[]> {
  const paths = history.flatMap(({ path }) => (path !== undefined && isWanted(path) ? [path] : []));
  const found = paths.slice(0, RECENT_GAMES).map(async (path) => {
    return (await stat(path).catch(() => undefined))?.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

function inOrder(games: readonly LibraryGame[], history: readonly PlayedGame[]): LibraryGame[] {
  const played = new Map(history.map(({ path, playedAt }) => [path, Date.parse(playedAt)]));
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return games
    .map((game) => {
      const lastPlayedMs = played.get(game.path);
      return lastPlayedMs === undefined ? game : { ...game, lastPlayedMs };
    })
    .sort(
      (a, b) =>
        (b.lastPlayedMs ?? 0) - (a.lastPlayedMs ?? 0) || compare(a.title, b.title) || compare(a.path, b.path),
    );
}

function listed(path: string, { faults }: FolderScan, games: readonly LibraryGame[]): ListedFolder {
  const start = path.endsWith(sep) ? path : path + sep;
  return { path, games: games.filter((game) => game.path.startsWith(start)).length, faults };
}
