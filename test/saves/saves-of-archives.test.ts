import { readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { identifyGame } from '../../src/host/game.js';
import { rememberPlayed } from '../../src/library/play-history.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import type { UserFolders } from '../../src/saves/game-of-file.js';
import { findSavedGame, importTarget } from '../../src/saves/save-choice.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { makeZip } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const NES_GAME = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms', 'homebrew', 'nes.nes');
const SHA256 = (await identifyGame(NES_GAME)).sha256;

let folder: string;
let folders: UserFolders;

beforeEach(async () => {
  folder = await temporaryFolder();
  folders = { dataDir: join(folder, 'data'), cacheDir: join(folder, 'cache') };
});

/** An archive with a game, called `Quest.nes`, and with others. */
async function archive(...others: string[]): Promise<string> {
  const path = join(folder, 'games.zip');
  const quest = { name: 'roms/Quest.nes', content: await readFile(NES_GAME) };
  await writeFile(path, makeZip([...others.map((name) => ({ name })), quest]));
  return path;
}

test('the saves of an archive that was never hosted are those of the game in it', async () => {
  const path = await archive('readme.txt');
  await expect(findSavedGame(folders, { game: path })).rejects.toMatchObject({ kind: 'usage' });
  const { store, title } = await importTarget(folders, { game: path });
  expect([store.gameSha256, title]).toEqual([SHA256, 'Quest']);
  await store.prepare(title);
  expect((await findSavedGame(folders, { game: path })).gameSha256).toBe(SHA256);
});

test('they are the same by a link to the archive, and after it was renamed', async () => {
  const path = await archive();
  await new SaveStore(folders.dataDir, SHA256).prepare('Quest');
  await rememberPlayed(folders.dataDir, {
    sha256: SHA256,
    path,
    title: 'Quest',
    playedAt: new Date().toISOString(),
  });
  const [link, renamed] = [join(folder, 'link.zip'), join(folder, 'renamed.zip')];
  await symlink(path, link);
  expect((await findSavedGame(folders, { game: link })).gameSha256).toBe(SHA256);
  await rename(path, renamed);
  expect((await findSavedGame(folders, { game: renamed })).gameSha256).toBe(SHA256);
});

test('an archive of several games takes a choice, whichever was hosted from it last', async () => {
  const path = await archive('other.nes');
  const playedAt = new Date().toISOString();
  await rememberPlayed(folders.dataDir, { sha256: SHA256, path, title: 'Quest', playedAt });
  await expect(importTarget(folders, { game: path })).rejects.toMatchObject({
    kind: 'usage',
    message: 'The archive games.zip holds 2 games: other.nes, roms/Quest.nes.',
  });
  const { store } = await importTarget(folders, { game: path, entry: 'Quest.nes' });
  expect(store.gameSha256).toBe(SHA256);
});

test('an archive that a core was given as it is has saves of its own', async () => {
  const path = await archive('other.nes');
  const { sha256 } = await identifyGame(path);
  await rememberPlayed(folders.dataDir, { sha256, path, title: 'games', playedAt: new Date().toISOString() });
  expect((await importTarget(folders, { game: path })).store.gameSha256).toBe(sha256);
});

test('an entry of what is no archive is refused', async () => {
  for (const find of [findSavedGame, importTarget]) {
    await expect(find(folders, { game: NES_GAME, entry: 'a.nes' })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^--entry names a file in an archive, and .*nes\.nes is none\.$/),
    });
  }
});
