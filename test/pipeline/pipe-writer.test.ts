import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PipeWriter } from '../../src/pipeline/pipe-writer.js';

/** More than any pipe holds. */
const MUCH = 4 * 1024 * 1024;

/** Answers with all that it was sent, when that has ended; begins to read when it is told to. */
const READER = `
  process.once('message', () => {
    const pieces = [];
    process.stdin.on('data', (piece) => pieces.push(piece));
    process.stdin.on('end', () => process.stdout.write(Buffer.concat(pieces)));
    process.disconnect();
  });
`;

/** Closes what it would read from, and stays. */
const CLOSER = `
  require('node:fs').closeSync(0);
  process.send('closed');
  setInterval(() => {}, 1000);
`;

function startReader(): { child: ChildProcess; pipe: Writable; received: Promise<Buffer> } {
  const child = spawn(process.execPath, ['-e', READER], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  const pieces: Buffer[] = [];
  child.stdout!.on('data', (piece: Buffer) => pieces.push(piece));
  const received = once(child, 'close').then(() => Buffer.concat(pieces));
  return { child, pipe: child.stdin!, received };
}

describe('PipeWriter', () => {
  it('writes at once what there is room for, and all in order', async () => {
    const { child, pipe, received } = startReader();
    const writer = new PipeWriter(pipe);
    expect(writer.write(Buffer.from('first '))).toBe(process.platform !== 'win32');
    let isWritten = false;
    const much = Buffer.alloc(MUCH, 'x');
    const written = new Promise<void>((resolve) => {
      const isAtOnce = writer.write(much, () => {
        isWritten = true;
        resolve();
      });
      expect(isAtOnce, 'nobody reads yet').toBe(false);
    });
    expect(writer.write(Buffer.from(' last')), 'what waits goes first').toBe(false);
    expect(isWritten).toBe(false);
    child.send('read');
    await written;
    pipe.end();
    expect((await received).equals(Buffer.concat([Buffer.from('first '), much, Buffer.from(' last')]))).toBe(
      true,
    );
  });

  it('ends in an error of the stream where nobody reads any more', async () => {
    const child = spawn(process.execPath, ['-e', CLOSER], { stdio: ['pipe', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    const failed = once(child.stdin!, 'error');
    expect(new PipeWriter(child.stdin!).write(Buffer.from('in vain'))).toBe(false);
    await failed;
    child.kill();
    await once(child, 'close');
  });

  it('leaves a pipe alone that is closed, whose descriptor may be that of another file', async () => {
    const { child, pipe } = startReader();
    pipe.on('error', () => {});
    pipe.destroy();
    expect(new PipeWriter(pipe).write(Buffer.from('too late'))).toBe(false);
    child.kill();
    await once(child, 'close');
  });

  it('writes into any other stream as that takes it', async () => {
    const stream = new PassThrough();
    const written = new Promise<void>((resolve) => {
      expect(new PipeWriter(stream).write(Buffer.from('text'), resolve)).toBe(false);
    });
    await written;
    expect(String(stream.read())).toBe('text');
  });
});
