import { basename } from 'node:path';
import { Separator } from '@inquirer/prompts';
import type { CoreFolders } from '../core-library/core-folders.js';
import { extensionsToUnpack, type NamedGame } from '../games/game-file.js';
import { gamesInArchive } from '../games/unpack-game.js';
import { searchOver } from '../library/search-games.js';
import { canAsk } from './question.js';
import { askBySearch, MAX_ROWS } from './search-question.js';
import { truncate } from './text-width.js';

/** What the list puts before each row, and a free column at the end. */
const MARGIN = 3;

/**
 * Offers the games of an archive where there are several, none is named and somebody is there to choose.
 *
 * @param folders - where the cores are whose games may be in the archive.
 * @returns what was named, with the choice; `undefined` for Escape and Ctrl-C.
 */
export async function chooseEntry(named: NamedGame, folders: CoreFolders): Promise<NamedGame | undefined> {
  const { game, entry } = named;
  if (game === undefined || entry !== undefined || !canAsk()) return named;
  const extensions = await extensionsToUnpack(named, folders);
  if (!extensions) return named;
  const names = await gamesInArchive(game, extensions);
  if (names.length < 2) return named;
  const find = searchOver(names.map((name) => ({ title: name, tags: '', system: undefined, path: '' })));
  const chosen = await askBySearch<string>(`Which game of ${basename(game)}?`, (words) => {
    const found = find(words);
    const columns = (process.stderr.columns ?? 80) - MARGIN;
    const rows = found.slice(0, MAX_ROWS).map(({ title: name }) => {
      return { name: truncate(name, columns), short: name, value: name };
    });
    const rest = found.length - rows.length;
    return rest > 0 ? [...rows, new Separator(`… and ${rest} more: type to find them`)] : rows;
  });
  return chosen === undefined ? undefined : { ...named, entry: chosen };
}
