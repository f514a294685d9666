import { expect, test } from 'vitest';
import { parseKeyName } from '../../../src/bench/screen/key-names.js';
import { CloudgameError } from '../../../src/errors.js';

test.each([
  ['x', 'x', 0x78],
  ['X', 'x', 0x78],
  ['KeyX', 'x', 0x78],
  ['5', '5', 0x35],
  ['Digit5', '5', 0x35],
  ['Enter', 'Return', 0xff0d],
  ['return', 'Return', 0xff0d],
  ['ArrowLeft', 'Left', 0xff51],
  ['Left', 'Left', 0xff51],
  ['Space', 'space', 0x20],
  ['F1', 'F1', 0xffbe],
  ['f12', 'F12', 0xffc9],
])('takes %s for the key that X calls %s', (text, name, keysym) => {
  expect(parseKeyName(text)).toEqual({ name, keysym });
});

test.each(['', 'xx', 'F0', 'F13', 'KeyXY', 'é', '__proto__'])(
  'refuses "%s", and says how keys are named',
  (text) => {
    expect(() => parseKeyName(text)).toThrow(CloudgameError);
    expect(() => parseKeyName(text)).toThrow(`There is no key called "${text}".`);
  },
);
