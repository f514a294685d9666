import type { Readable } from 'node:stream';

/** Where `net.Socket` keeps its `onread` option: the buffer and what is called with it. */
const OPTION_PLACES = ['kBuffer', 'kBufferCb'] as const;

/** The socket's own side of `onread`: a handle that reads into a given buffer. */
interface ReadingHandle {
  useUserBuffer(buffer: Buffer): void;
}

/**
 * Reads a pipe of a child process piece by piece, each into the same memory, as the `onread` option of `net.connect`
 * does: for a picture that is a third of the time of a stream's events, which come with memory of their own for every
 * 64 kB. `child_process` makes the sockets of its pipes by itself and hands no options on, so this one is set afterwards,
 * where the running Node has it; elsewhere the pieces are those of the stream.
 *
 * @param pipe - nothing of it may have been read yet.
 * @param bytes - length of a piece at most, where it is read into that memory.
 * @param onPiece - takes a piece, which is valid during the call. It must not throw.
 */
export function readPieces(pipe: Readable, bytes: number, onPiece: (piece: Buffer) => void): void {
  // It is also what has the stream flow to its end.
  pipe.on('data', onPiece);
  const { _handle: handle } = pipe as Readable & { readonly _handle?: Partial<ReadingHandle> | null };
  const [buffer, callback] = OPTION_PLACES.map((name) =>
    Object.getOwnPropertySymbols(pipe).find(({ description }) => description === name),
  );
  if (!buffer || !callback || typeof handle?.useUserBuffer !== 'function') return;
  const memory = Buffer.allocUnsafeSlow(bytes);
  handle.useUserBuffer(memory);
  Object.assign(pipe, {
    [buffer]: memory,
    [callback]: (length: number) => {
      onPiece(memory.subarray(0, length));
      return true;
    },
  });
}
