import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { libraryFileName } from '../../src/core-library/library-name.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { elfLibrary, indexLine, type MirrorFiles, startMirror, zipOf } from '../core-library/core-mirror.js';
import { debianCore } from '../cores/libretro/cores.js';
import { startCloudgame } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const DEMO = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const FILE = libraryFileName('toy');
const LIBRARY = elfLibrary({ x64: 62, arm64: 183 }[process.arch as string] ?? 0);
const SHA256 = createHash('sha256').update(LIBRARY).digest('hex');
const ARCHIVE = zipOf(FILE, LIBRARY);
const INFO = 'corename = "Toy"\nsystemname = "Toy Box"\nsupported_extensions = "toy"\n';
const GOOD: MirrorFiles = {
  '/.index-extended': indexLine(`${FILE}.zip`, LIBRARY),
  [`/${FILE}.zip`]: ARCHIVE,
  '/info.zip': zipOf('info/toy_libretro.info', Buffer.from(INFO)),
};

let home: string;
let own: string;

beforeEach(async () => {
  home = await temporaryFolder();
  own = join(home, 'cloudgame', 'cores');
});

function start(...args: string[]) {
  return startCloudgame(['cores', ...args], { home, cwd: home });
}

async function cores(...args: string[]) {
  const run = start(...args);
  const { code } = await run.ended;
  return { code, stdout: run.stdout, words: run.stderr.replaceAll(/\s+/g, ' ').trim() };
}

