import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { startCloudgame } from '../../host-process.js';
import { temporaryFolder } from '../../signalling/temporary-folder.js';

let home: string;
let games: string;

beforeEach(async () => {
  home = await temporaryFolder();
  games = await temporaryFolder();
  await mkdir(join(games, 'more'));
  await writeFile(join(games, 'Quest (USA).nes'), '');
  await writeFile(join(games, 'more', 'Race.nes'), '');
});

async function cloudgame(...args: string[]) {
  const run = startCloudgame(args, { home });
  const { code } = await run.ended;
  return { code, stdout: run.stdout, stderr: run.stderr };
}

describe('cloudgame library', () => {
  test('adds a folder, lists its games, and removes it', async () => {
    expect(await cloudgame('library', 'add', games)).toEqual({
      code: 0,
      stdout: '',
      stderr: `Added ${games}: 2 games in it.\n`,
    });
    const { stdout } = await cloudgame('library', 'list');
    expect(stdout.split('\n')).toEqual([
      'Quest (USA)  NES',
      `    ${join(games, 'Quest (USA).nes')}`,
      'Race  NES',
      `    ${join(games, 'more', 'Race.nes')}`,
      '',
    ]);
    expect((await cloudgame('library', 'remove', games)).code).toBe(0);
    expect(await cloudgame('library', 'list')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'The library has no folders yet: cloudgame library add DIR\n',
    });
  });

  test('lists as JSON for scripts, and tells people of folders that are gone', async () => {
    const gone = await temporaryFolder();
    await cloudgame('library', 'add', games);
    await cloudgame('library', 'add', gone);
    await rm(gone, { recursive: true });
    const { stdout, stderr, code } = await cloudgame('library', 'list', '--json', '--system', 'nes');
    expect(code).toBe(0);
    expect(stderr).toBe(`${gone} is not there: removed, or its disk is not plugged in.\n`);
    const never = { system: 'NES', games: 1, lastPlayed: null };
    expect(JSON.parse(stdout)).toEqual([
      { path: join(games, 'Quest (USA).nes'), title: 'Quest', tags: '(USA)', ...never },
      { path: join(games, 'more', 'Race.nes'), title: 'Race', tags: '', ...never },
    ]);
  });

  test('names the systems that it has where another is asked for', async () => {
    await cloudgame('library', 'add', games);
    const { code, stderr } = await cloudgame('library', 'list', '--system', 'amiga');
    expect(code).toBe(2);
    expect(stderr).toContain('no games of a system "amiga"');
    expect(stderr).toContain('It has: NES.');
  });

  test('refuses what is no folder', async () => {
    const { code, stderr } = await cloudgame('library', 'add', join(games, 'none'));
    expect(code).toBe(2);
    expect(stderr).toContain('it is not there');
  });
});

describe('cloudgame host of a file that is not there', () => {
  test('names the games of the library that are called so', async () => {
    await cloudgame('library', 'add', games);
    const { code, stdout, stderr } = await cloudgame('host', 'usa quest');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('There is no file usa quest; in the library: Quest (USA).');
    expect(stderr.replaceAll('\n', ' ')).toContain(`cloudgame host "${join(games, 'Quest (USA).nes')}"`);
  });

  test('says just that where no game is called so', async () => {
    await cloudgame('library', 'add', games);
    const { code, stderr } = await cloudgame('host', 'nonesuch.nes');
    expect(code).toBe(3);
    expect(stderr).toContain('The game nonesuch.nes is not there.');
  });
});
