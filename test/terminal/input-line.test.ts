import { expect, test } from 'vitest';
import { InputLine } from '../../src/terminal/input-line.js';

function type(...keys: string[]) {
  const line = new InputLine(8);
  const typing = keys.map((key) => line.press(key)).at(-1);
  return { text: line.text, typing };
}

test('a line is typed, corrected, cleared, and bounded', () => {
  expect(type('A', ' ', 'b')).toEqual({ text: 'A b', typing: 'typing' });
  expect(type('A', 'backspace', 'backspace', 'b')).toEqual({ text: 'b', typing: 'typing' });
  expect(type('A', 'b', 'clear', '1')).toEqual({ text: '1', typing: 'typing' });
  expect(type(...'0123456789')).toEqual({ text: '01234567', typing: 'typing' });
});

test('a line ends by Enter, and is left by Escape', () => {
  expect(type('A', 'enter')).toEqual({ text: 'A', typing: 'done' });
  expect(type('A', 'escape')).toEqual({ text: 'A', typing: 'left' });
});

test('a line takes nothing that a terminal could stumble on', () => {
  expect(type('é', '\u009b', '🂡', 'unknown')).toEqual({ text: '', typing: 'typing' });
});
