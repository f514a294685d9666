import { describe, expect, it } from 'vitest';
import { decodeGameGenie } from '../../../../cores/nes/cheats/game-genie.js';

describe('the Game Genie', () => {
  it.each([
    // Infinite lives for both players of Super Mario Bros.
    ['SXIOPO', 0x91d9, 0xad],
    // The codes by which the format is commonly explained.
    ['GOSSIP', 0xd1dd, 0x14],
    ['AAAAAA', 0x8000, 0x00],
    ['NNNNNN', 0xffff, 0xff],
  ])('reads %s', (code, address, value) => {
    expect(decodeGameGenie(code)).toEqual({ address, value });
  });

  it.each([
    ['ZEXPYGLA', 0x94a7, 0x02, 0x03],
    ['AAAAAAAA', 0x8000, 0x00, 0x00],
    ['NNNNNNNN', 0xffff, 0xff, 0xff],
    // Of the eight bits of each value one letter has the fourth: here the last has the value's.
    ['AAAAAAAE', 0x8000, 0x08, 0x00],
    ['AAAAAEAA', 0x8000, 0x00, 0x08],
  ])('reads %s', (code, address, value, compare) => {
    expect(decodeGameGenie(code)).toEqual({ address, value, compare });
  });

  it('has a code of six letters for every address and value, and one only', () => {
    const letters = 'APZLGITYEOXUKSVN';
    const seen = new Set<number>();
    // Two letters at a time take all their values; the bits of all six are independent.
    for (let pair = 0; pair < 3; pair++) {
      for (let bits = 0; bits < 256; bits++) {
        const code = Array.from('AAAAAA');
        code[pair * 2] = letters[bits >> 4]!;
        code[pair * 2 + 1] = letters[bits & 15]!;
        const patch = decodeGameGenie(code.join(''))!;
        expect(patch.address).toBeGreaterThanOrEqual(0x8000);
        seen.add(patch.address * 256 + patch.value);
      }
    }
    // The highest bit of the third letter tells six letters from eight, and says nothing of the address.
    expect(seen.size).toBe(255 + 127 + 255 + 1);
  });

  it.each(['', 'SXIOP', 'SXIOPOS', 'SXIOPOSSS', 'SXIOPB', '91D9AD', 'sxiopo'])(
    'knows “%s” for none',
    (code) => {
      expect(decodeGameGenie(code)).toBeUndefined();
    },
  );
});
