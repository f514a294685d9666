import { describe, expect, it } from 'vitest';
import { frameMessage, MAX_MESSAGE_BYTES, MessageReader } from '../../../cores/protocol/message-reader.js';

const MESSAGES = [
  { type: 0x81, body: Buffer.from('hello') },
  { type: 0x84, body: Buffer.alloc(0) },
  { type: 0x82, body: Buffer.alloc(9000, 7) },
];
const STREAM = Buffer.concat(MESSAGES.map(({ type, body }) => frameMessage(type, body)));

describe('the frame of a message', () => {
  it('is its length, then its type', () => {
    expect(frameMessage(0x82, Buffer.from('ab')).toString('hex')).toBe('03000000826162');
    expect(frameMessage(0x04, Buffer.alloc(0)).toString('hex')).toBe('0100000004');
  });
});

describe('MessageReader', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 1000, 4096, STREAM.length])(
    'puts messages together from pieces of %i bytes',
    (size) => {
      expect(read(pieces(STREAM, size))).toEqual(MESSAGES);
    },
  );

  it('puts messages together wherever the stream is cut in two', () => {
    const short = STREAM.subarray(0, 30);
    for (let cut = 0; cut <= short.length; cut++) {
      const received = read([short.subarray(0, cut), short.subarray(cut)]);
      expect(received, `cut after ${cut}`).toEqual(MESSAGES.slice(0, 2));
    }
  });

  it('refuses a length of nothing', () => {
    expect(() => read([Buffer.alloc(4)])).toThrow('message of 0 bytes');
  });

  it('refuses a length over the limit as soon as it is read', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(MAX_MESSAGE_BYTES);
    expect(read([head])).toEqual([]);
    head.writeUInt32LE(MAX_MESSAGE_BYTES + 1);
    expect(() => read([head])).toThrow(`at most ${MAX_MESSAGE_BYTES} may come`);
  });

  it('has a limit that can be set lower at first, and raised', () => {
    const reader = new MessageReader(6);
    const received: number[] = [];
    reader.push(frameMessage(1, Buffer.alloc(5)), ({ type }) => received.push(type));
    reader.limit = 7;
    reader.push(frameMessage(2, Buffer.alloc(6)), ({ type }) => received.push(type));
    expect(received).toEqual([1, 2]);
    expect(() => reader.push(frameMessage(3, Buffer.alloc(7)), () => {})).toThrow('at most 7');
  });
});

function read(stream: readonly Buffer[]): { type: number; body: Buffer }[] {
  const reader = new MessageReader();
  const received: { type: number; body: Buffer }[] = [];
  for (const piece of stream) {
    reader.push(piece, ({ type, body }) => received.push({ type, body: Buffer.from(body) }));
  }
  return received;
}

function pieces(stream: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
    stream.subarray(index * size, (index + 1) * size),
  );
}
