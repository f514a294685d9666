import { describe, expect, it } from 'vitest';
import { type CoreHello, decodeHello, encodeHello } from '../../../cores/protocol/core-hello.js';
import { bytes, FORMAT, FORMAT_HEX, plain } from './example-format.js';

const HELLO: CoreHello = {
  abilities: new Set(['states', 'options']),
  players: 2,
  name: 'nes',
  version: '1.0',
  title: 'Pong',
  format: FORMAT,
  buttonLabels: new Map([[8, 'Serve']]),
  options: [{ key: 'size', label: 'Size', values: ['a', 'bc'] }],
};
const HELLO_HEX = [
  '0100', // protocol version
  '0900', // states 1 + options 8
  '02', // players
  '0300 6e6573', // nes
  '0300 312e30', // 1.0
  '0400 506f6e67', // Pong
  FORMAT_HEX,
  '01 08 0500 5365727665', // one label: button 8, Serve
  '01 0400 73697a65 0400 53697a65 02 0100 61 0200 6263', // size, Size, a, bc
].join('');

describe('hello', () => {
  it('has exactly these bytes', () => {
    expect(encodeHello(HELLO).toString('hex')).toBe(plain(HELLO_HEX));
  });

  it('is read back as it was', () => {
    expect(decodeHello(bytes(HELLO_HEX))).toEqual(HELLO);
  });

  it('is refused where a byte is missing or one too many', () => {
    const whole = bytes(HELLO_HEX);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeHello(whole.subarray(0, length)), `${length} bytes`).toThrow('bytes too few');
    }
    expect(() => decodeHello(Buffer.concat([whole, Buffer.alloc(3)]))).toThrow('1 bytes too many');
  });

  it('names the version where another is spoken', () => {
    const other = Buffer.from(bytes(HELLO_HEX));
    other.writeUInt16LE(2, 0);
    expect(() => decodeHello(other)).toThrow('core protocol 2 where 1 is spoken');
  });

  it.each([0, 17])('is refused with %i players', (players) => {
    const other = Buffer.from(bytes(HELLO_HEX));
    other.writeUInt8(players, 4);
    expect(() => decodeHello(other)).toThrow(`${players} players`);
  });

  it('is refused with a label for a button that no pad has', () => {
    const hello = { ...HELLO, buttonLabels: new Map([[16, 'Turbo']]) };
    expect(() => decodeHello(encodeHello(hello))).toThrow('a label for button 16');
  });

  it('passes over abilities of later versions', () => {
    const other = Buffer.from(bytes(HELLO_HEX));
    other.writeUInt16LE(0x8001, 2);
    expect([...decodeHello(other).abilities]).toEqual(['states']);
  });
});
