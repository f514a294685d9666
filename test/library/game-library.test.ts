import { mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { coreFolders } from '../../src/core-library/core-folders.js';
import { libraryFileName } from '../../src/core-library/library-name.js';
import { type LibraryOptions, openLibrary } from '../../src/library/game-library.js';
import { addLibraryFolder } from '../../src/library/library-folders.js';
import { rememberPlayed } from '../../src/library/play-history.js';
import { makeZip } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

let options: LibraryOptions & { readonly cacheDir: string };
let folder: string;

beforeEach(async () => {
  const dataDir = await temporaryFolder();
  const { own } = coreFolders({ dataDir });
  const infos = join(own, 'info');
  const cores = { own, libraries: [own], infos: [infos] };
  await mkdir(infos, { recursive: true });
  await writeFile(join(own, libraryFileName('plum')), '');
  await writeFile(
    join(infos, 'plum_libretro.info'),
    'corename = "Plum"\nsystemname = "Plum Station"\nsupported_extensions = "cue|m3u|bin|gb|png"\n',
  );
  options = { dataDir, cacheDir: await temporaryFolder(), cores };
  folder = await temporaryFolder();
  await addLibraryFolder(dataDir, folder);
});

async function write(name: string, content: string | Uint8Array = ''): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function games(more: Partial<LibraryOptions> = {}) {
  const library = await openLibrary({ ...options, ...more });
  return library.games.map(({ path, ...game }) => ({ path: relative(folder, path), ...game }));
}

function zipOf(...names: string[]): Buffer {
  return makeZip(names.map((name) => ({ name })));
}

describe('the library', () => {
  test('has the games of built-in and installed cores, by title, with their systems', async () => {
    for (const name of ['b/Zebra (USA).nes', 'Ape 10.gb', 'Ape 9.gb', 'cover.png', 'Disc.bin'])
      await write(name);
    expect(await games()).toEqual([
      { path: 'Ape 9.gb', title: 'Ape 9', tags: '', system: 'Game Boy' },
      { path: 'Ape 10.gb', title: 'Ape 10', tags: '', system: 'Game Boy' },
      { path: 'Disc.bin', title: 'Disc', tags: '', system: 'Plum Station' },
      { path: 'b/Zebra (USA).nes', title: 'Zebra', tags: '(USA)', system: 'NES' },
    ]);
  });

  test('shows an archive by what is in it, and none without a game', async () => {
    await write('one.zip', zipOf('readme.txt', 'a.gb'));
    await write('two.zip', zipOf('a.gb', 'b.nes'));
    await write('disc.zip', zipOf('x/a.cue', 'x/a.bin'));
    await write('none.zip', zipOf('a.txt'));
    await write('broken.zip', 'broken');
    expect(await games()).toEqual([
      { path: 'disc.zip', title: 'disc', tags: '', system: 'Plum Station' },
      { path: 'one.zip', title: 'one', tags: '', system: 'Game Boy' },
      { path: 'two.zip', title: 'two', tags: '', system: 'Game Boy', games: 2 },
    ]);
  });

  test('shows a disc by its sheet, a game of several by their list, and no list of music', async () => {
    await write('Game.m3u', 'd/1.cue\nd\\2.cue\n');
    await write('d/1.cue', 'FILE "1.bin" BINARY\n');
    await write('d/2.cue', 'FILE "2.bin" BINARY\n');
    await write('d/1.bin');
    await write('d/2.bin');
    await write('songs.m3u', 'a.mp3\nb.mp3\n');
    expect((await games()).map(({ path }) => path)).toEqual(['Game.m3u']);
  });

  test('has the last played first, and those played elsewhere only beside a folder of one’s own', async () => {
    await write('a.nes');
    const path = await write('z.nes');
    const elsewhere = join(await temporaryFolder(), 'm.nes');
    await writeFile(elsewhere, '');
    const { dataDir } = options;
    const playedAt = (day: number) => new Date(Date.UTC(2030, 0, day)).toISOString();
    await rememberPlayed(dataDir, { sha256: '1', path, title: 'z', playedAt: playedAt(1) });
    await rememberPlayed(dataDir, { sha256: '2', path: elsewhere, title: 'm', playedAt: playedAt(2) });
    await rememberPlayed(dataDir, { sha256: '3', path: '/gone.nes', title: 'g', playedAt: playedAt(3) });
    await rememberPlayed(dataDir, { sha256: '4', core: 'snake', title: 's', playedAt: playedAt(4) });
    expect((await games()).map(({ title }) => title)).toEqual(['z', 'a']);
    const also = await temporaryFolder();
    await writeFile(join(also, 'b.nes'), '');
    await mkdir(join(also, 'deeper'));
    await writeFile(join(also, 'deeper', 'c.nes'), '');
    const library = await openLibrary({ ...options, also });
    expect(library.games.map(({ title }) => title)).toEqual(['m', 'z', 'a', 'b']);
    expect(library.games[0]?.lastPlayedMs).toBe(Date.UTC(2030, 0, 2));
    expect(library.coresPlayedMs).toEqual(new Map([['snake', Date.UTC(2030, 0, 4)]]));
  });

  test('names folders that are gone, and has the games of the others', async () => {
    const gone = await temporaryFolder();
    await addLibraryFolder(options.dataDir, gone);
    await rm(gone, { recursive: true });
    await write('a.nes');
    const library = await openLibrary(options);
    expect(library.games).toHaveLength(1);
    expect(library.folders).toEqual([
      { path: folder, games: 1, faults: [] },
      { path: gone, games: 0, faults: [expect.stringContaining('is not there')] },
    ]);
  });

  test('has a game once whose folder is in the library twice', async () => {
    await write('inner/a.nes');
    await addLibraryFolder(options.dataDir, join(folder, 'inner'));
    await symlink('inner', join(folder, 'link'));
    expect(await games()).toHaveLength(1);
  });
});

describe('what archives hold', () => {
  const index = () => join(options.cacheDir, 'library', 'contents.json');

  test('is read once, until they change', async () => {
    const path = await write('a.zip', zipOf('a.gb'));
    const { length } = zipOf('a.gb');
    const time = new Date('2030-01-01');
    await utimes(path, time, time);
    expect((await games())[0]?.system).toBe('Game Boy');
    // As long, as old: it isn't looked into again.
    await writeFile(path, Buffer.alloc(length));
    await utimes(path, time, time);
    expect((await games())[0]?.system).toBe('Game Boy');
    await writeFile(path, zipOf('b.nes'));
    expect((await games())[0]?.system).toBe('NES');
  });

  test.each(['', '{}', '{"version":1,"files":{"/a.zip":[1,2,[3]]}}', '{"version":99,"files":{}}'])(
    'is read anew where the index holds %s',
    async (text) => {
      await write('a.zip', zipOf('a.gb'));
      await games();
      await writeFile(index(), text);
      expect((await games())[0]?.system).toBe('Game Boy');
      expect(await readFile(index(), 'utf8')).toContain('a.gb');
    },
  );

  test('stays unknown where there is no time, and the archive is offered all the same', async () => {
    await write('a.zip', zipOf('a.gb'));
    expect(await games({ readingTimeMs: -1 })).toEqual([
      { path: 'a.zip', title: 'a', tags: '', system: undefined },
    ]);
  });

  test('is read where nothing of it can be kept', async () => {
    await write('a.zip', zipOf('a.gb'));
    const cacheDir = join(folder, 'a.zip');
    expect(await games({ cacheDir })).toHaveLength(1);
  });
});
