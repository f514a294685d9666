import { createHash, type Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { gameFileSize, type LargestGame, readGameFile } from '../game-file/read-game-file.js';

/** A game as a core is given it. */
export interface Content {
  /** Whole path. */
  readonly path: string;
  /** The file; absent where the core reads it itself. */
  readonly bytes: Buffer | undefined;
}

/** Bytes of what is read for a core, in all. */
export const LARGEST_IN_MEMORY = 512 * 1024 * 1024;
const LARGEST_GAME: LargestGame = {
  mebibytes: LARGEST_IN_MEMORY / 1024 / 1024,
  excess: 'more than any game that this core plays',
};

/**
 * Reads a game's file, unless the core wants to do so itself.
 *
 * @param needsPath - the core reads the file itself (`need_fullpath`).
 * @throws CoreError that says why it can't be played.
 */
export function readContent(game: string, needsPath: boolean): Content {
  const path = resolve(game);
  if (!needsPath) return { path, bytes: readGameFile(path, LARGEST_GAME) };
  gameFileSize(path);
  return { path, bytes: undefined };
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
