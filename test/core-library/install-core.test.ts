import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { coreFolders } from '../../src/core-library/core-folders.js';
import { coreSource, listAvailableCores } from '../../src/core-library/core-source.js';
import { downloadText } from '../../src/core-library/download.js';
import { installCore } from '../../src/core-library/install-core.js';
import { installInfosFor } from '../../src/core-library/install-infos.js';
import { coresForExtension } from '../../src/core-library/installed-cores.js';
import { removeCore } from '../../src/core-library/remove-core.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { elfLibrary, indexLine, type MirrorFiles, startMirror, zipOf } from './core-mirror.js';

const FILE = 'toy_libretro.so';
const LIBRARY = elfLibrary(62);
const SHA256 = createHash('sha256').update(LIBRARY).digest('hex');
const ARCHIVE = zipOf(FILE, LIBRARY);
const GOOD: MirrorFiles = {
  '/.index-extended': indexLine(`${FILE}.zip`, LIBRARY),
  [`/${FILE}.zip`]: ARCHIVE,
};

describe('installing a core', () => {
  test('puts the library in its place, with a record of where it came from', async () => {
    const { folder, install, url } = await mirror(GOOD);
    const progress: number[] = [];
    const core = await install({ name: 'Toy', onProgress: (received) => progress.push(received) });
    expect(await readFile(join(folder, FILE))).toEqual(LIBRARY);
    expect(JSON.parse(await readFile(join(folder, `${FILE}.json`), 'utf8'))).toMatchObject({
      source: `${url}${FILE}.zip`,
      built: '2026-11-20',
      sizeBytes: LIBRARY.length,
      sha256: SHA256,
    });
    expect(core.sha256).toBe(SHA256);
    expect(progress.at(-1)).toBe(ARCHIVE.length);
    expect((await readdir(folder)).sort()).toEqual([FILE, `${FILE}.json`]);
  });

  test('takes an index that holds the checksum of the archive', async () => {
    const { install } = await mirror({ ...GOOD, '/.index-extended': indexLine(`${FILE}.zip`, ARCHIVE) });
    expect((await install({})).sha256).toBe(SHA256);
  });

  test('takes the library that is pinned, and no other', async () => {
    const { install, folder } = await mirror(GOOD);
    expect((await install({ sha256: SHA256.toUpperCase() })).name).toBe('toy');
    const { install: another } = await mirror(GOOD);
    await expect(another({ sha256: '0'.repeat(64) })).rejects.toThrow(`SHA-256 ${SHA256}`);
    expect(await readdir(folder)).toHaveLength(2);
  });

  test.each<[string, MirrorFiles, RegExp]>([
    [
      'is cut off on the way',
      {
        [`/${FILE}.zip`]: (_request, response) => {
          response.setHeader('content-length', ARCHIVE.length);
          response.write(ARCHIVE.subarray(0, 50), () => response.destroy());
        },
      },
      /broke off/,
    ],
    [
      'is a shortened file',
      { [`/${FILE}.zip`]: ARCHIVE.subarray(0, -30) },
      /came damaged: it is no sound zip/,
    ],
    ['is no archive', { [`/${FILE}.zip`]: '<html>Welcome</html>' }, /came damaged/],
    [
      'has a wrong checksum inside',
      { [`/${FILE}.zip`]: zipOf(FILE, LIBRARY, { crc32: 7 }) },
      /another checksum/,
    ],
    ['is encrypted', { [`/${FILE}.zip`]: zipOf(FILE, LIBRARY, { flags: 1 }) }, /encrypted/],
    [
      'holds another file',
      { [`/${FILE}.zip`]: zipOf('readme.txt', LIBRARY) },
      /there is no toy_libretro\.so in it/,
    ],
    [
      'differs from the index',
      { '/.index-extended': indexLine(`${FILE}.zip`, Buffer.from('another build')) },
      /the index says CRC-32/,
    ],
    [
      'is not there',
      { [`/${FILE}.zip`]: (_request, response) => response.writeHead(404).end() },
      /is not there \(404\)/,
    ],
    [
      'is refused',
      { [`/${FILE}.zip`]: (_request, response) => response.writeHead(503).end() },
      /refused .*503/,
    ],
    ['is for another platform', serving(elfLibrary(183)), /linux on arm64, and this is linux on x64/],
    ['is no library', serving(Buffer.alloc(500, 'text')), /what it holds is no library/],
  ])('leaves the old one as it is where the download %s', async (_what, files, message) => {
    const { folder, install } = await mirror({ ...GOOD, ...files });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, FILE), 'the old one');
    await expect(install({})).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringMatching(message),
    });
    expect(await readFile(join(folder, FILE), 'utf8')).toBe('the old one');
    expect(await readdir(folder)).toEqual([FILE]);
  });

  test('removes what one left behind that was killed, and nothing that is still being written', async () => {
    const { folder, install } = await mirror(GOOD);
    const uuid = '12345678-1234-4123-8123-123456789abc';
    const [old, young, foreign] = [`.${FILE}.${uuid}.zip`, `.${FILE}.${uuid}`, '.hidden.zip'];
    await mkdir(folder, { recursive: true });
    for (const name of [old, young, foreign]) await writeFile(join(folder, name), '');
    const yesterday = new Date(Date.now() - 86_400_000);
    for (const name of [old, foreign]) await utimes(join(folder, name), yesterday, yesterday);
    await install({});
    expect((await readdir(folder)).sort()).toEqual([young, foreign, FILE, `${FILE}.json`].sort());
  });

  test('suggests a name that the mirror has', async () => {
    const { install } = await mirror(GOOD);
    await expect(install({ name: 'tpy' })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('Did you mean toy?'),
    });
  });

  test('gets the .info files where there are none, and then knows what the core plays', async () => {
    const info = zipOf(
      'info/toy_libretro.info',
      Buffer.from('corename = "Toy"\nsupported_extensions = "toy"\n'),
    );
    const { install, folders, source } = await mirror({ ...GOOD, '/info.zip': info });
    await install({});
    expect(await installInfosFor('toy', source, folders)).toBe(true);
    expect((await coresForExtension('.TOY', folders)).map((core) => core.name)).toEqual(['toy']);
  });

  test('is undone by removing, which leaves cores of others alone', async () => {
    const { install, folder, folders } = await mirror(GOOD);
    await install({});
    await removeCore('toy', folders);
    expect(await readdir(folder)).toEqual([]);
    const system = await temporaryFolder();
    await writeFile(join(system, FILE), '');
    await expect(removeCore('toy', { ...folders, libraries: [folder, system] })).rejects.toThrow(
      'was not installed by cloudgame',
    );
  });
});

