import { basename, dirname, extname, join } from 'node:path';
import { isArchive } from '../games/archive.js';
import { isSheet } from '../games/game-sheet.js';
import { isPlayable, type PlayableKinds } from '../games/playable-extensions.js';
import type { SystemOf } from './game-system.js';
import { type GameTitle, gameTitle } from './game-title.js';

/** A game that can be chosen. */
export interface LibraryGame extends GameTitle {
  /** Absolute path of the file to host. */
  readonly path: string;
  /** `undefined` where nobody knows. */
  readonly system: string | undefined;
  /** How many games an archive holds, one of which is to be chosen; absent for one game. */
  readonly games?: number;
  /** When it was hosted last, milliseconds since 1970. */
  readonly lastPlayedMs?: number;
}

/** What is needed to tell games from files. */
export interface GameKnowledge {
  readonly kinds: PlayableKinds;
  readonly systemOf: SystemOf;
  /** Names in archives and sheets, by the path of these. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

/** The games among files: an archive is one where it holds any, and the tracks that a sheet names are none. */
export function gamesAmong(files: readonly string[], knowledge: GameKnowledge): LibraryGame[] {
  const named = new Set(
    files
      .filter(isSheet)
      .flatMap((sheet) => (knowledge.names.get(sheet) ?? []).map((name) => join(dirname(sheet), name))),
  );
  return files.flatMap((path) => (named.has(path) ? [] : (describe(path, knowledge) ?? [])));
}

function describe(path: string, { kinds, systemOf, names }: GameKnowledge): LibraryGame | undefined {
  const title = gameTitle(basename(path, extname(path)));
  const inside = names.get(path);
  if (isArchive(path)) {
    const games = inside && gamesInside(inside, kinds.extensions);
    // What wasn't looked into yet may hold a game; a core for arcade games takes whatever is in there.
    if (games?.length === 0 && !kinds.takesArchives) return undefined;
    const [first] = games ?? [];
    return {
      path,
      ...title,
      system: systemOf(first === undefined ? '.zip' : extensionOf(first)),
      ...(games && games.length > 1 && { games: games.length }),
    };
  }
  // A list of music is no list of discs.
  if (
    isSheet(path) &&
    inside &&
    !inside.some((name) => isPlayable(name, kinds.extensions) || isTrack(name))
  ) {
    return undefined;
  }
  return { path, ...title, system: systemOf(extensionOf(path)) };
}

/** Of a disc in an archive its sheet counts, and not the tracks beside it. */
function gamesInside(names: readonly string[], extensions: readonly string[]): readonly string[] {
  const playable = names.filter((name) => isPlayable(name, extensions));
  const sheets = playable.filter(isSheet);
  const lists = sheets.filter((name) => extensionOf(name) === '.m3u');
  if (lists.length > 0) return lists;
  return sheets.length > 0 ? playable.filter((name) => isSheet(name) || !isTrack(name)) : playable;
}

function isTrack(name: string): boolean {
  return ['.bin', '.img', '.iso', '.wav', '.sub', '.raw'].includes(extensionOf(name));
}

function extensionOf(name: string): string {
  return extname(name).toLowerCase();
}
