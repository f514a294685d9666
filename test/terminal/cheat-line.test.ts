import { describe, expect, test } from 'vitest';
import { askForCheat, cheatAction } from '../../src/terminal/cheat-line.js';

const CHEATS = [
  { code: 'SXIOPO', on: true },
  { code: '075A?02:09', on: false },
];

describe('a cheat that is typed', () => {
  test.each([
    ['1', { code: 'SXIOPO', change: 'off' }],
    [' 2 ', { code: '075A?02:09', change: 'on' }],
    ['-2', { code: '075A?02:09', change: 'remove' }],
    ['zexpygla', { code: 'zexpygla', change: 'on' }],
    ['00112233 44', { code: '00112233 44', change: 'on' }],
  ])('as "%s" asks for %j', (typed, cheat) => {
    expect(cheatAction(typed, CHEATS)).toEqual({ kind: 'cheat', ...cheat });
  });

  test('says where it can be none', () => {
    expect(cheatAction('3', CHEATS)).toBe('There is no cheat 3.');
    expect(cheatAction('0', CHEATS)).toBe('There is no cheat 0.');
    expect(cheatAction('naïve', CHEATS)).toBe('A code is of letters, digits and signs.');
    expect(cheatAction(' ', CHEATS)).toBeUndefined();
  });

  test('stands after the cheats that there are', () => {
    expect(askForCheat('SX', [])).toBe('A code to add; Escape leaves. > SX_');
    expect(askForCheat('', CHEATS)).toBe(
      '1 SXIOPO (on) · 2 075A?02:09 (off) · ' +
        'A number switches a cheat, -number removes it, a code adds one; Escape leaves. > _',
    );
  });
});
