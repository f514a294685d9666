import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { coreFolders } from '../../src/core-library/core-folders.js';
import { findGameFile } from '../../src/games/game-file.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { makeZip } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost } from './test-host.js';
import { visit } from './visitor.js';

const NES_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');

/** An archive with the demo and, where it is named, a file that is no game of the NES. */
async function archive(other?: string): Promise<string> {
  const path = join(await temporaryFolder(), 'Games.ZIP');
  const demo = { name: 'roms/demo.nes', content: await readFile(NES_GAME) };
  await writeFile(path, makeZip(other === undefined ? [demo] : [{ name: other }, demo]));
  return path;
}

describe('a host of an archive', () => {
  test('plays the game in it, under its name and with the links that it has without the archive', async () => {
    const dataDir = await temporaryFolder();
    const plain = await openHost({ game: NES_GAME, dataDir });
    const { hash } = new URL(plain.host.facts.links.own);
    await plain.host.close('The test goes on.');
    const { host, event } = await openHost({ game: await archive('readme.txt'), dataDir });
    expect(host.facts).toMatchObject({ title: 'demo', core: 'nes', seats: 2 });
    expect(new URL(host.facts.links.own).hash).toBe(hash);
    expect(await event('ready')).toMatchObject({ game: { title: 'demo', core: 'nes' } });
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(20);
  });

  test('plays with an installed libretro core what no built-in one plays', async () => {
    const image = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms', 'homebrew', 'game-boy.gb');
    const game = join(await temporaryFolder(), 'Test (World).zip');
    const entries = [{ name: 'readme.txt' }, { name: 'Test.gb', content: await readFile(image) }];
    await writeFile(game, makeZip(entries));
    const { host } = await openHost({ game, core: undefined });
    expect(host.facts).toMatchObject({ title: 'Test', core: 'gambatte' });
  });

  test('plays the entry that is named', async () => {
    const { host } = await openHost({ game: await archive('other.nes'), entry: 'demo.nes' });
    expect(host.facts.title).toBe('demo');
  });

  test('asks for a name where there are several games', async () => {
    const failure = await openHost({ game: await archive('other.nes') }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: 'usage',
      message: 'The archive Games.ZIP holds 2 games: other.nes, roms/demo.nes.',
    });
  });

  test.each([
    [{ game: NES_GAME, entry: 'a.nes' }, /demo\.nes is none\.$/],
    [{ core: 'test-pattern', entry: 'a.nes' }, /no archive is named\.$/],
    [{ game: '/nowhere/games.zip', core: 'snake' }, /brings its own game; it can't play "games\.zip"/],
  ])('refuses %j', async (options, message) => {
    const failure = await openHost(options).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'usage', message: expect.stringMatching(message) });
  });

  test('hands it as it is to a program of one’s own, which may read archives', async () => {
    const core = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'raw-core.js');
    const named = { game: await archive(), core };
    const cacheDir = await temporaryFolder();
    const folders = coreFolders({ dataDir: cacheDir });
    expect(await findGameFile(named, cacheDir, folders)).toBe(named.game);
    const unpacked = await findGameFile({ ...named, entry: 'demo.nes' }, cacheDir, folders);
    expect(await readFile(unpacked!)).toEqual(await readFile(NES_GAME));
  });
});
