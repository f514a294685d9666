import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** A pipe of a child process as Node has it, on systems where pipes have descriptors. */
type PipeWithHandle = Writable & { readonly _handle?: { readonly fd?: number } | null };

/**
 * Writes into a pipe of a child process. What there is room for goes by the system's own call, without waiting: a stream
 * does the same in the end, and takes longer than the system for what it notes of every piece, once before and once after.
 * What there is no room for goes by the stream, in order.
 */
export class PipeWriter {
  readonly #pipe: PipeWithHandle;

  constructor(pipe: Writable) {
    this.#pipe = pipe;
  }

  /**
   * Writes a piece; one for a child that is gone ends in an error of the stream.
   *
   * @param onWritten - called where it was not written at once, when it is: until then its memory is not to be changed.
   * @returns whether it was written at once.
   */
  write(piece: Buffer, onWritten?: () => void): boolean {
    const written = this.#writeAtOnce(piece);
    if (written === piece.length) return true;
    this.#pipe.write(written === 0 ? piece : piece.subarray(written), onWritten);
    return false;
  }

  /** Returns how many bytes were written. */
  #writeAtOnce(piece: Buffer): number {
    // Asked for anew each time: the number of a pipe that is closed may be another file's by now.
    const descriptor = this.#pipe._handle?.fd;
    if (descriptor === undefined || descriptor < 0 || this.#pipe.writableLength > 0) return 0;
    try {
      return writeSync(descriptor, piece);
    } catch {
      // It is full, or nobody reads it any more: the stream waits, or tells why.
      return 0;
    }
  }
}
