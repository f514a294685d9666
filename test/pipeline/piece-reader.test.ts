import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readPieces } from '../../src/pipeline/piece-reader.js';

/** Writes a megabyte in which no two places are alike, and ends. */
const WRITER = `
  const { writeSync } = require('node:fs');
  const bytes = Buffer.from(Uint32Array.from({ length: 262144 }, (_, index) => index * 2654435761).buffer);
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(4, bytes, offset);
`;

function startWriter(program: string): { child: ChildProcess; pipe: Readable } {
  const child = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ignore', 'pipe'],
  });
  return { child, pipe: child.stdio[4] as Readable };
}

describe('readPieces', () => {
  it('reads all that a child writes, in order, and lets it end', async () => {
    const { child, pipe } = startWriter(WRITER);
    const hash = createHash('sha256');
    const buffers = new Set<ArrayBufferLike>();
    readPieces(pipe, 100_000, (piece) => {
      hash.update(piece);
      buffers.add(piece.buffer);
    });
    await once(child, 'close');
    const expected = Uint32Array.from({ length: 262_144 }, (_, index) => index * 2_654_435_761);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(expected).digest('hex'));
    expect(buffers.size, 'Node reads into one buffer').toBe(1);
  });

  it('is done with a pipe that is destroyed', async () => {
    const { child, pipe } = startWriter('setInterval(() => require("node:fs").writeSync(4, "x"), 1)');
    readPieces(pipe, 10, () => pipe.destroy());
    await once(pipe, 'close');
    child.kill();
    await once(child, 'close');
  });

  it('reads any other stream as it comes', async () => {
    const stream = new PassThrough();
    const pieces: string[] = [];
    readPieces(stream, 10, (piece) => pieces.push(piece.toString()));
    stream.end('longer than that');
    await once(stream, 'close');
    expect(pieces).toEqual(['longer than that']);
  });
});