describe('a source of cores', () => {
  test('is the buildbot over https by default, for platforms that it builds for', () => {
    expect(coreSource(undefined, 'darwin', 'arm64')).toMatchObject({ allowHttp: false });
    expect(() => coreSource(undefined, 'freebsd', 'x64')).toThrow('no cores for freebsd on x64');
  });

  test('is refused where it is no web address', () => {
    expect(() => coreSource('ftp://mirror.example')).toThrow('no address of a mirror');
    expect(() => coreSource('/srv/cores')).toThrow('no address of a mirror');
  });

  test('has to have an index', async () => {
    const { source } = await mirror({});
    await expect(listAvailableCores(source)).rejects.toThrow('no .index-extended in it');
  });

  test('that can’t be reached is named', async () => {
    await expect(listAvailableCores(coreSource('http://127.0.0.1:9/'))).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringContaining("127.0.0.1:9 can't be reached"),
    });
  });
});

describe('a download', () => {
  const limits = { limitBytes: 1000, allowHttp: true };

  test('over plain http is refused unless it was asked for', async () => {
    const { url } = await mirror(GOOD);
    await expect(downloadText(new URL(url), { ...limits, allowHttp: false })).rejects.toThrow(
      'is not a https address',
    );
  });

  test('follows redirects, up to a limit', async () => {
    const { url } = await mirror({
      '/a': (_request, response) => response.writeHead(302, { location: '/b' }).end(),
      '/b': 'here',
      '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
    });
    expect(await downloadText(new URL('/a', url), limits)).toBe('here');
    await expect(downloadText(new URL('/round', url), limits)).rejects.toThrow('without an end');
  });

  test('is given up where it grows too large', async () => {
    const { url } = await mirror({ '/large': Buffer.alloc(2000) });
    await expect(downloadText(new URL('/large', url), limits)).rejects.toThrow('is larger than');
  });

  test('is given up where the server stops sending', async () => {
    const { url } = await mirror({ '/slow': (_request, response) => void response.write('a') });
    await expect(downloadText(new URL('/slow', url), { ...limits, idleTimeoutMs: 50 })).rejects.toThrow(
      'has stopped sending',
    );
  });
});

function serving(library: Buffer): MirrorFiles {
  return { '/.index-extended': indexLine(`${FILE}.zip`, library), [`/${FILE}.zip`]: zipOf(FILE, library) };
}

async function mirror(files: MirrorFiles) {
  const url = await startMirror(files);
  const source = coreSource(url);
  const own = coreFolders({ dataDir: await temporaryFolder() }).own;
  const folders = { own, libraries: [own], infos: [join(own, 'info')] };
  const install = (options: Partial<Parameters<typeof installCore>[0]>) =>
    installCore({ name: 'toy', source, folder: own, platform: 'linux', arch: 'x64', ...options });
  return { url, source, folder: own, folders, install };
}
