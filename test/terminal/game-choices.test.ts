import { Separator } from '@inquirer/prompts';
import { expect, test } from 'vitest';
import { gameChoices, type Offer, offersOf } from '../../src/terminal/game-choices.js';
import { textWidth } from '../../src/terminal/text-width.js';

const NOW = Date.UTC(2030, 0, 1);
const LAYOUT = { notes: [], columns: 80, nowMs: NOW };

function offer(title: string, more: Partial<Offer> = {}): Offer {
  return { title, tags: '(USA)', system: 'NES', path: `/games/${title}.nes`, ...more };
}

function rows(offers: readonly Offer[], layout = {}) {
  return gameChoices(offers, { ...LAYOUT, ...layout }).map((choice) =>
    choice instanceof Separator ? choice.separator : choice.name,
  );
}

test('rows have title, system and when it was played, in columns', () => {
  const offers = [
    offer('A', { lastPlayedMs: NOW - 3 * 3600_000 }),
    offer('B', { games: 3, system: 'Game Boy' }),
  ];
  expect(rows(offers, { columns: 60 })).toEqual([
    'A (USA)                             NES       3 hours ago',
    'B (3 games)                         Game Boy',
  ]);
});

test('tags are left out from the last where there is no room, and a narrow terminal has titles alone', () => {
  const offers = [offer('Quest', { tags: '(USA) (Rev 1) [!]' })];
  expect(rows(offers, { columns: 30 })).toEqual(['Quest (USA) (Rev 1) [!]']);
  expect(rows(offers, { columns: 24 })).toEqual(['Quest (USA) (Rev 1)']);
  expect(rows(offers, { columns: 16 })).toEqual(['Quest (USA)']);
});

test.each([20, 40, 80, 200])('no row is wider than a terminal of %i columns has room for', (columns) => {
  const offers = ['長い名前'.repeat(40), 'long name '.repeat(40)].map((title) =>
    offer(title, { system: 'A system with a name that never ends', lastPlayedMs: NOW }),
  );
  const notes = ['/media/disk is not there '.repeat(10)];
  for (const row of rows(offers, { columns, notes })) expect(textWidth(row) + 2).toBeLessThan(columns);
});

test('names can’t steer the terminal', () => {
  const [choice] = gameChoices([offer('a\u001b[2Jb\u0007', { path: '/x/\u001b[2J.nes' })], LAYOUT);
  const { name, short, description } = choice as Exclude<typeof choice, Separator | undefined>;
  for (const text of [name, short, description]) expect(text).not.toMatch(/\p{Control}/u);
});

test('of very many only the first are rows, and it is told how many there are besides', () => {
  const all = rows(Array.from({ length: 10_000 }, (_, index) => offer(`${index}`)));
  expect(all).toHaveLength(201);
  expect(all.at(-1)).toBe('… and 9800 more: type to find them');
});

test('what is told stands above the games', () => {
  expect(rows([offer('A')], { notes: ['/media/disk is not there'] })[0]).toBe('/media/disk is not there');
});

test('a choice is the file or the core that brings its game', () => {
  const library = { games: [offer('A')], folders: [], coresPlayedMs: new Map<string, number>() };
  const values = gameChoices(offersOf(library), LAYOUT).map((choice) => 'value' in choice && choice.value);
  expect(values).toEqual([{ game: '/games/A.nes' }, { core: 'snake' }]);
});

test('the bundled game has its place among those that were played', () => {
  const games = [offer('A', { lastPlayedMs: 3 }), offer('B', { lastPlayedMs: 1 }), offer('C')];
  const library = { games, folders: [], coresPlayedMs: new Map([['snake', 2]]) };
  expect(offersOf(library).map(({ title }) => title.slice(0, 5))).toEqual(['A', 'Snake', 'B', 'C']);
});
