import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { isSheet } from './game-sheet.js';

/** Bytes up to which a file of a disc is read whole. */
const WHOLE_BYTES = 4 * 1024 * 1024;
/** Pieces that are read of a longer one, spread evenly from its first byte to its last, and bytes of each. */
const PIECES = 32;
const PIECE_BYTES = 64 * 1024;

/**
 * The SHA-256 that a game of several files is known by: of its sheets, and of every other file its size, and all of it up
 * to 4 MiB or 32 pieces of 64 KiB. A disc has 700 MB, and its first second tells it from any other; where it is read
 * from makes no difference, nor what its files are called but for the sheets that say so.
 *
 * @param paths - the game's file, and those that it names in their order.
 * @returns 64 hex digits.
 */
export async function identifyDisc(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update('cloudgame disc 1\n');
  for (const path of paths) await addFile(hash, path);
  return hash.digest('hex');
}

async function addFile(hash: Hash, path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    hash.update(`${size}\n`);
    const isWhole = isSheet(path) || size <= WHOLE_BYTES;
    const count = isWhole ? Math.ceil(size / PIECE_BYTES) : PIECES;
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let index = 0; index < count; index++) {
      const last = Math.max(0, size - PIECE_BYTES);
      const position = isWhole ? index * PIECE_BYTES : Math.floor((last * index) / (PIECES - 1));
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
