import { createHash, type Hash } from 'node:crypto';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { explained } from '../game-file/unreadable-file.js';
import { CoreError } from '../protocol/serve.js';

/** A game as a core is given it. */
export interface Content {
  /** Whole path. */
  readonly path: string;
  /** The file; absent where the core reads it itself. */
  readonly bytes: Buffer | undefined;
}

/** Bytes of what is read for a core, in all. */
export const LARGEST_IN_MEMORY = 512 * 1024 * 1024;

/**
 * Reads a game's file, unless the core wants to do so itself.
 *
 * @param needsPath - the core reads the file itself (`need_fullpath`).
 * @throws CoreError that says why it can't be played.
 */
export function readContent(game: string, needsPath: boolean): Content {
  const path = resolve(game);
  const stats = explained(path, () => statSync(path));
  check(path, stats, needsPath);
  return { path, bytes: needsPath ? undefined : explained(path, () => readFileSync(path)) };
}

/** `retro_game_info` of a game; the bytes must be kept as long as the core runs. */
export function gameInfoOf({ path, bytes }: Content) {
  return { path, data: bytes ?? null, size: bytes?.length ?? 0, meta: null };
}

/** Adds to a hash what tells a game from others: its bytes, or, of an image that only the core reads, its size. */
export function identify(content: Content, hash: Hash = createHash('sha256')): Hash {
  if (content.bytes) return hash.update(content.bytes);
  return hash.update(`${statSync(content.path).size}`);
}

function check(path: string, stats: Stats, needsPath: boolean): void {
  if (stats.isDirectory()) throw new CoreError(`${path} is a folder, not a game.`, 'Name a file inside it.');
  if (!stats.isFile()) throw new CoreError(`${path} is not a regular file.`, 'Name the file of a game.');
  if (stats.size === 0) {
    throw new CoreError(`${path} is empty.`, 'Copy the game again: nothing of it arrived.');
  }
  if (!needsPath && stats.size > LARGEST_IN_MEMORY) {
    throw new CoreError(
      `${path} has ${Math.ceil(stats.size / 1024 / 1024)} MiB, more than any game that this core plays.`,
      'Name the game itself; another system’s game needs another core (--core).',
    );
  }
}
