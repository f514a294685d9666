import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { type HostProcessOptions, startCloudgame } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const ROMS = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms');
const CORES = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores');
const DEMO = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');

/** Runs `cloudgame host` to its end; what it says to people comes without the terminal's line breaks. */
async function failHost(
  args: readonly string[],
  options?: HostProcessOptions,
): Promise<{ code: number | null; words: string }> {
  const run = startCloudgame(['host', ...args], {
    ...options,
    environment: { CLOUDGAME_SIGNAL: 'embedded', ...options?.environment },
  });
  const { code } = await run.ended;
  expect(run.stdout).toBe('');
  return { code, words: run.stderr.replaceAll(/\s+/g, ' ').trim() };
}

describe('cloudgame host, wrongly used', () => {
  test('without a game and without a terminal says how to name one', async () => {
    const { code, words } = await failHost([]);
    expect(code).toBe(2);
    expect(words).toBe(
      'Error: No game is named. Name one: cloudgame host GAME.nes. Or play the bundled one: cloudgame demo',
    );
  });

  test.each([
    [['--signal', 'ftp://a.example'], '--signal'],
    [['--signal', 'somewhere'], '--signal'],
    [['--player-url', 'page.example'], '--player-url: "page.example" is not the address of a player page.'],
    [['--ice-server', 'http://a.example'], '--ice-server: "http://a.example" is no STUN or TURN server.'],
    [['--ice-server', 'turn:a.example'], 'comes without a user and a password'],
    [['--codec', 'av1'], 'Expected --codec=av1 to be one of: vp8, h264'],
    [['--sandbox', 'on'], 'Expected --sandbox=on to be one of: auto, require, off'],
    [['--run-ahead', '5'], 'Expected --run-ahead=5 to be one of: 0, 1, 2, 3, 4, auto'],
    [['--rewind-memory', '4097'], 'Expected an integer less than or equal to 4096'],
    [[DEMO, '--slot', '1', '--no-resume'], "--slot and --no-resume can't both be given."],
    [[DEMO, '--slot', '1', '--resume'], "--slot and --resume can't both be given."],
    [['--bitrate', '10'], 'Expected an integer greater than or equal to 100'],
    [['--bitrate', 'fast'], 'Expected an integer but received: fast'],
    [['--max-viewers', '0'], 'Expected an integer greater than or equal to 1'],
    [['--port', '70000'], 'Expected an integer less than or equal to 65535'],
    [['--link', 'best'], 'Expected --link=best to be one of: local, public, watch'],
    [['--bogus'], 'Nonexistent flag: --bogus'],
    [['one.nes', 'two.nes'], 'Unexpected argument: two.nes'],
    [
      ['--player-url', 'https://page.example', '--signal', 'ws://a.example'],
      'A page over https (https://page.example/v1/) may not talk to a signalling server without encryption',
    ],
    [['--link', 'public'], 'There is no public link'],
  ])('%j is a usage error', async (flags, message) => {
    const { code, words } = await failHost(['--core', 'test-pattern', ...flags]);
    expect(words).toContain(message);
    expect(words).toMatch(/^Error: /);
    expect(code).toBe(2);
  });

  test('a wrong setting in the environment or in the file is named by its place', async () => {
    const environment = { CLOUDGAME_CODEC: 'av1' };
    expect(await failHost(['--core', 'test-pattern'], { environment })).toEqual({
      code: 2,
      words: 'Error: CLOUDGAME_CODEC: There is no codec "av1". Use vp8, which plays everywhere, or h264.',
    });
  });
});

describe('cloudgame host, with a game that can’t be played', () => {
  test.each([
    ['missing.nes', 'is not there.'],
    ['empty.nes', 'is empty'],
    ['not-a-game.nes', 'This is not an NES game'],
    ['truncated.nes', 'The file is truncated: its header announces 24592 bytes, and it has 1000.'],
    ['unsupported-mapper.nes', 'mapper'],
  ])('%s ends with the exit code of games, and words', async (name, message) => {
    const { code, words } = await failHost([join(ROMS, name)]);
    expect(words).toContain(message);
    expect(code).toBe(3);
  });

  test('a pipe is no game, and is not waited for', async () => {
    const pipe = join(await temporaryFolder(), 'pipe.nes');
    execFileSync('mkfifo', [pipe]);
    const { code, words } = await failHost([pipe]);
    expect(words).toContain(`The game ${pipe} can't be read (it is a pipe or a device).`);
    expect(code).toBe(3);
  });

  test('a folder is no game', async () => {
    const folder = join(await temporaryFolder(), 'folder.nes');
    await symlink(ROMS, folder);
    const { code, words } = await failHost([folder]);
    expect(words).toContain(`The game ${folder} is a folder.`);
    expect(code).toBe(3);
  });

  test('a file that may not be read says whom to ask', async () => {
    const file = join(await temporaryFolder(), 'locked.nes');
    await copyFile(DEMO, file);
    await chmod(file, 0);
    // The administrator may read everything, unless that power is taken away.
    const command =
      process.getuid?.() === 0
        ? (['setpriv', '--bounding-set', '-dac_override,-dac_read_search', process.execPath] as const)
        : ([process.execPath] as const);
    const { code, words } = await failHost([file], {
      command: [...command, join(PACKAGE_ROOT, 'bin', 'run.js')],
    });
    expect(words).toContain(
      `The game ${file} may not be read. Check the path, and that the file is yours to read.`,
    );
    expect(code).toBe(3);
  });

  test('a file that no core is known for', async () => {
    const { code, words } = await failHost(['game.xyz']);
    expect(words).toContain('No core is known for "game.xyz": the extension .xyz says nothing to cloudgame.');
    expect(code).toBe(2);
  });
});

