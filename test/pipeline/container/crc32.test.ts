import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/pipeline/container/crc32.js';

describe('the CRC-32 of NUT', () => {
  it('is that of POSIX cksum over "123456789" without its final inversion', () => {
    // CRC-32/CKSUM has the check value 0x765e7680, and inverts at the end.
    expect(crc32(Buffer.from('123456789'))).toBe(0x89a1897f);
  });

  it('is the polynomial itself for a single 1', () => {
    expect(crc32(Buffer.of(1))).toBe(0x04c11db7);
  });

  it('takes no notice of zeros in front, since it starts at 0', () => {
    expect(crc32(Buffer.alloc(0))).toBe(0);
    expect(crc32(Buffer.from('0000000102', 'hex'))).toBe(crc32(Buffer.from('0102', 'hex')));
  });

  it('is never negative', () => {
    expect(crc32(Buffer.from('NUT'))).toBeGreaterThanOrEqual(0);
    for (let byte = 0; byte < 256; byte++) expect(crc32(Buffer.of(byte, byte))).toBeGreaterThanOrEqual(0);
  });

  it('of bytes with their own sum behind them is 0', () => {
    const bytes = Buffer.from('any bytes at all');
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    expect(crc32(Buffer.concat([bytes, sum]))).toBe(0);
  });
});
