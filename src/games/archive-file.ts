import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { unreadableGame } from './unreadable-game.js';

const PIECE_BYTES = 64 * 1024;

/**
 * Opens a file to read.
 *
 * @throws CloudgameError `game` where it can't be read.
 */
export async function openGameFile(path: string): Promise<FileHandle> {
  try {
    // A pipe or a device would be waited for, perhaps for ever.
    if (!(await stat(path)).isFile()) throw new Error('it is no file');
    return await open(path, 'r');
  } catch (cause) {
    throw unreadableGame(path, cause);
  }
}

/**
 * Reads parts of an archive. Where an archive names an offset outside of itself, yauzl's own reader throws where nobody
 * can catch it; here nothing is read.
 */
export class ArchiveFile extends RandomAccessReader {
  readonly #file: FileHandle;
  readonly #bytes: number;

  /**
   * @param file - stays its owner's to close.
   * @param bytes - size of the file.
   */
  constructor(file: FileHandle, bytes: number) {
    super();
    this.#file = file;
    this.#bytes = bytes;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (position + length > this.#bytes) {
      setImmediate(callback, null, 0);
      return;
    }
    this.#file.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: Error) => callback(error),
    );
  }

  /** yauzl's hook for the packed bytes of an entry. */
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, Math.min(end, this.#bytes)), { objectMode: false });
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let position = start; position < end; ) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, end - position));
      const { bytesRead } = await this.#file.read(piece, 0, piece.length, position);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
      position += bytesRead;
    }
  }
}
