/**
 * What a page says on the `frames` channel of the packets that it gets, little-endian: how many came, and which it wants
 * again.
 *
 *      0  u8      version, 1
 *      1  u8      runs that follow, at most 64
 *      2  u16     0
 *      4  u32     packets that came so far, modulo 2^32, repeated ones not among them
 *      8  u32     packets that were lost so far, those that were repeated since or made up for among them
 *     12          per run, 6 bytes:
 *      0  u32     number of a message
 *      4  u8      its first piece that is wanted
 *      5  u8      how many from there; 255 = all that there are
 */
export interface RepeatRequest {
  readonly received: number;
  readonly lost: number;
  readonly runs: readonly PieceRun[];
}

/** Consecutive pieces of a message. */
export interface PieceRun {
  readonly number: number;
  readonly first: number;
  readonly count: number;
}

/** As many pieces as there are. */
export const ALL_PIECES = 255;
export const MOST_RUNS = 64;
const REPEAT_REQUEST_VERSION = 1;
const FIXED_BYTES = 12;
const RUN_BYTES = 6;

export function writeRepeatRequest({ received, lost, runs }: RepeatRequest): Uint8Array<ArrayBuffer> {
  const told = runs.slice(0, MOST_RUNS);
  const bytes = new Uint8Array(FIXED_BYTES + RUN_BYTES * told.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, REPEAT_REQUEST_VERSION);
  view.setUint8(1, told.length);
  view.setUint32(4, received, true);
  view.setUint32(8, lost, true);
  told.forEach(({ number, first, count }, index) => {
    const at = FIXED_BYTES + RUN_BYTES * index;
    view.setUint32(at, number, true);
    view.setUint8(at + 4, first);
    view.setUint8(at + 5, count);
  });
  return bytes;
}

/** Reads a request; `undefined` where it is none. */
export function readRepeatRequest(bytes: Uint8Array): RepeatRequest | undefined {
  if (bytes.length < FIXED_BYTES || bytes[0] !== REPEAT_REQUEST_VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes[1]!;
  if (
    count > MOST_RUNS ||
    view.getUint16(2, true) !== 0 ||
    bytes.length !== FIXED_BYTES + RUN_BYTES * count
  ) {
    return undefined;
  }
  return {
    received: view.getUint32(4, true),
    lost: view.getUint32(8, true),
    runs: Array.from({ length: count }, (_, index) => {
      const at = FIXED_BYTES + RUN_BYTES * index;
      return { number: view.getUint32(at, true), first: bytes[at + 4]!, count: bytes[at + 5]! };
    }),
  };
}
