import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CloudgameError } from '../../src/errors.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../src/games/archive-limits.js';
import { gamesInArchive, unpackGame } from '../../src/games/unpack-game.js';
import { makeZip, type ZipEntryPlan } from '../fixtures/archives/zip.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const EXTENSIONS = ['.nes', '.gb'];
const ROM = randomBytes(100_000);
const MIB = 1024 * 1024;

interface Attempt {
  readonly entry?: string | undefined;
  readonly limits?: Partial<ArchiveLimits>;
}

async function unpack(archive: Uint8Array, { entry, limits }: Attempt = {}) {
  const folder = await temporaryFolder();
  const cacheDir = join(folder, 'cache');
  const path = join(folder, 'games.zip');
  await writeFile(path, archive);
  const options = { path, entry, extensions: EXTENSIONS, cacheDir, limits: { ...ARCHIVE_LIMITS, ...limits } };
  return { cacheDir, game: unpackGame(options), again: () => unpackGame(options) };
}

/** How an archive is refused; nothing of it may stay in the cache. */
async function refusal(archive: Uint8Array, attempt?: Attempt): Promise<CloudgameError> {
  const { cacheDir, game } = await unpack(archive, attempt);
  const error = await game.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CloudgameError);
  const games = join(cacheDir, 'games');
  expect(existsSync(games) ? await readdir(games) : []).toEqual([]);
  const failure = error as CloudgameError;
  expect(failure.message).toMatch(/^The archive games\.zip .*\.$/s);
  expect(failure.hint).toMatch(/\.$|"$/);
  return failure;
}

function zipOf(...names: string[]): Buffer {
  return makeZip(names.map((name) => ({ name, content: Buffer.from(name) })));
}

describe('the game of an archive', () => {
  test.each([true, false])('is unpacked as it was, stored: %s', async (isStored) => {
    const { game } = await unpack(makeZip([{ name: 'roms/My Game (EU).nes', content: ROM, isStored }]));
    expect(await readFile(await game)).toEqual(ROM);
  });

  test('lies under its SHA-256 and its own name, where only its owner can read it', async () => {
    const { game, cacheDir } = await unpack(makeZip([{ name: 'roms/My Game (EU).nes', content: ROM }]));
    const path = await game;
    const sha256 = createHash('sha256').update(ROM).digest('hex');
    expect(path).toBe(join(cacheDir, 'games', sha256, 'My Game (EU).nes'));
    if (process.platform === 'win32') return;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect((await stat(dirname(dirname(path)))).mode & 0o777).toBe(0o700);
  });

  test('is made good again where the cache was tampered with, and nothing else is left there', async () => {
    const { game, again, cacheDir } = await unpack(makeZip([{ name: 'a.nes', content: ROM }]));
    await writeFile(await game, 'something else');
    expect(await again()).toBe(await game);
    expect(await readFile(await game)).toEqual(ROM);
    expect(await readdir(join(cacheDir, 'games'))).toHaveLength(1);
  });

  test('can be unpacked by two at the same time', async () => {
    const { game, again } = await unpack(makeZip([{ name: 'a.nes', content: ROM }]));
    expect(await again()).toBe(await game);
    expect(await Promise.all([again(), again()])).toEqual([await game, await game]);
    expect(await readFile(await game)).toEqual(ROM);
  });

  test('is found by its extension in any case, beside files that are none', async () => {
    const { game } = await unpack(zipOf('readme.txt', 'folder.nes/', 'folder.nes/GAME.NES', 'cover.png'));
    expect(await readFile(await game, 'utf8')).toBe('folder.nes/GAME.NES');
  });

  test('is neither what macOS writes beside it nor a symbolic link', async () => {
    const link: ZipEntryPlan = { name: 'link.nes', content: Buffer.from('/etc/passwd'), mode: 0o120777 };
    const companions = ['__MACOSX/._game.nes', '._game.nes'].map((name) => ({ name }));
    const { game } = await unpack(makeZip([link, ...companions, { name: 'game.nes', content: ROM }]));
    expect(basename(await game)).toBe('game.nes');
  });

  test.each([
    ['a*b?.nes', 'a_b_.nes'],
    ['CON.nes', '_CON.nes'],
    [`${'ß'.repeat(200)}.nes`, `${'ß'.repeat(118)}.nes`],
  ])('gets a name that every file system takes for %.20s', async (name, expected) => {
    const { game } = await unpack(zipOf(name));
    expect(basename(await game)).toBe(expected);
  });

  test('is read to its end, whatever bytes follow that end inside the entry', async () => {
    const packed = Buffer.concat([deflateRawSync(ROM), randomBytes(MIB)]);
    const { game } = await unpack(makeZip([{ name: 'a.nes', content: ROM, packed }]));
    expect(await readFile(await game)).toEqual(ROM);
  });

  test('may be padding for the most part, as cartridges are', async () => {
    const { game } = await unpack(makeZip([{ name: 'a.nes', content: Buffer.alloc(8 * MIB) }]));
    expect((await stat(await game)).size).toBe(8 * MIB);
  });

  test('is found by a name in CP437, as old programs write it', async () => {
    const nameBytes = Buffer.from([0x50, 0x6f, 0x6b, 0x82, 0x6d, 0x6f, 0x6e, 0x2e, 0x6e, 0x65, 0x73]);
    const { game } = await unpack(makeZip([{ name: '', nameBytes, content: ROM }]));
    expect(basename(await game)).toBe('Pokémon.nes');
  });

  test('is unpacked from an archive in the form of very large ones (Zip64)', async () => {
    const { game } = await unpack(
      makeZip([{ name: 'a.txt' }, { name: 'b.nes', content: ROM }], { isZip64: true }),
    );
    expect(await readFile(await game)).toEqual(ROM);
  });

  test('may be empty, for the core to say so', async () => {
    const { game } = await unpack(makeZip([{ name: 'a.nes', content: Buffer.alloc(0), isStored: true }]));
    expect((await stat(await game)).size).toBe(0);
  });
});

