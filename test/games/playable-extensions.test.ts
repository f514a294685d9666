import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type CoreFolders, coreFolders } from '../../src/core-library/core-folders.js';
import { libraryFileName } from '../../src/core-library/library-name.js';
import { extensionsToUnpack, findGameFile, type NamedGame } from '../../src/games/game-file.js';
import { isPlayable, playableKinds } from '../../src/games/playable-extensions.js';
import { makeZip } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

let folder: string;
let folders: CoreFolders;

beforeEach(async () => {
  folder = await temporaryFolder();
  const { own } = coreFolders({ dataDir: folder });
  folders = { own, libraries: [own], infos: [join(own, 'info')] };
  await mkdir(folders.infos[0]!, { recursive: true });
});

async function install(name: string, extensions?: string): Promise<string> {
  const path = join(folders.own, libraryFileName(name));
  await writeFile(path, '');
  const info = join(folders.infos[0]!, `${name}_libretro.info`);
  if (extensions !== undefined) await writeFile(info, `supported_extensions = "${extensions}"\n`);
  return path;
}

async function archiveOf(...names: string[]): Promise<string> {
  const path = join(folder, 'games.zip');
  await writeFile(path, makeZip(names.map((name) => ({ name, content: Buffer.from(name) }))));
  return path;
}

describe('what can be played', () => {
  test('is what the built-in and the installed cores play, but no pictures, music and archives', async () => {
    await install('plum', 'pb|png|mp3|zip|7z|nes');
    expect(await playableKinds(undefined, folders)).toEqual({
      extensions: ['.nes', '.pb'],
      takesArchives: true,
    });
  });

  test('by one core is what that core plays, by its name or its path', async () => {
    const path = await install('plum', 'pb');
    const kinds = { extensions: ['.pb'], takesArchives: false };
    expect(await playableKinds('plum', folders)).toEqual(kinds);
    expect(await playableKinds(path, folders)).toEqual(kinds);
    expect(await playableKinds('nes', folders)).toEqual({ extensions: ['.nes'], takesArchives: false });
  });

  test('by a core of which nothing is known is not known', async () => {
    await install('plum');
    for (const core of ['plum', './program', 'nonesuch']) {
      expect(await playableKinds(core, folders)).toBeUndefined();
    }
  });

  test.each([
    ['Game.MD', true],
    ['a/b.md', true],
    ['README.md', false],
    ['docs/Readme.de.md', false],
    ['a.txt', false],
  ])('%s: %s', (name, playable) => {
    expect(isPlayable(name, ['.md'])).toBe(playable);
  });
});

describe('an archive', () => {
  const found = async (named: NamedGame) => {
    const game = await findGameFile(named, await temporaryFolder(), folders);
    return game === named.game ? 'as it is' : readFile(game!, 'utf8');
  };

  test('gives the game that an installed core plays', async () => {
    await install('plum', 'pb');
    const game = await archiveOf('readme.txt', 'game.pb');
    expect(await found({ game })).toBe('game.pb');
    expect(await found({ game, core: 'plum' })).toBe('game.pb');
    await expect(found({ game, core: 'nes' })).rejects.toMatchObject({ kind: 'game' });
  });

  test('is handed to a core that is named and reads archives, or where nothing in it is played otherwise', async () => {
    await install('arcade', 'zip|7z');
    const game = await archiveOf('1.rom', '2.rom');
    expect(await found({ game })).toBe('as it is');
    expect(await found({ game, entry: '2.rom' })).toBe('2.rom');
    expect(await found({ game: await archiveOf('a.nes') })).toBe('a.nes');
    expect(await found({ game: await archiveOf('a.nes'), core: 'arcade' })).toBe('as it is');
  });

  test('says what it was looked through for', async () => {
    await install('plum', Array.from({ length: 30 }, (_, index) => `x${index}`).join('|'));
    const game = await archiveOf('a.txt');
    await expect(found({ game })).rejects.toMatchObject({
      message: expect.stringContaining('.nes, .x0'),
    });
    await expect(found({ game })).rejects.toMatchObject({ message: expect.stringContaining('and 11 more') });
  });

  test('is the only thing that is unpacked', async () => {
    expect(await extensionsToUnpack({ game: 'a.nes' }, folders)).toBeUndefined();
    expect(await extensionsToUnpack({}, folders)).toBeUndefined();
  });
});
