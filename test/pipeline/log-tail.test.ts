import { describe, expect, it } from 'vitest';
import { LogTail } from '../../src/pipeline/log-tail.js';
import { bytewise } from './pieces.js';

function tailOf(...pieces: string[]): string[] {
  const tail = new LogTail();
  for (const piece of pieces) tail.push(Buffer.from(piece));
  return tail.lines;
}

describe('the tail of a log', () => {
  it('is empty where nothing was said', () => {
    expect(tailOf()).toEqual([]);
    expect(tailOf('\n \n\t\n')).toEqual([]);
  });

  it('is the last five lines, a last one without an end included', () => {
    expect(tailOf('1\n2\n3\n4\n5\n6\n')).toEqual(['2', '3', '4', '5', '6']);
    expect(tailOf('1\n2\n3\n4\n5\n6\nseg')).toEqual(['3', '4', '5', '6', 'seg']);
  });

  it('is the same however the log is cut into pieces', () => {
    const log = 'loading\n\nno BIOS\nSegmentation fault';
    expect(tailOf('load', 'ing\n', '\nno BIOS\nSegmen', 'tation fault')).toEqual(tailOf(log));
    const tail = new LogTail();
    for (const byte of bytewise(Buffer.from(log))) tail.push(byte);
    expect(tail.lines).toEqual(['loading', 'no BIOS', 'Segmentation fault']);
  });

  it('leaves out the frames of a stack, which would push out the line that tells', () => {
    const stack = Array.from({ length: 9 }, (_, index) => `    at step${index} (core.js:${index}:1)`);
    expect(tailOf(['Error: no such mapper', ...stack, '', 'Node.js v20'].join('\n'))).toEqual([
      'Error: no such mapper',
      'Node.js v20',
    ]);
  });

  it('has no control characters that could touch a terminal, but keeps tabs', () => {
    expect(tailOf('\x1b[31mred\x1b[0m\ttab\r\x07\x9b\n')).toEqual(['[31mred[0m\ttab']);
  });

  it('cuts lines that never end, and does not keep a flood', () => {
    const tail = new LogTail();
    for (let piece = 0; piece < 100; piece++) tail.push(Buffer.alloc(100_000, 'x'));
    expect(tail.lines).toEqual(['x'.repeat(300)]);
    tail.push(Buffer.from(`${'y'.repeat(1000)}\nend\n`));
    expect(tail.lines.map((line) => line.length)).toEqual([300, 3]);
  });

  it('takes the end of a flood that comes as one piece', () => {
    expect(tailOf(`${'noise\n'.repeat(100_000)}the cause\n`).at(-1)).toBe('the cause');
  });
});
