import { basename } from 'node:path';
import { select } from '@inquirer/prompts';
import type { CoreFolders } from '../core-library/core-folders.js';
import { extensionsToUnpack, type NamedGame } from '../games/game-file.js';
import { gamesInArchive } from '../games/unpack-game.js';
import { canAsk, leaveOnEscape, unlessInterrupted } from './question.js';

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
  const leaving = leaveOnEscape(process.stdin);
  const chosen = await unlessInterrupted(
    select<string>(
      {
        message: `Which game of ${basename(game)}?`,
        choices: names.map((name) => ({ name, value: name })),
      },
      { output: process.stderr, signal: leaving.signal },
    ),
  ).finally(leaving.close);
  return chosen === undefined ? undefined : { ...named, entry: chosen };
}