/** What a command prints as one line of JSON that is no event. */
async function jsonOf(...args: string[]): Promise<unknown> {
  const program = [join(PACKAGE_ROOT, 'bin', 'run.js'), 'cores', ...args];
  const env = { ...process.env, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  return JSON.parse((await promisify(execFile)(process.execPath, program, { env, cwd: home })).stdout);
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

describe('cloudgame cores install', () => {
  test('installs a core that list and host know then, and remove takes away', async () => {
    const url = await startMirror(GOOD);
    const run = await cores('install', 'Toy', '--from', url, '--sha256', SHA256);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.words).toContain(`Installed toy, built on 2026-11-20: ${join(own, FILE)} SHA-256 ${SHA256}`);
    expect(await filesOf(own)).toEqual(['info', FILE, `${FILE}.json`].sort());

    const { stdout } = await cores('list');
    expect(stdout).toMatch(/^toy +Toy Box {2}\.toy$/m);
    const listed = JSON.parse((await cores('list', '--json')).stdout) as { name: string }[];
    expect(listed.find(({ name }) => name === 'toy')).toMatchObject({
      system: 'Toy Box',
      extensions: ['.toy'],
      path: join(own, FILE),
      removable: true,
    });

    expect(await jsonOf('install', 'toy', '--from', url, '--json')).toMatchObject({
      name: 'toy',
      path: join(own, FILE),
      built: '2026-11-20',
      sha256: SHA256,
    });

    expect(await cores('remove', 'toy')).toMatchObject({ code: 0, words: `Removed toy: ${join(own, FILE)}` });
    expect(await filesOf(own)).toEqual(['info']);
    expect(await cores('remove', 'toy')).toMatchObject({
      code: 2,
      words: expect.stringContaining('No core named "toy" is installed.'),
    });
  });

  test('lists what a mirror has', async () => {
    const url = await startMirror(GOOD);
    expect(await cores('list', '--from', url)).toMatchObject({ code: 0, stdout: 'toy  toy\n' });
    const { stdout } = await cores('list', '--from', url, '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'toy', built: '2026-11-20' }]);
  });

  test('follows a mirror that moved', async () => {
    const url = await startMirror({
      ...GOOD,
      [`/${FILE}.zip`]: (_request, response) => response.writeHead(302, { location: '/moved.zip' }).end(),
      '/moved.zip': ARCHIVE,
    });
    expect((await cores('install', 'toy', '--from', url)).code).toBe(0);
  });

  test.each<[string, MirrorFiles, number, string]>([
    ['is shortened', { [`/${FILE}.zip`]: ARCHIVE.subarray(0, -40) }, 6, 'came damaged'],
    [
      'breaks off',
      {
        [`/${FILE}.zip`]: (_request, response) => {
          response.setHeader('content-length', ARCHIVE.length);
          response.write(ARCHIVE.subarray(0, 50), () => response.destroy());
        },
      },
      6,
      'broke off',
    ],
    ['is corrupt', { [`/${FILE}.zip`]: zipOf(FILE, LIBRARY, { crc32: 7 }) }, 6, 'came damaged'],
    [
      'has another CRC',
      { '/.index-extended': indexLine(`${FILE}.zip`, Buffer.from('x')) },
      6,
      'the index says CRC-32',
    ],
    ['has another size', { [`/${FILE}.zip`]: resized(ARCHIVE) }, 6, 'came damaged'],
    ['is gone', { [`/${FILE}.zip`]: notThere }, 6, 'is not there (404)'],
    ['leads round in a circle', { [`/${FILE}.zip`]: roundTrip }, 6, 'without an end'],
    ['is missing from the index', { '/.index-extended': '' }, 2, 'has no core named "toy"'],
    ['has no index', { '/.index-extended': notThere }, 6, 'no .index-extended in it'],
  ])('leaves nothing where the download %s', async (_what, files, code, words) => {
    const run = await cores('install', 'toy', '--from', await startMirror({ ...GOOD, ...files }));
    expect(run.words).toContain(words);
    expect(run.words).toMatch(/^(Installing toy [^\n]*)?Error: /);
    expect(run.code).toBe(code);
    expect(await filesOf(own)).toEqual([]);
  });

  test('leaves nothing where the library is not the pinned one, or the pin is none', async () => {
    const url = await startMirror(GOOD);
    const other = await cores('install', 'toy', '--from', url, '--sha256', '0'.repeat(64));
    expect(other).toMatchObject({
      code: 6,
      words: expect.stringContaining(`its library has SHA-256 ${SHA256}`),
    });
    expect(await filesOf(own)).toEqual([]);
    const wrong = await cores('install', 'toy', '--from', url, '--sha256', 'abc');
    expect(wrong).toMatchObject({ code: 2, words: expect.stringContaining('64 hex digits') });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at once by %s while the server hangs, and leaves nothing',
    async (signal) => {
      let asked = false;
      const url = await startMirror({
        ...GOOD,
        [`/${FILE}.zip`]: (_request, response) => {
          response.write(ARCHIVE.subarray(0, 100));
          asked = true;
        },
      });
      const run = start('install', 'toy', '--from', url);
      await vi.waitUntil(async () => asked && (await filesOf(own)).length > 0, PATIENCE);
      run.signalGroup(signal);
      expect((await run.ended).code).toBe(130);
      expect(await filesOf(own)).toEqual([]);
    },
  );

  test('keeps the old one where the disk is full', async () => {
    await mkdir(own, { recursive: true });
    await writeFile(join(own, FILE), 'the old one');
    const url = await startMirror({ ...GOOD, ...largeLibrary() });
    const run = startCloudgame([], {
      home,
      // Files of more than 64 blocks of 1 KiB can't be written: what comes back then is EFBIG.
      command: [
        'bash',
        '-c',
        `trap '' XFSZ; ulimit -f 64; exec "$0" "$@"`,
        process.execPath,
        join(PACKAGE_ROOT, 'bin', 'run.js'),
        'cores',
        'install',
        'toy',
        '--from',
        url,
      ],
    });
    const { code } = await run.ended;
    expect(code).toBe(1);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toMatch(/The core toy can't be written into .* \(EFBIG: /);
    expect(await filesOf(own)).toEqual([FILE]);
    expect(await readFile(join(own, FILE), 'utf8')).toBe('the old one');
  });
});

describe('cloudgame cores info', () => {
  test('asks the core, and lists its options with values and default', async () => {
    const { code, stdout } = await cores('info', 'nestopia');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Plays +\.nes \.fds \.unf \.unif$/m);
    expect(stdout).toMatch(/^Library +.*nestopia_libretro\.so$/m);
    expect(stdout).toMatch(
      /\n {2}nestopia_favored_system\n {4}System Region\n {4}.*\n {4}auto \(Auto\) \| ntsc \(NTSC\) \| pal \(PAL\)/,
    );
    expect(stdout).toContain(`goes to ${join(home, 'cloudgame', 'system', 'disksys.rom')}`);
  });

  test('prints the same as JSON, with a game as well, and of a library by its path', async () => {
    const path = join(home, FILE.replace('toy', 'mine'));
    await copyFile(debianCore('nestopia'), path);
    expect(await jsonOf('info', path, '--game', DEMO, '--json')).toMatchObject({
      name: 'mine',
      path,
      report: {
        name: 'Nestopia',
        needsFullPath: false,
        options: expect.arrayContaining([
          expect.objectContaining({ key: 'nestopia_palette', category: 'Video', default: 'cxa2025as' }),
        ]),
      },
      system: { path: join(home, 'cloudgame', 'system') },
    });
  });

  test('tells what is known of a core that can’t be loaded', async () => {
    await mkdir(own, { recursive: true });
    await writeFile(join(own, FILE), LIBRARY);
    const { code, stdout } = await cores('info', 'toy');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^SHA-256 +${SHA256}$`, 'm'));
    expect(stdout).toMatch(/^Options +unknown: .*can’t be loaded as a library/m);
  });

  test('suggests a name, and refuses a game that the core doesn’t take', async () => {
    expect(await cores('info', 'nestopiaa')).toMatchObject({
      code: 2,
      words: expect.stringContaining('Did you mean nestopia?'),
    });
    const game = join(home, 'notes.txt');
    await writeFile(game, 'no game');
    expect(await cores('info', 'nestopia', '--game', game)).toMatchObject({
      code: 3,
      words: expect.stringContaining("The core Nestopia doesn't take notes.txt."),
    });
  });
});

function notThere(_request: unknown, response: import('node:http').ServerResponse): void {
  response.writeHead(404).end();
}

function roundTrip(_request: unknown, response: import('node:http').ServerResponse): void {
  response.writeHead(302, { location: `/${FILE}.zip` }).end();
}

/** The archive, whose directory announces one byte more than is in it. */
function resized(archive: Buffer): Buffer {
  const changed = Buffer.from(archive);
  const central = changed.lastIndexOf('PK\x01\x02');
  changed.writeUInt32LE(changed.readUInt32LE(central + 24) + 1, central + 24);
  return changed;
}

function largeLibrary(): MirrorFiles {
  const library = Buffer.concat([LIBRARY, Buffer.alloc(2 ** 20)]);
  return { '/.index-extended': indexLine(`${FILE}.zip`, library), [`/${FILE}.zip`]: zipOf(FILE, library) };
}
