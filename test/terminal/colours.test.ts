import { expect, test } from 'vitest';
import { coloursFor } from '../../src/terminal/colours.js';

test('colours are for terminals that take them, and for nobody who asked for none', () => {
  expect(coloursFor({ isTTY: true }, {}).level).toBe(1);
  expect(coloursFor({ isTTY: false }, {}).level).toBe(0);
  expect(coloursFor({ isTTY: true }, { NO_COLOR: '1' }).level).toBe(0);
  expect(coloursFor({ isTTY: true }, { TERM: 'dumb' }).level).toBe(0);
});
