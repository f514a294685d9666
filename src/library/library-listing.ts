import { CloudgameError } from '../errors.js';
import type { GameLibrary } from './game-library.js';
import { sayWhen } from './last-played.js';
import type { LibraryGame } from './library-game.js';

/** A game as `cloudgame library list --json` prints it. */
export interface ListedGame {
  readonly path: string;
  readonly title: string;
  readonly tags: string;
  readonly system: string | null;
  /** How many games the file holds. */
  readonly games: number;
  /** ISO 8601, UTC; `null` where it was never hosted. */
  readonly lastPlayed: string | null;
}

export function listedGame(game: LibraryGame): ListedGame {
  const { path, title, tags, system = null, games = 1, lastPlayedMs } = game;
  const lastPlayed = lastPlayedMs === undefined ? null : new Date(lastPlayedMs).toISOString();
  return { path, title, tags, system, games, lastPlayed };
}

/**
 * The games of a system.
 *
 * @param system - its name or a part of it, in any case.
 * @throws CloudgameError `usage` where the library has none, with the systems that it has games of.
 */
export function gamesOfSystem({ games }: GameLibrary, system: string): readonly LibraryGame[] {
  const wanted = system.toLowerCase();
  const exact = games.filter((game) => game.system?.toLowerCase() === wanted);
  const found =
    exact.length > 0 ? exact : games.filter((game) => game.system?.toLowerCase().includes(wanted));
  if (found.length > 0) return found;
  const systems = [...new Set(games.flatMap((game) => game.system ?? []))].sort();
  throw new CloudgameError(
    'usage',
    `The library has no games of a system "${system}".`,
    systems.length === 0
      ? 'It has no games yet: cloudgame library add DIR'
      : `It has: ${systems.join(', ')}.`,
  );
}

/** Lines for people: title with tags, system, when it was played last, path. */
export function libraryLines(games: readonly LibraryGame[], nowMs: number): string[] {
  return games.flatMap((game) => {
    const about = [
      game.system,
      game.games === undefined ? undefined : `${game.games} games`,
      game.lastPlayedMs === undefined ? undefined : `played ${sayWhen(game.lastPlayedMs, nowMs)}`,
    ];
    const title = [game.title, game.tags].filter(Boolean).join(' ');
    return [[title, ...about.filter(Boolean)].join('  '), `    ${game.path}`];
  });
}
