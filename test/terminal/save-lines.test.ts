import { expect, test } from 'vitest';
import type { ListedSave } from '../../src/saves/save-list.js';
import { saveLines } from '../../src/terminal/save-lines.js';
import { textWidth } from '../../src/terminal/text-width.js';

const GAME = {
  gameSha256: 'a'.repeat(64),
  game: 'Quest',
  savedAt: new Date(2026, 0, 31, 12, 34, 56).toISOString(),
};
const core = { name: 'nestopia', version: '1.52.0' };
const SAVES: readonly ListedSave[] = [
  { ...GAME, name: 'battery', kind: 'battery', bytes: 8192 },
  { ...GAME, name: 'core-files', kind: 'core-files', bytes: 300 * 2 ** 20, files: 12 },
  { ...GAME, name: 'slot-1', kind: 'slot', bytes: 123_456, core },
  { ...GAME, name: 'auto-123456', kind: 'automatic', bytes: 0, fault: 'is empty' },
  {
    ...GAME,
    name: 'earlier-123450',
    kind: 'earlier',
    bytes: 1,
    fault: 'has version 7 of the format where this cloudgame knows 1',
  },
];

test('a list of all kinds of saves fits into 80 columns', () => {
  const lines = saveLines(SAVES);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80);
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "Quest (aaaaaaaaaaaa)
      battery         2026-01-31 12:34:56    8.0 KiB  save RAM
      core-files      2026-01-31 12:34:56  300.0 MiB  12 files of the core
      slot-1          2026-01-31 12:34:56  120.6 KiB  nestopia 1.52.0
      auto-123456     2026-01-31 12:34:56    0.0 KiB  damaged
        It can't be used: it is empty.
      earlier-123450  2026-01-31 12:34:56    0.0 KiB  damaged
        It can't be used: it has version 7 of the format where this cloudgame knows
        1."
  `);
});

test('a list takes no more columns than there are, and nothing that steers the terminal', () => {
  const long = {
    ...SAVES[2]!,
    game: `\u001b[31m${'長'.repeat(60)}\n`,
    core: { name: 'x\u001b[2J', version: '1' },
  };
  const lines = saveLines([long, ...SAVES.slice(3)], 50);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(50);
  expect(lines.join('')).not.toContain('\u001b');
});

test('games stand apart', () => {
  const other = { ...SAVES[0]!, gameSha256: 'b'.repeat(64), game: undefined };
  expect(saveLines([SAVES[0]!, other]).slice(2, 4)).toEqual(['', 'A game without a title (bbbbbbbbbbbb)']);
});

test('a core whose name can’t be read is told as one without', () => {
  const nameless = { ...SAVES[2]!, core: { name: '\u0001\u0007\u001b', version: '1' } };
  expect(saveLines([nameless])[1]).toMatch(/ a core without a name 1$/);
});