describe('cloudgame host, with a core that doesn’t play', () => {
  test.each([
    ['nonesuch', 2, 'There is no core named "nonesuch". Built in are nes, snake, test-pattern.'],
    ['nes', 2, 'The core nes needs a game.'],
    ['./nonesuch', 3, 'There is no core at ./nonesuch.'],
    [
      join(CORES, 'exits-at-once.js'),
      3,
      'The core exited with code 7. Its last words: I have no wish to play.',
    ],
    [join(CORES, 'writes-garbage.js'), 3, 'The core broke the core protocol'],
    [join(CORES, 'wrong-version.js'), 3, 'core protocol 99 where 1 is spoken'],
    [
      join(CORES, 'error-message.js'),
      3,
      'Error: The game needs a BIOS, and there is none. Put bios.bin beside the game.',
    ],
    [join(CORES, 'hangs-at-start.js'), 3, 'The core did not answer within'],
  ])('--core %s', async (core, exitCode, message) => {
    const { code, words } = await failHost(['--core', core]);
    expect(words).toContain(message);
    expect(code).toBe(exitCode);
  });

  test('a file that is no program', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'notes.txt'), 'no program');
    expect(await failHost(['--core', './notes.txt'], { cwd: folder })).toEqual({
      code: 3,
      words: 'Error: The core ./notes.txt may not be executed. Make it a program: chmod +x ./notes.txt',
    });
    await chmod(join(folder, 'notes.txt'), 0o755);
    const { code, words } = await failHost(['--core', './notes.txt'], { cwd: folder });
    expect(words).toMatch(/^Error: The core (notes\.txt can't be started|exited with code 127)/);
    expect(code).toBe(3);
  });

  test('a library that is none says why it can’t be loaded', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'core_libretro.so'), '\x7fELF');
    const { code, words } = await failHost(['--core', './core_libretro.so'], { cwd: folder });
    expect(words).toContain('core_libretro.so can’t be loaded as a library');
    expect(code).toBe(3);
  });
});

describe('cloudgame host, without what it needs', () => {
  test('an ffmpeg that is not there', async () => {
    const { code, words } = await failHost(['--core', 'test-pattern', '--ffmpeg', '/nonexistent']);
    expect(words).toContain('was found (/nonexistent: it is not there). Install ffmpeg');
    expect(code).toBe(4);
  });

  test('an ffmpeg that was built without the encoder', async () => {
    const ffmpeg = join(await temporaryFolder(), 'ffmpeg');
    await writeFile(ffmpeg, "#!/bin/sh\necho ' V..... libx264  H.264'\necho ' A..... libopus  Opus'\n");
    await chmod(ffmpeg, 0o755);
    const { code, words } = await failHost(['--core', 'test-pattern', '--ffmpeg', ffmpeg]);
    expect(words).toContain(
      `No ffmpeg that can encode VP8 and Opus was found (${ffmpeg}: it was built without libvpx).`,
    );
    expect(code).toBe(4);
  });

  test('a port that another program has', async () => {
    const other = createServer().listen(0, '::');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { code, words } = await failHost(['--core', 'test-pattern', '--port', String(port)]);
    expect(words).toContain(`Port ${port} is taken by another program.`);
    expect(code).toBe(6);
  });

  test('an address that this computer hasn’t got', async () => {
    const { code, words } = await failHost(['--core', 'test-pattern', '--listen', '203.0.113.1']);
    expect(words).toContain('203.0.113.1 is no address of this computer');
    expect(code).toBe(6);
  });

  test('scripts are told in one event and nothing else', async () => {
    const run = startCloudgame(['host', 'missing.nes', '--json']);
    expect(await run.ended).toEqual({ code: 3, signal: null });
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(run.events).toMatchObject([
      {
        event: 'closed',
        reason: 'The game missing.nes is not there.',
        hint: 'Check the path, and that the file is yours to read.',
        exitCode: 3,
      },
    ]);
  });
});
