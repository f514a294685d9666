import { readFileSync, statSync } from 'node:fs';
import { CoreError } from '../protocol/core-error.js';
import { explained } from './unreadable-file.js';

/** The size up to which a game is read into memory; what is larger is another kind of file. */
export interface LargestGame {
  readonly mebibytes: number;
  /** How a game of so much is told of, after its size: "and no NES game has more than 16". */
  readonly excess: string;
}

const MEBIBYTE = 1024 * 1024;

/** Reads a game's file; throws a `CoreError` that says why it can't be played. */
export function readGameFile(path: string, largest: LargestGame): Buffer {
  const size = gameFileSize(path);
  if (size > largest.mebibytes * MEBIBYTE) {
    throw new CoreError(
      `${path} has ${Math.ceil(size / MEBIBYTE)} MiB, ${largest.excess}.`,
      'Name the game itself; another system’s game needs another core (--core).',
    );
  }
  return explained(path, () => readFileSync(path));
}

/** Bytes of a game's file; throws a `CoreError` for what can't be one. */
export function gameFileSize(path: string): number {
  const stats = explained(path, () => statSync(path));
  if (stats.isDirectory()) throw new CoreError(`${path} is a folder, not a game.`, 'Name a file inside it.');
  if (!stats.isFile()) throw new CoreError(`${path} is not a regular file.`, 'Name the file of a game.');
  if (stats.size === 0) {
    throw new CoreError(`${path} is empty.`, 'Copy the game again: nothing of it arrived.');
  }
  return stats.size;
}
