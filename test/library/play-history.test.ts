import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playHistory, rememberPlayed } from '../../src/library/play-history.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

function game(name: string, day: number) {
  const playedAt = new Date(Date.UTC(2030, 0, day)).toISOString();
  return { sha256: name.padEnd(64, '0'), path: `/games/${name}.nes`, title: name, playedAt };
}

test('the last played game stands first, and once', async () => {
  const dataDir = await temporaryFolder();
  for (const [name, day] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const) {
    await rememberPlayed(dataDir, game(name, day));
  }
  expect(await playHistory(dataDir)).toEqual([game('a', 3), game('b', 2)]);
});

test('a game that was moved is the same, and a path that has another game now is no longer the old one', async () => {
  const dataDir = await temporaryFolder();
  await rememberPlayed(dataDir, game('a', 1));
  const moved = { ...game('a', 2), path: '/elsewhere/a.nes' };
  await rememberPlayed(dataDir, moved);
  expect(await playHistory(dataDir)).toEqual([moved]);
  const other = { ...game('b', 3), path: moved.path };
  await rememberPlayed(dataDir, other);
  expect(await playHistory(dataDir)).toEqual([other]);
});

test('only so many games are remembered', async () => {
  const dataDir = await temporaryFolder();
  const games = Array.from({ length: 500 }, (_, index) => game(`g${index}`, 1));
  await mkdir(join(dataDir, 'library'));
  await writeFile(join(dataDir, 'library', 'played.json'), JSON.stringify({ games }));
  await rememberPlayed(dataDir, game('new', 2));
  const history = await playHistory(dataDir);
  expect(history).toHaveLength(500);
  expect(history[0]?.title).toBe('new');
  expect(history.at(-1)?.title).toBe('g498');
});

test.each(['', '{', '[]', '{"games":[{"title":1}]}'])('a history that holds %s begins anew', async (text) => {
  const dataDir = await temporaryFolder();
  await mkdir(join(dataDir, 'library'));
  await writeFile(join(dataDir, 'library', 'played.json'), text);
  expect(await playHistory(dataDir)).toEqual([]);
  await rememberPlayed(dataDir, game('a', 1));
  expect(await playHistory(dataDir)).toEqual([game('a', 1)]);
});

test('games that are remembered at the same time are all remembered', async () => {
  const dataDir = await temporaryFolder();
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => rememberPlayed(dataDir, game(name, 1))));
  expect((await playHistory(dataDir)).map(({ title }) => title).sort()).toEqual(['a', 'b', 'c', 'd']);
});
