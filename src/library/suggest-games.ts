import { stat } from 'node:fs/promises';
import { CloudgameError } from '../errors.js';
import { type LibraryOptions, openLibrary } from './game-library.js';
import { searchOver } from './search-games.js';

/** Games that an error names. */
const NAMED_GAMES = 5;
/** How long (ms) an error may wait for archives to be read. */
const READING_TIME_MS = 500;

/**
 * Helps whoever names a game by its title: where there is no such file, but games in the library are called so.
 *
 * @throws CloudgameError `game` that names them; returns where the file is there, or nothing is like it.
 */
export async function suggestGames(named: string, options: LibraryOptions): Promise<void> {
  if (await stat(named).catch(() => undefined)) return;
  const { games } = await openLibrary({ ...options, readingTimeMs: READING_TIME_MS });
  const [first, ...more] = searchOver(games)(named.replace(/\.[a-z0-9]{1,4}$/i, ''));
  if (!first) return;
  const found = [first, ...more].slice(0, NAMED_GAMES);
  const rest = 1 + more.length - found.length;
  const titles = found.map(({ title, tags }) => [title, tags].filter(Boolean).join(' '));
  throw new CloudgameError(
    'game',
    `There is no file ${named}; in the library: ${titles.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}.`,
    `Host one by its path: cloudgame host "${first.path}". Or choose from a list: cloudgame host`,
  );
}
