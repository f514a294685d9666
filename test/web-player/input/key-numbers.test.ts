import { describe, expect, it } from 'vitest';
import { characterOf, keyCodeOf } from '../../../cores/libretro/key-codes.js';
import { keyNumber } from '../../../web-player/src/input/key-numbers.js';

function codeOf(code: string): number | undefined {
  return keyCodeOf(keyNumber(code) ?? -1);
}

describe('the numbers of keys', () => {
  it.each([
    ['KeyA', 4],
    ['KeyZ', 29],
    ['Digit1', 30],
    ['Digit0', 39],
    ['Slash', 56],
    ['F12', 69],
    ['ArrowUp', 82],
    ['Numpad1', 89],
    ['NumpadDecimal', 99],
    ['ControlLeft', 120],
    ['MetaRight', 127],
  ])('are those of USB: %s is %i', (code, number) => {
    expect(keyNumber(code)).toBe(number);
  });

  it.each([
    ['KeyA', 97],
    ['Digit9', 57],
    ['Digit0', 48],
    ['Enter', 13],
    ['Backslash', 92],
    ['Quote', 39],
    ['CapsLock', 301],
    ['F1', 282],
    ['F13', 294],
    ['PrintScreen', 316],
    ['Pause', 19],
    ['Delete', 127],
    ['ArrowRight', 275],
    ['ArrowUp', 273],
    ['NumLock', 300],
    ['NumpadEnter', 271],
    ['Numpad0', 256],
    ['Numpad9', 265],
    ['IntlBackslash', 323],
    ['ContextMenu', 319],
    ['NumpadEqual', 272],
    ['ShiftLeft', 304],
    ['AltRight', 307],
  ])('lead to libretro’s keys: %s is %i', (code, retroKey) => {
    expect(codeOf(code)).toBe(retroKey);
  });

  it('are none for keys that no computer of old has', () => {
    expect(keyNumber('BrowserBack')).toBeUndefined();
    expect(keyNumber('')).toBeUndefined();
  });

  it('lead to what a keyboard of the United States writes', () => {
    const write = (code: string, shift = false, capsLock = false) =>
      String.fromCharCode(characterOf(codeOf(code)!, shift, capsLock));
    expect(write('KeyQ') + write('KeyQ', true) + write('KeyQ', false, true) + write('KeyQ', true, true)).toBe(
      'qQQq',
    );
    expect(
      write('Digit1', true) + write('Minus', true) + write('Slash', true) + write('Digit2', false, true),
    ).toBe('!_?2');
    expect(write('Numpad7') + write('NumpadAdd') + write('Quote', true)).toBe('7+"');
    expect(characterOf(codeOf('F1')!, false, false)).toBe(0);
  });
});
