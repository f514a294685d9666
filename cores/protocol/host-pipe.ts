import { readSync, writeSync, writevSync } from 'node:fs';

/** The way to the host and back (PROTOCOL.md). Standard output is free for whatever a core prints. */

const FROM_HOST = 3;
/** File descriptor that the answers go to. */
export const TO_HOST = 4;

/** Waits for what comes next. @returns its size, bytes; 0 where the host has closed its end. */
export function receive(piece: Buffer): number {
  return readSync(FROM_HOST, piece);
}

/** Sends a message whose body is the given pieces, in one system call and without joining them first. */
export function send(type: number, pieces: readonly Uint8Array[]): void {
  const size = pieces.reduce((total, piece) => total + piece.length, 0);
  const header = Buffer.alloc(5);
  header.writeUInt32LE(1 + size, 0);
  header.writeUInt8(type, 4);
  const written = writevSync(TO_HOST, [header, ...pieces]);
  // A pipe takes everything unless a signal cuts the call short.
  if (written < 5 + size) writeFully(Buffer.concat([header, ...pieces]).subarray(written));
}

function writeFully(bytes: Buffer): void {
  let offset = 0;
  while (offset < bytes.length) offset += writeSync(TO_HOST, bytes, offset);
}

export function asBuffer(view: Uint8Array | Int16Array): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
