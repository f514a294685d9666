import { basename } from 'node:path';
import { select } from '@inquirer/prompts';
import { isUnpacked, type NamedGame } from '../games/game-file.js';
import { playableExtensions } from '../games/playable-extensions.js';
import { gamesInArchive } from '../games/unpack-game.js';
import { canAsk, unlessInterrupted } from './question.js';

/**
 * Offers the games of an archive where there are several, none is named and somebody is there to choose.
 *
 * @returns what was named, with the choice; `undefined` for Ctrl-C.
 */
export async function chooseEntry(named: NamedGame): Promise<NamedGame | undefined> {
  const { game, core, entry } = named;
  if (game === undefined || entry !== undefined || !isUnpacked(named) || !canAsk()) return named;
  const names = await gamesInArchive(game, playableExtensions(core) ?? []);
  if (names.length < 2) return named;
  const chosen = await unlessInterrupted(
    select<string>(
      {
        message: `Which game of ${basename(game)}?`,
        choices: names.map((name) => ({ name, value: name })),
      },
      { output: process.stderr },
    ),
  );
  return chosen === undefined ? undefined : { ...named, entry: chosen };
}