describe('several games in an archive', () => {
  const SEVERAL = zipOf('first.nes', 'more/second.gb', 'more/third.nes', 'other/third.nes', 'notes.txt');

  test('are a usage error that lists them', async () => {
    const { kind, message, hint } = await refusal(SEVERAL);
    expect(kind).toBe('usage');
    expect(message).toBe(
      'The archive games.zip holds 4 games: first.nes, more/second.gb, more/third.nes, other/third.nes.',
    );
    expect(hint).toBe('Name one of them: --entry "first.nes"');
  });

  test.each([
    ['first.nes', 'first.nes'],
    ['more/third.nes', 'more/third.nes'],
    ['second.gb', 'more/second.gb'],
    ['notes.txt', 'notes.txt'],
  ])('--entry %s takes %s', async (entry, name) => {
    const { game } = await unpack(SEVERAL, { entry });
    expect(await readFile(await game, 'utf8')).toBe(name);
  });

  test.each([
    ['fourth.nes', 'has no entry "fourth.nes"; it has first.nes, more/second.gb'],
    ['third.nes', 'has 2 entries named "third.nes": more/third.nes, other/third.nes.'],
  ])('--entry %s is a usage error', async (entry, message) => {
    const failure = await refusal(SEVERAL, { entry });
    expect(failure.kind).toBe('usage');
    expect(failure.message).toContain(message);
  });

  test('of one name are told apart by their numbers, which all words about them have', async () => {
    const same = makeZip([
      { name: 'a.nes', content: Buffer.from('one') },
      { name: 'a.nes', content: Buffer.from('two') },
    ]);
    for (const entry of [undefined, 'a.nes']) {
      expect(await refusal(same, { entry })).toMatchObject({
        kind: 'usage',
        message: expect.stringMatching(/(holds 2 games|has 2 entries named "a\.nes"): a\.nes#1, a\.nes#2\.$/),
        hint: 'Name one of them: --entry "a.nes#1"',
      });
    }
    const { game } = await unpack(same, { entry: 'a.nes#2' });
    expect(await readFile(await game, 'utf8')).toBe('two');
    expect((await refusal(same, { entry: 'a.nes#3' })).message).toContain('has no entry "a.nes#3"');
    const literal = await unpack(zipOf('a.nes', 'a.nes', 'a.nes#2'), { entry: 'a.nes#2' });
    expect(await readFile(await literal.game, 'utf8')).toBe('a.nes#2');
  });

  test('are not all listed where they are very many', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `${index}.nes`);
    expect((await refusal(zipOf(...names))).message).toMatch(
      /holds 50 games: 0\.nes, .*19\.nes, and 30 more\.$/,
    );
  });

  test('are named for a choice', async () => {
    const path = join(await temporaryFolder(), 'games.zip');
    await writeFile(path, SEVERAL);
    expect(await gamesInArchive(path, ['.gb'])).toEqual(['more/second.gb']);
  });
});

