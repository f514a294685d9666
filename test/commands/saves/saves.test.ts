import { copyFile, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { identifyGame } from '../../../src/host/game.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { SaveStore } from '../../../src/saves/save-store.js';
import { takeSavesLock } from '../../../src/saves/saves-lock.js';
import { startCloudgame } from '../../host-process.js';
import { exampleState } from '../../saves/example-state.js';
import { temporaryFolder } from '../../signalling/temporary-folder.js';

let home: string;
let game: string;
let store: SaveStore;

beforeEach(async () => {
  home = await temporaryFolder();
  game = join(home, 'Quest.nes');
  await copyFile(join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes'), game);
  store = new SaveStore(join(home, 'cloudgame'), (await identifyGame(game)).sha256);
});

async function saveSome(): Promise<void> {
  await store.prepare('Quest');
  await store.writeBattery(Buffer.from([1, 2, 3]));
  await store.writeSlot(1, exampleState({ gameSha256: store.gameSha256 }));
  await store.writeAutomatic(exampleState({ gameSha256: store.gameSha256 }));
}

async function saves(...args: string[]) {
  const run = startCloudgame(['saves', ...args], { home, cwd: home });
  const { code } = await run.ended;
  return { code, stdout: run.stdout, stderr: run.stderr };
}

describe('cloudgame saves list', () => {
  test('says so where nothing is saved', async () => {
    const run = await saves('list');
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toContain('Nothing is saved yet');
    expect(await saves('list', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });

  test('shows each game with its saves', async () => {
    await saveSome();
    const { stdout } = await saves('list');
    expect(stdout).toMatch(
      /^Quest \([0-9a-f]{12}\)\n {2}battery .*save RAM\n {2}slot-1 .*example 1\.2\n {2}auto-1 .*example 1\.2\n$/,
    );
  });

  test('prints the saves of one game as JSON, with what is wrong with a damaged one', async () => {
    await saveSome();
    await truncate(join(store.folder, 'slot-1.state'), 50);
    const { stdout } = await saves('list', 'quest', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      { game: 'Quest', gameSha256: store.gameSha256, name: 'battery', kind: 'battery', bytes: 3 },
      { name: 'slot-1', kind: 'slot', fault: 'is cut short' },
      {
        name: 'auto-1',
        kind: 'automatic',
        savedAt: '2026-01-31T12:34:56.789Z',
        core: { name: 'example', version: '1.2' },
      },
    ]);
  });

  test('needs a game that has saves', async () => {
    const run = await saves('list', 'nonesuch');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('There are no saves of a game "nonesuch".');
  });
});

describe('cloudgame saves export', () => {
  test('writes save RAM as it is, named after the game', async () => {
    await saveSome();
    expect((await saves('export', game)).code).toBe(0);
    expect(await readFile(join(home, 'Quest.sav'))).toEqual(Buffer.from([1, 2, 3]));
  });

  test('replaces no file unasked', async () => {
    await saveSome();
    await writeFile(join(home, 'mine'), 'mine');
    const refused = await saves('export', game, 'slot-1', '--to', 'mine');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('mine is there already.');
    expect(await readFile(join(home, 'mine'), 'utf8')).toBe('mine');
    expect((await saves('export', game, 'slot-1', '--to', 'mine', '--force')).code).toBe(0);
  });

  test('refuses what is damaged, and names what there is', async () => {
    await saveSome();
    await truncate(join(store.folder, 'auto-1.state'), 50);
    expect((await saves('export', game, 'auto-1')).stderr).toContain('auto-1 is cut short.');
    expect((await saves('export', game, 'slot-2')).stderr).toContain('It has battery, slot-1, auto-1.');
  });
});

describe('cloudgame saves import', () => {
  test('takes save RAM of a game that was never played', async () => {
    await writeFile(join(home, 'other.srm'), 'save RAM');
    expect((await saves('import', game, 'other.srm')).code).toBe(0);
    expect((await store.read({ kind: 'battery' }))?.toString()).toBe('save RAM');
    expect(await store.readTitle()).toBe('Quest');
  });

  test('takes an exported state into the first free slot, or the one that is named', async () => {
    await saveSome();
    await saves('export', game, 'auto-1', '--to', 'a.state');
    expect((await saves('import', game, 'a.state')).stderr).toContain('a.state is saved as slot-2.');
    const refused = await saves('import', game, 'a.state', '--slot', '1');
    expect(refused.stderr).toContain('slot-1 is there already.');
    expect((await saves('import', game, 'a.state', '--slot', '1', '--force')).code).toBe(0);
  });

  test('refuses a state of another game, and what is none', async () => {
    const other = new SaveStore(join(home, 'cloudgame'), 'f'.repeat(64));
    await other.prepare('Other');
    await other.writeSlot(1, exampleState({ gameSha256: 'f'.repeat(64) }));
    const foreign = await saves('import', game, other.path({ kind: 'slot', slot: 1 }));
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toContain('belongs to another game');
    await writeFile(join(home, 'notes.txt'), 'no state');
    expect((await saves('import', game, 'notes.txt')).stderr).toContain('notes.txt is no saved state.');
    expect(await store.list()).toEqual([]);
  });

  test('waits for the end of a host that plays the game', async () => {
    const lock = await takeSavesLock(store.folder, store.dataDir);
    await writeFile(join(home, 'other.srm'), 'save RAM');
    const run = await saves('import', game, 'other.srm');
    await lock?.close();
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('The game is being hosted');
  });
});

describe('what a core wrote by itself', () => {
  test('is listed, exported, removed and imported as a folder', async () => {
    const folder = store.path({ kind: 'core-files' });
    await store.prepare('Quest');
    await mkdir(folder);
    expect((await saves('list')).stdout).toBe('');
    await mkdir(join(folder, 'cards'));
    await writeFile(join(folder, 'cards', 'one.mcr'), 'card');
    await symlink('/etc/hostname', join(folder, 'cards', 'link'));
    expect((await saves('list')).stdout).toMatch(/\n {2}core-files .* 1 file of the core\n$/);
    expect(await saves('export', game, 'core-files')).toMatchObject({
      code: 0,
      stderr: 'core-files is in Quest core-files.\n',
    });
    expect(await readdir(join(home, 'Quest core-files', 'cards'))).toEqual(['one.mcr']);
    expect((await saves('export', game, 'core-files')).stderr).toContain(
      'Quest core-files is there already.',
    );
    expect((await saves('import', game, 'Quest core-files')).stderr).toContain(
      'core-files is there already.',
    );
    expect((await saves('remove', game, 'core-files')).code).toBe(0);
    expect(await store.list()).toEqual([]);
    expect((await saves('import', game, 'Quest core-files', '--slot', '2')).code).toBe(2);
    expect((await saves('import', game, 'Quest core-files')).code).toBe(0);
    expect(await readFile(join(folder, 'cards', 'one.mcr'), 'utf8')).toBe('card');
  });

  test('is left alone while a host has it', async () => {
    const folder = store.path({ kind: 'core-files' });
    await store.prepare('Quest');
    const lock = await takeSavesLock(folder, store.dataDir);
    await writeFile(join(folder, 'card'), 'card');
    const run = await saves('remove', game, 'core-files');
    await lock?.close();
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('The game is being hosted');
  });
});

describe('the states of earlier sessions', () => {
  test('are exported and removed by their names', async () => {
    await saveSome();
    await store.keepAsEarlier({ kind: 'automatic', number: 1 });
    expect((await saves('export', game, 'earlier-1', '--to', 'before.state')).code).toBe(0);
    expect((await saves('import', game, 'before.state', '--slot', '5')).code).toBe(0);
    expect((await saves('remove', game, 'earlier-1')).code).toBe(0);
    expect((await store.list()).some(({ kind }) => kind === 'earlier')).toBe(false);
  });
});

describe('cloudgame saves remove', () => {
  test('removes one save', async () => {
    await saveSome();
    expect((await saves('remove', store.gameSha256.slice(0, 8), 'slot-1')).code).toBe(0);
    expect(await readdir(store.folder)).toEqual(['auto-1.state', 'battery.sav', 'title.txt']);
  });

  test('removes everything of a game only where that is said', async () => {
    await saveSome();
    const unclear = await saves('remove', game);
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toContain('--all');
    expect(await store.list()).toHaveLength(3);
    expect((await saves('remove', game, '--all')).code).toBe(0);
    expect((await saves('list', '--json')).stdout).toBe('[]\n');
  });
});
