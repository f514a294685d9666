import { CloudgameError } from '../errors.js';
import { type GameLibrary, type LibraryOptions, openLibrary } from '../library/game-library.js';
import { searchOver } from '../library/search-games.js';
import { GAME_EXTENSIONS } from '../pipeline/core/core-program.js';
import { type GameChoice, gameChoices, offersOf } from './game-choices.js';
import { canAsk } from './question.js';
import { askBySearch } from './search-question.js';

/** How long (ms) archives that are new may be read before the list is shown. */
const READING_TIME_MS = 1_500;
/** Notes about folders that are shown. */
const SHOWN_NOTES = 3;

/**
 * Offers the games of the library and of a folder, those that were played, and the bundled one.
 *
 * @param options - `also` is the folder.
 * @returns the choice; `undefined` for Escape and Ctrl-C.
 * @throws CloudgameError `usage` where nobody is there to choose.
 */
export async function chooseGame(options: LibraryOptions): Promise<GameChoice | undefined> {
  if (!canAsk()) {
    throw new CloudgameError(
      'usage',
      'No game is named.',
      `Name one: cloudgame host GAME${GAME_EXTENSIONS[0]}. Or play the bundled one: cloudgame demo`,
    );
  }
  const library = await openLibrary({ readingTimeMs: READING_TIME_MS, ...options });
  const find = searchOver(offersOf(library));
  const notes = notesOf(library);
  return askBySearch<GameChoice>('Which game?', (words) =>
    gameChoices(find(words), {
      notes: words === '' ? notes : [],
      columns: process.stderr.columns ?? 80,
      nowMs: Date.now(),
    }),
  );
}

/** What of the library isn't there. */
function notesOf({ folders }: GameLibrary): string[] {
  const faults = folders.flatMap((folder) => folder.faults);
  const more = faults.length - SHOWN_NOTES;
  return more > 0 ? [...faults.slice(0, SHOWN_NOTES), `and ${more} more`] : faults;
}
