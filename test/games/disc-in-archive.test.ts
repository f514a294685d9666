import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../src/games/archive-limits.js';
import { gamesInArchive, unpackGame } from '../../src/games/unpack-game.js';
import { identifyGame } from '../../src/host/game.js';
import { makeZip, type ZipEntryPlan } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const EXTENSIONS = ['.cue', '.m3u', '.bin', '.nes'];
const TRACK = randomBytes(5000);

async function archiveOf(entries: readonly ZipEntryPlan[]): Promise<string> {
  const path = join(await temporaryFolder(), 'games.zip');
  await writeFile(path, makeZip(entries));
  return path;
}

async function unpack(entries: readonly ZipEntryPlan[], limits: Partial<ArchiveLimits> = {}) {
  const cacheDir = await temporaryFolder();
  const path = await archiveOf(entries);
  const options = { path, extensions: EXTENSIONS, cacheDir, limits: { ...ARCHIVE_LIMITS, ...limits } };
  const game = await unpackGame(options).catch((error: unknown) => error as Error);
  return { game, cacheDir };
}

async function fault(entries: readonly ZipEntryPlan[], limits?: Partial<ArchiveLimits>): Promise<string> {
  const { game, cacheDir } = await unpack(entries, limits);
  expect(game).toMatchObject({ kind: 'game', hint: expect.stringMatching(/\.$/) });
  const folder = join(cacheDir, 'games');
  expect(existsSync(folder) ? await readdir(folder) : []).toEqual([]);
  return (game as Error).message;
}

function sheet(name: string, ...files: string[]): ZipEntryPlan {
  const line = (file: string) =>
    name.endsWith('.m3u') ? `${file}\n` : `FILE "${file}" BINARY\n  TRACK 01 AUDIO\n`;
  return { name, content: Buffer.from(files.map(line).join('')) };
}

describe('a disc in an archive', () => {
  test('is unpacked with all of its tracks, in their folders', async () => {
    const { game, cacheDir } = await unpack([
      sheet('Game/Game.cue', 'Track 1.bin', 'audio\\Track 2.bin'),
      { name: 'Game/Track 1.bin', content: TRACK },
      { name: 'Game/audio/Track 2.bin', content: TRACK.subarray(1) },
      { name: 'Game/cover.jpg' },
    ]);
    const path = game as string;
    expect(basename(path)).toBe('Game.cue');
    const folder = dirname(path);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(
      ['Game.cue', 'Track 1.bin', 'audio', join('audio', 'Track 2.bin')].sort(),
    );
    expect(await readFile(join(folder, 'audio', 'Track 2.bin'))).toEqual(TRACK.subarray(1));
    expect(await readdir(join(cacheDir, 'games'))).toHaveLength(1);
  });

  test('is refused where its list names lists', async () => {
    expect(await fault([sheet('a.m3u', 'a.m3u'), { name: 'cover.jpg' }])).toMatch(
      /"a\.m3u" in it names "a\.m3u", and a list of discs names no list\.$/,
    );
  });

  test('is the game that it is without the archive', async () => {
    const folder = await temporaryFolder();
    const cue = sheet('a.cue', 'a.bin');
    await writeFile(join(folder, 'a.cue'), cue.content!);
    await writeFile(join(folder, 'a.bin'), TRACK);
    const { game } = await unpack([cue, { name: 'a.bin', content: TRACK }]);
    expect((await identifyGame(game as string)).sha256).toBe(
      (await identifyGame(join(folder, 'a.cue'))).sha256,
    );
  });

  test('is one game beside its tracks, and so are several discs with their list', async () => {
    const discs = [1, 2].flatMap((number) => [
      sheet(`disc${number}.cue`, `disc${number}.bin`),
      { name: `disc${number}.bin`, content: TRACK },
    ]);
    expect(await gamesInArchive(await archiveOf(discs), EXTENSIONS)).toEqual(['disc1.cue', 'disc2.cue']);
    const list = [...discs, sheet('All.m3u', 'disc1.cue', 'disc2.cue')];
    expect(await gamesInArchive(await archiveOf(list), EXTENSIONS)).toEqual(['All.m3u']);
    const { game } = await unpack(list);
    expect(await readdir(dirname(game as string))).toHaveLength(5);
  });

  test.each([
    ['../Other/track.txt', 'which is not in its folder'],
    ['/etc/passwd', 'which is not in its folder'],
    ['C:\\track.bin', 'which is not in its folder'],
    ['missing.bin', "which it doesn't have"],
  ])('is refused where its sheet names %s', async (name, words) => {
    expect(await fault([sheet('Game/a.cue', name), { name: 'Other/track.txt' }])).toContain(words);
  });

  test('is refused where a track is there twice', async () => {
    const message = await fault([sheet('a.cue', 'a.bin'), { name: 'a.bin' }, { name: 'a.bin' }]);
    expect(message).toContain('has 2 entries named "a.bin"');
  });

  test('is refused where a track is broken, and nothing of it stays', async () => {
    const message = await fault([sheet('a.cue', 'a.bin'), { name: 'a.bin', content: TRACK, crc32: 1 }]);
    expect(message).toContain('its checksum (CRC-32) is wrong');
  });

  test('is refused where its entries lie on top of each other', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}.bin`);
    const first = { name: '0.bin', content: TRACK, isStored: true };
    const others = names.slice(1).map((name) => ({
      ...first,
      name,
      packed: Buffer.alloc(0),
      announcedPackedBytes: TRACK.length,
      offset: 0,
    }));
    expect(await fault([first, ...others, sheet('a.cue', ...names)])).toContain('lie on top of each other');
  });

  test('is refused where its files are too much together', async () => {
    const entries = [sheet('a.cue', 'a.bin'), { name: 'a.bin', content: TRACK }];
    expect(await fault(entries, { discSetBytes: 5000 })).toContain('its game would unpack to more than');
  });

  test('is refused where it has more files than a game has', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `${index}.bin`);
    expect(await fault([sheet('a.cue', ...names), ...names.map((name) => ({ name }))])).toContain(
      'more than 250 files',
    );
  });

  test('is refused where its sheet is no list of files', async () => {
    const content = Buffer.alloc(300_000, 'x');
    expect(await fault([{ name: 'a.cue', content }])).toContain('too large to be a list of files');
  });

  test('may be larger than cartridges are', async () => {
    const track = { name: 'a.bin', content: TRACK };
    expect(await fault([sheet('a.cue', 'a.bin'), track], { discBytes: 10 })).toContain(
      'would unpack to more',
    );
    const { game } = await unpack([sheet('a.cue', 'a.bin'), track], { gameBytes: 1000 });
    expect(game).toMatch(/a\.cue$/);
  });
});
