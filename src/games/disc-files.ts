import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { CloudgameError } from '../errors.js';
import { nameFault } from './entry-name.js';
import {
  faultOfNamed,
  filesOfSheet,
  isSheet,
  MAX_SHEET_BYTES,
  NAMED_SHEET_HINT,
  namesByItsName,
} from './game-sheet.js';
import { unreadableGame } from './unreadable-game.js';

/** Files of one game: four discs of a good fifty tracks. */
export const MAX_DISC_FILES = 250;

/**
 * The files that belong to a game of several files: the tracks of a disc (`.cue`, `.toc`, `.gdi`, `.ccd`), and the discs
 * of a list (`.m3u`) with theirs.
 *
 * @returns whole paths in the order in which they are named, without the game's own; none for a game of one file.
 * @throws CloudgameError `game` where one of them isn't there, is a list that a list names, or lies outside of the game's
 *   folder: a game is foreign, and must not point its core at other files of this computer.
 */
export async function discFiles(game: string): Promise<string[]> {
  const whole = resolve(game);
  const found = new Set<string>([whole]);
  // What is found is looked into in turn: a set may grow while it is gone through.
  for (const sheet of found) {
    for (const name of await namesIn(sheet)) {
      const path = await discFile(whole, sheet, name);
      if (path !== undefined) found.add(path);
      if (found.size > MAX_DISC_FILES) {
        throw discFault(whole, `has more than ${MAX_DISC_FILES} files`, 'Host a smaller part of it.');
      }
    }
  }
  found.delete(whole);
  return [...found];
}

async function namesIn(path: string): Promise<readonly string[]> {
  if (!isSheet(path)) return [];
  if (namesByItsName(path)) return filesOfSheet(path, new Uint8Array());
  try {
    const stats = await stat(path);
    // A pipe or a device would be waited for, perhaps for ever.
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MAX_SHEET_BYTES) throw new Error('it is too large to be a list of files');
    return filesOfSheet(path, await readFile(path));
  } catch (cause) {
    throw unreadableGame(path, cause);
  }
}

/** The path of a named file; `undefined` for one that needn't be there. */
async function discFile(game: string, sheet: string, name: string): Promise<string | undefined> {
  const path = resolve(dirname(sheet), name);
  const home = dirname(game);
  const nesting = faultOfNamed(sheet, name);
  if (nesting !== undefined)
    throw discFault(game, `is refused: ${basename(sheet)} ${nesting}`, NAMED_SHEET_HINT);
  // A name that climbs up and down again stays below all the same; one with control characters is no name.
  const fault = /^(\/|[a-z]:)/i.test(name) || /\p{Cc}/u.test(name) ? nameFault(name) : undefined;
  if (fault !== undefined || !isBelow(home, path)) {
    throw discFault(
      game,
      `is refused: ${basename(sheet)} names ${JSON.stringify(name.slice(0, 100))}, which is not in its folder`,
      'Get the game from a place that you trust, or put all of its files into one folder.',
    );
  }
  const there = await stat(path).catch(() => undefined);
  if (!there?.isFile()) {
    if (namesByItsName(sheet)) return undefined;
    throw discFault(
      game,
      `is not whole: ${basename(sheet)} names "${name}", and there is no such file`,
      'Put the file beside it, by exactly that name: capitals count.',
    );
  }
  const [realHome, realPath] = await Promise.all([realpath(home), realpath(path)]);
  if (isBelow(realHome, realPath)) return path;
  throw discFault(
    game,
    `is refused: "${name}" is a link that leads out of its folder`,
    'Put the file itself into the folder, or host the game from where all of its files are.',
  );
}

function isBelow(folder: string, path: string): boolean {
  const [first] = relative(folder, path).split(sep);
  return first !== '' && first !== '..' && !/^[a-z]:$/i.test(first!);
}

function discFault(game: string, fault: string, hint: string): CloudgameError {
  return new CloudgameError('game', `The game ${basename(game)} ${fault}.`, hint);
}
