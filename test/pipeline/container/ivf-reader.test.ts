import { describe, expect, it } from 'vitest';
import { IvfReader } from '../../../src/pipeline/container/ivf-reader.js';
import { bytes, bytewise, cutInTwo } from '../pieces.js';

/** DKIF, version 0, header of 32 bytes, VP80, 256×240, time base 1/90000, frames unknown. */
const FILE_HEADER = bytes('444b4946 0000 2000 56503830 0001 f000 905f0100 01000000 00000000 00000000');
const STREAM = Buffer.concat([
  FILE_HEADER,
  bytes('03000000 dd05000000000000 aabbcc'),
  bytes('00000000 de05000000000000'),
  bytes('01000000 0100000002000000 ee'),
]);
const FRAMES = [
  { timestamp: 1501, data: bytes('aabbcc') },
  { timestamp: 1502, data: bytes('') },
  { timestamp: 2 * 2 ** 32 + 1, data: bytes('ee') },
];

describe('an IVF reader', () => {
  it('gives all frames of one piece, in order, with their time stamps', () => {
    expect(new IvfReader().push(STREAM)).toEqual(FRAMES);
  });

  it('gives the same frames wherever the stream is cut', () => {
    for (const [before, after] of cutInTwo(STREAM)) {
      const reader = new IvfReader();
      expect([...reader.push(before), ...reader.push(after)], `cut after ${before.length}`).toEqual(FRAMES);
    }
    const reader = new IvfReader();
    expect(bytewise(STREAM).flatMap((byte) => reader.push(byte))).toEqual(FRAMES);
  });

  it('gives a frame with its last byte, and does not wait for the next', () => {
    const reader = new IvfReader();
    const end = FILE_HEADER.length + 12 + 3;
    expect(reader.push(STREAM.subarray(0, end - 1))).toEqual([]);
    expect(reader.push(STREAM.subarray(end - 1, end))).toEqual([FRAMES[0]]);
  });

  it('begins after a file header as long as it says', () => {
    const longer = Buffer.concat([FILE_HEADER, Buffer.alloc(4, 0xff), STREAM.subarray(32)]);
    longer.writeUInt16LE(36, 6);
    expect(new IvfReader().push(longer)).toEqual(FRAMES);
  });

  it('refuses another container', () => {
    expect(() => new IvfReader().push(Buffer.alloc(32, 'RIFF'))).toThrow('not an IVF stream');
  });
});
