import { describe, expect, it } from 'vitest';
import { readCheatCode } from '../../../../cores/nes/cheats/cheat-code.js';

describe('a cheat code for the NES', () => {
  it.each([
    ['SXIOPO', 'read', { address: 0x91d9, value: 0xad }],
    [' sxiopo ', 'read', { address: 0x91d9, value: 0xad }],
    ['ZEXPYGLA', 'read', { address: 0x94a7, value: 2, compare: 3 }],
    ['91D9:AD', 'read', { address: 0x91d9, value: 0xad }],
    ['94a7?03:02', 'read', { address: 0x94a7, value: 2, compare: 3 }],
    ['075A:9', 'memory', { address: 0x75a, value: 9 }],
    ['75a?2:9', 'memory', { address: 0x75a, value: 9, compare: 2 }],
    // The console's memory is to be seen four times.
    ['0F5A:09', 'memory', { address: 0x75a, value: 9 }],
    ['6001:FF', 'memory', { address: 0x6001, value: 255 }],
  ])('can be %s', (code, kind, patch) => {
    expect(readCheatCode(code)).toEqual({ kind, patch });
  });

  it.each(['', 'HELLO', '91D9', '91D9:', ':AD', '91D9:ADA', '91D9A:AD', '91D9?:AD', '91D9:AD:00', '91D9;AD'])(
    'can’t be “%s”, which is said',
    (code) => {
      expect(() => readCheatCode(code)).toThrow(`“${code}” is no cheat code for the NES.`);
    },
  );

  it('can’t be for a register, which is said', () => {
    expect(() => readCheatCode('2001:1E')).toThrow('“2001:1E” changes no memory');
  });

  it('is named by its beginning where it is long', () => {
    expect(() => readCheatCode('X'.repeat(5000))).toThrow(`“${'X'.repeat(40)}…” is no cheat code`);
  });
});