describe('an archive is refused', () => {
  const GOOD = makeZip([{ name: 'a.nes', content: ROM }]);

  test.each<[string, Buffer, Attempt, string]>([
    ['without a game', zipOf('a.txt'), {}, 'holds no game'],
    ['without any file', zipOf(), {}, 'it has no files'],
    ['with more entries than are read', zipOf('a.nes', 'b.txt'), { limits: { entries: 1 } }, 'has 2 entries'],
    [
      'with very many entries',
      makeZip(
        Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}.nes`, content: Buffer.alloc(0) })),
      ),
      {},
      'has 10001 entries; more than 10000 are not read',
    ],
    [
      'that is of Zip64 and announces too much',
      makeZip([{ name: 'a.nes', announcedBytes: 2 ** 40 }], { isZip64: true }),
      {},
      'would unpack to more than 256 MiB',
    ],
    ['that announces 60,000 entries', makeZip([{ name: 'a.nes' }], { entryCount: 60_000 }), {}, '10000'],
    ['that is encrypted', makeZip([{ name: 'a.nes', flags: 1 }]), {}, '"a.nes" in it is encrypted'],
    ['with strong encryption', makeZip([{ name: 'a.nes', flags: 0x41 }]), {}, 'is encrypted'],
    ['with a method that is not known', makeZip([{ name: 'a.nes', method: 14 }]), {}, '(method 14)'],
    ['that is no zip file', ROM, {}, 'it is no zip file, damaged or cut off'],
    ['that is empty', Buffer.alloc(0), {}, 'it is no zip file, damaged or cut off'],
    ['that is cut off', GOOD.subarray(0, GOOD.length - 60), {}, 'it is no zip file, damaged or cut off'],
    ['whose beginning is missing', GOOD.subarray(500), {}, 'damaged or cut off'],
    ['with fewer entries than it says', makeZip([{ name: 'a.nes' }], { entryCount: 2 }), {}, 'damaged'],
    [
      'with a directory beyond its end',
      makeZip([{ name: 'a.nes' }], { zip64Offset: 2n ** 63n }),
      {},
      'damaged',
    ],
    ['with an entry beyond its end', makeZip([{ name: 'a.nes', offset: 0xfffffff0 }]), {}, 'damaged'],
    [
      'with an entry that goes on beyond its end',
      makeZip([{ name: 'a.nes', announcedPackedBytes: 1_000_000 }]),
      {},
      'damaged',
    ],
    ['with a wrong checksum', makeZip([{ name: 'a.nes', crc32: 1 }]), {}, 'its checksum (CRC-32) is wrong'],
    [
      'with content that is no deflate stream',
      makeZip([{ name: 'a.nes', content: ROM, packed: Buffer.alloc(5000, 0xff) }]),
      {},
      "can't be decompressed",
    ],
    [
      'with content that is cut off',
      makeZip([{ name: 'a.nes', content: ROM, packed: deflateRawSync(ROM).subarray(0, 5000) }]),
      {},
      "can't be decompressed",
    ],
    [
      'with less in it than it announces',
      makeZip([{ name: 'a.nes', content: ROM, announcedBytes: ROM.length + 1 }]),
      {},
      'ends after 100000 of 100001 bytes',
    ],
    [
      'with a stored entry of two sizes',
      makeZip([{ name: 'a.nes', content: ROM, isStored: true, announcedBytes: 10 }]),
      {},
      'holds more than its directory announces',
    ],
  ])('%s', async (_, archive, attempt, message) => {
    const failure = await refusal(archive, attempt);
    expect(failure.kind).toBe('game');
    expect(failure.message).toContain(message);
  });

  test.each([
    ['that leaves the archive', '../a.nes', 'points out of the archive'],
    ['that leaves it later', 'a/../../b.nes', 'points out of the archive'],
    ['with an absolute path', '/etc/a.nes', 'an absolute path'],
    ['with a drive', 'C:/a.nes', 'an absolute path'],
    ['with a backslash', '..\\a.nes', 'a backslash'],
    ['with a zero byte', 'a\u0000.nes', 'control characters'],
    ['with an escape sequence', 'a\u001b[2J.nes', 'control characters'],
    ['that is empty', '', 'impossible length'],
    ['of 2000 letters', 'a'.repeat(2000), 'impossible length'],
  ])('with a name %s, even beside a good one', async (_, name, message) => {
    const failure = await refusal(zipOf('good.nes', name));
    expect(failure.kind).toBe('game');
    expect(failure.message).toContain(message);
    expect(failure.message).not.toMatch(/\p{Cc}/u);
  });

  test('that is not there or a folder', async () => {
    const folder = await temporaryFolder();
    for (const [path, words] of [
      [join(folder, 'none.zip'), 'is not there'],
      [folder, 'it is no file'],
    ] as const) {
      const failure = await gamesInArchive(path, EXTENSIONS).catch((error: unknown) => error);
      expect(failure).toMatchObject({ kind: 'game', message: expect.stringContaining(words) });
    }
  });
});

describe('a zip bomb is refused', () => {
  test('that announces more than 256 MiB', async () => {
    const bomb = makeZip([{ name: 'a.nes', announcedBytes: 256 * MIB + 1 }]);
    expect(await refusal(bomb)).toMatchObject({
      kind: 'game',
      message:
        'The archive games.zip is refused: "a.nes" in it would unpack to more than 256 MiB, and no game has that.',
    });
  });

  test('that announces far more than can be in what it holds', async () => {
    const bomb = makeZip([{ name: 'a.nes', announcedBytes: 200 * MIB }]);
    expect((await refusal(bomb)).message).toContain('up to 200 MiB, as zip bombs do');
  });

  test('that holds far more than it announces, before it is all unpacked', async () => {
    const bomb = makeZip([{ name: 'a.nes', content: Buffer.alloc(32 * MIB), announcedBytes: 1000 }]);
    expect((await refusal(bomb)).message).toContain(
      'holds more than its directory announces, as zip bombs do',
    );
  });

  test('that is honest about a ratio that games do not have', async () => {
    const bomb = makeZip([{ name: 'a.nes', content: Buffer.alloc(MIB) }]);
    const failure = await refusal(bomb, { limits: { anyRatioBytes: MIB / 2 } });
    expect(failure.message).toContain('as zip bombs do');
  });
});

describe('where the cache can’t be written', () => {
  test('the failure says so, and what to do', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'games.zip');
    await writeFile(path, zipOf('a.nes'));
    // The archive stands where the folder would have to be.
    const failure = await unpackGame({ path, extensions: EXTENSIONS, cacheDir: path }).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({
      kind: 'game',
      message: expect.stringContaining("can't be unpacked into"),
    });
    expect(failure.hint).toContain('Make sure that the disk has room');
  });
});
