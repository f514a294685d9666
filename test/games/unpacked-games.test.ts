import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  CACHE_LIMITS,
  cleanUnpackedGames,
  keepUnpackedGame,
  unpackedGamesFolder,
} from '../../src/games/unpacked-games.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const DAY_MS = 24 * 3_600_000;

let cacheDir: string;
let folder: string;

beforeEach(async () => {
  cacheDir = await temporaryFolder();
  folder = unpackedGamesFolder(cacheDir);
  await mkdir(folder);
});

/** A game that was used so many days ago; returns its folder. */
async function game(letter: string, days: number, bytes = 10, name = letter.repeat(64)): Promise<string> {
  const home = join(folder, name);
  await mkdir(join(home, 'sub'), { recursive: true });
  await writeFile(join(home, 'sub', 'a.nes'), Buffer.alloc(bytes));
  const time = new Date(Date.now() - days * DAY_MS);
  await utimes(home, time, time);
  return home;
}

async function left(): Promise<string> {
  return (await readdir(folder))
    .map((name) => name[0])
    .sort()
    .join('');
}

describe('the cache of unpacked games', () => {
  test('loses what was not used for long, but not the game that was just unpacked', async () => {
    const kept = await game('a', 100);
    await game('b', 91);
    await game('c', 89);
    await cleanUnpackedGames(folder, kept);
    expect(await left()).toBe('ac');
  });

  test('loses the longest unused while it is too large', async () => {
    await game('a', 3, 100);
    await game('b', 2, 100);
    await game('c', 1, 100);
    await cleanUnpackedGames(folder, undefined, { ...CACHE_LIMITS, bytes: 200 });
    expect(await left()).toBe('bc');
  });

  test('keeps what is new, however large it is', async () => {
    await game('a', 0, 100);
    await cleanUnpackedGames(folder, undefined, { ...CACHE_LIMITS, bytes: 10 });
    expect(await left()).toBe('a');
  });

  test('keeps what is hosted, by several too, until the last of them ends', async () => {
    const path = join(await game('a', 100), 'sub', 'a.nes');
    const hosts = [await keepUnpackedGame(path, cacheDir), await keepUnpackedGame(path, cacheDir)];
    const age = () => game('a', 100);
    await cleanUnpackedGames(folder);
    expect(await left()).toBe('a');
    await hosts[0]!.close();
    await age();
    await cleanUnpackedGames(folder);
    expect(await left()).toBe('a');
    await hosts[1]!.close();
    await cleanUnpackedGames(folder);
    // It was in use until just now.
    expect(await left()).toBe('a');
    await age();
    await cleanUnpackedGames(folder);
    expect(await left()).toBe('');
  });

  test('loses what a crash left half unpacked, and nothing that isn’t its own', async () => {
    await game('x', 100, 10, 'x-half.tmp');
    await game('y', 100, 10, 'y-something-else');
    await cleanUnpackedGames(folder);
    expect(await left()).toBe('y');
  });

  test('need not be there', async () => {
    await expect(cleanUnpackedGames(join(folder, 'none'))).resolves.toBeUndefined();
  });

  test('knows nothing of games that lie elsewhere', async () => {
    await (await keepUnpackedGame('/games/a.nes', cacheDir)).close();
    await (await keepUnpackedGame(undefined, cacheDir)).close();
    expect(await left()).toBe('');
  });
});
