import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { select } from '@inquirer/prompts';
import { CloudgameError } from '../errors.js';
import { isArchive } from '../games/archive.js';
import { GAME_EXTENSIONS } from '../pipeline/core/core-program.js';
import { canAsk, unlessInterrupted } from './question.js';

/** What somebody chose to play. */
export interface ChosenGame {
  readonly game?: string;
  readonly core?: string;
}

/** Lists the games in a folder by name, archives among them. */
export async function gamesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isGame(entry.name))
    .map((entry) => entry.name)
    .sort((a, b) => a.localeCompare(b));
}

function isGame(name: string): boolean {
  return isArchive(name) || GAME_EXTENSIONS.includes(extname(name).toLowerCase());
}

/**
 * Offers the games of a folder and the bundled one.
 *
 * @returns the choice; `undefined` for Ctrl-C.
 * @throws CloudgameError `usage` where nobody is there to choose.
 */
export async function chooseGame(folder: string): Promise<ChosenGame | undefined> {
  if (!canAsk()) {
    throw new CloudgameError(
      'usage',
      'No game is named.',
      `Name one: cloudgame host GAME${GAME_EXTENSIONS[0]}. Or play the bundled one: cloudgame demo`,
    );
  }
  const games = await gamesIn(folder);
  const question = select<ChosenGame>(
    {
      message: 'Which game?',
      choices: [
        ...games.map((name) => ({ name, value: { game: join(folder, name) } })),
        { name: 'Snake, the bundled game for 1 to 4 players', value: { core: 'snake' } },
      ],
    },
    { output: process.stderr },
  );
  return unlessInterrupted(question);
}
