import { search } from '@inquirer/prompts';
import { CloudgameError } from '../errors.js';
import { type GameLibrary, type LibraryOptions, openLibrary } from '../library/game-library.js';
import { searchOver } from '../library/search-games.js';
import { GAME_EXTENSIONS } from '../pipeline/core/core-program.js';
import { type GameChoice, gameChoices, offersOf } from './game-choices.js';
import { canAsk, leaveOnEscape, unlessInterrupted } from './question.js';

/** How long (ms) archives that are new may be read before the list is shown. */
const READING_TIME_MS = 1_500;
const HELP = 'type to search • ↑↓ move • ⏎ host • esc leave';
/** Rows that the question, its description and its help take. */
const OTHER_ROWS = 6;

/**
 * Offers the games of the library and of a folder, those that were played, and the bundled one: a list that is searched
 * by typing.
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
  const { rows = 24 } = process.stderr;
  const library = await openLibrary({ readingTimeMs: READING_TIME_MS, ...options });
  const find = searchOver(offersOf(library));
  const notes = notesOf(library);
  const leaving = leaveOnEscape(process.stdin);
  try {
    return await unlessInterrupted(
      search<GameChoice>(
        {
          message: 'Which game?',
          theme: { style: { keysHelpTip: () => HELP } },
          pageSize: Math.max(3, Math.min(20, rows - OTHER_ROWS)),
          source: (words = '') =>
            gameChoices(find(words), {
              notes: words === '' ? notes : [],
              columns: process.stderr.columns ?? 80,
              nowMs: Date.now(),
            }),
        },
        { output: process.stderr, signal: leaving.signal },
      ),
    );
  } finally {
    leaving.close();
  }
}

/** What of the library isn't there. */
function notesOf({ folders }: GameLibrary): string[] {
  const faults = folders.flatMap((folder) => folder.faults);
  return faults.length > 3 ? [...faults.slice(0, 2), `and ${faults.length - 2} more`] : faults;
}
