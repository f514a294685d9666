import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../cores/protocol/bytes.js';
import {
  type DiscList,
  decodeDevices,
  decodeDiscIn,
  encodeDevices,
  encodeDiscIn,
  readExtension,
  writeExtension,
} from '../../../cores/protocol/devices.js';

function written(extension: Parameters<typeof writeExtension>[1]): Buffer {
  const writer = new ByteWriter();
  writeExtension(writer, extension);
  return Buffer.from(writer.finish());
}

function read(hex: string) {
  return readExtension(new ByteReader(Buffer.from(hex, 'hex')));
}

const DISCS: DiscList = { labels: ['Side A', 'B'], first: 1 };

describe('the end of a hello', () => {
  it('is left out where the core wants no device and has no discs', () => {
    expect(written({})).toHaveLength(0);
    expect(read('')).toEqual({});
  });

  it('is devices, discs and the one that is in', () => {
    const extension = { devices: new Set(['mouse', 'keyboard'] as const), discs: DISCS };
    expect(written(extension).toString('hex')).toBe(
      ['12', '02', '01', '0600536964652041', '010042'].join(''),
    );
    expect(readExtension(new ByteReader(written(extension)))).toEqual(extension);
  });

  it('has no disc that is in where there are no discs', () => {
    expect(written({ devices: new Set(['analog']) }).toString('hex')).toBe('0100');
    expect(read('0100')).toEqual({ devices: new Set(['analog']) });
  });

  it('is refused where a disc is in that there isn’t, or one is missing', () => {
    expect(() => read('000101')).toThrow('disc 1 of 1');
    expect(() => read('00020001004101')).toThrow('bytes too few');
    expect(() => read('01')).toThrow('bytes too few');
  });
});

describe('devices', () => {
  it('are bits, of which unknown ones are passed over', () => {
    expect(encodeDevices(new Set(['pointer', 'lightgun'])).toString('hex')).toBe('0c');
    expect(decodeDevices(Buffer.from('ff', 'hex'))).toEqual(
      new Set(['analog', 'mouse', 'pointer', 'lightgun', 'keyboard']),
    );
    expect(() => decodeDevices(Buffer.from('0100', 'hex'))).toThrow('1 bytes too many');
  });
});

describe('the disc that is in', () => {
  it('is a byte', () => {
    expect(encodeDiscIn(2)).toEqual(Buffer.of(2));
    expect(decodeDiscIn(Buffer.of(2))).toBe(2);
    expect(() => decodeDiscIn(Buffer.of())).toThrow();
    expect(() => decodeDiscIn(Buffer.of(2, 3))).toThrow();
  });
});
