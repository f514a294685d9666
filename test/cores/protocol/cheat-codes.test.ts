import { describe, expect, it } from 'vitest';
import { decodeCheatCodes, encodeCheatCodes } from '../../../cores/protocol/cheat-codes.js';

describe('set cheats', () => {
  it.each([[[]], [['SXIOPO']], [['SXIOPO', '075A?02:09', 'größer']]])('carries %j', (codes) => {
    expect(decodeCheatCodes(encodeCheatCodes(codes))).toEqual(codes);
  });

  it('has this form', () => {
    expect(encodeCheatCodes(['AB', 'C']).toString('hex')).toBe('02020041420100' + '43');
  });

  it.each(['', '01', '0102004142ff', '65'])('is malformed as %s', (hex) => {
    expect(() => decodeCheatCodes(Buffer.from(hex, 'hex'))).toThrow(/too (few|many)|cheat codes/);
  });
});
