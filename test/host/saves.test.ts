import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { titleOfSave } from '../../src/saves/save-name.js';
import { SaveStore, savedGames } from '../../src/saves/save-store.js';
import { Terminal } from '../commands/terminal.js';
import { startCloudgame, startHost } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const CORE = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'counts-on.js');
const GAME = ['--core', CORE, '--sandbox', 'off'];

/** Hosts the core that counts, and ends the host as Ctrl-C does, which goes to everything on the terminal. */
async function hostAndInterrupt(home: string, ...flags: string[]): Promise<string[]> {
  const host = await startHost([...GAME, ...flags], { home });
  await host.event('stats', ({ fps }) => fps > 0);
  host.signalGroup('SIGINT');
  expect(await host.ended).toEqual({ code: 130, signal: null });
  return host.events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
}

async function storeOf(home: string): Promise<SaveStore> {
  const dataDir = join(home, 'cloudgame');
  const [sha256] = await vi.waitUntil(async () => {
    const games = await savedGames(dataDir);
    return games.length > 0 && games;
  }, PATIENCE);
  return new SaveStore(dataDir, sha256!);
}

/** The counts that the automatic states hold, from the newest on. */
async function counts(store: SaveStore): Promise<number[]> {
  const found: number[] = [];
  for await (const { state } of store.automaticStates()) {
    if (!(state instanceof Error)) found.push(Buffer.from(state.payload).readUInt32LE());
  }
  return found;
}

async function starts(store: SaveStore): Promise<number | undefined> {
  return (await store.read({ kind: 'battery' }))?.readUInt32LE();
}

describe('the saves of a hosted game', () => {
  test('are there after the host was killed, and the game goes on from them', async () => {
    const home = await temporaryFolder();
    const killed = await startHost(GAME, { home });
    const store = await storeOf(home);
    await vi.waitUntil(async () => (await counts(store)).length > 0, PATIENCE);
    killed.signalGroup('SIGKILL');
    await killed.ended;
    const [saved] = await counts(store);
    expect(saved).toBeGreaterThan(0);
    expect(await starts(store)).toBe(1);

    const warnings = await hostAndInterrupt(home, '--resume');
    expect(warnings).toEqual([expect.stringMatching(/^The game goes on where it was at \d{4}-/)]);
    const [resumed] = await counts(store);
    expect(resumed).toBeGreaterThan(saved!);
    expect(await starts(store)).toBe(2);
  });

  test('are written at the end, also by Ctrl-C, which the core doesn’t get', async () => {
    const home = await temporaryFolder();
    expect(await hostAndInterrupt(home)).toEqual([]);
    const store = await storeOf(home);
    expect(await counts(store)).toHaveLength(1);
    expect(await starts(store)).toBe(1);
  });

  test('are named where nobody said whether to go on, and the game begins anew', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    expect(await hostAndInterrupt(home)).toEqual([
      expect.stringMatching(/^The game begins anew\. With --resume it goes on where it was at /),
    ]);
    expect(await hostAndInterrupt(home, '--no-resume')).toEqual([]);
  });

  test('of a session that nobody goes on from are kept beside those of the next', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    await hostAndInterrupt(home, '--no-resume');
    const store = await storeOf(home);
    const titles = async () => (await store.list()).map(titleOfSave);
    expect(await titles()).toEqual(['battery', 'auto-2', 'earlier-1']);
    await hostAndInterrupt(home, '--resume');
    expect(await titles()).toEqual(['battery', 'auto-3', 'auto-2', 'earlier-1']);
  });

  test('in a slot are where the game starts with --slot, which goes not with --resume', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    const store = await storeOf(home);
    const state = await store.readState({ kind: 'automatic', number: 1 });
    const payload = Buffer.alloc(4);
    payload.writeUInt32LE(1_000_000);
    await store.writeSlot(4, { ...state!, payload });
    expect(await hostAndInterrupt(home, '--slot', '4')).toEqual([]);
    const [count] = await counts(store);
    expect(count).toBeGreaterThan(1_000_000);
    for (const flags of [
      ['--slot', '5'],
      ['--slot', '4', '--resume'],
      ['--slot', '10'],
    ]) {
      const refused = startCloudgame(['host', ...GAME, '--signal', 'embedded', ...flags], { home });
      expect(await refused.ended).toEqual({ code: 2, signal: null });
    }
  });

  test('are taken from the state before a damaged one, which is named', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    await hostAndInterrupt(home, '--no-resume');
    const store = await storeOf(home);
    await truncate(store.path({ kind: 'automatic', number: 2 }), 50);
    expect(await hostAndInterrupt(home, '--resume')).toEqual([
      'The automatic state auto-2 is cut short. The one before it is tried.',
      expect.stringContaining('The game goes on where it was at'),
    ]);
  });

  test('keep save RAM that the core refuses', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    const store = await storeOf(home);
    await writeFile(store.path({ kind: 'battery' }), 'of another emulator');
    expect(await hostAndInterrupt(home, '--no-resume')).toEqual([
      expect.stringMatching(/^The core refused the save RAM \(wrong size\); it is kept as .*\.refused\.$/),
    ]);
    expect(await starts(store)).toBe(1);
  });

  test('are those of one host at a time', async () => {
    const home = await temporaryFolder();
    await startHost(GAME, { home });
    expect(await hostAndInterrupt(home)).toContain(
      'Another host plays this game and saves it: of this one nothing is saved.',
    );
    expect(await counts(await storeOf(home))).toEqual([]);
  });

  test('are asked about on a terminal', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    const terminal = new Terminal(['host', ...GAME, '--signal', 'embedded'], { home });
    await terminal.shows('Go on where the game was at');
    terminal.type('\r');
    await terminal.shows('The game goes on where it was at');
    await terminal.shows('fps');
    terminal.type('q');
    expect(await terminal.process.ended).toEqual({ code: 0, signal: null });
  });

  test('can be left alone with Ctrl-C at the question', async () => {
    const home = await temporaryFolder();
    await hostAndInterrupt(home);
    const terminal = new Terminal(['host', ...GAME, '--signal', 'embedded'], { home });
    await terminal.shows('Go on where the game was at');
    terminal.type('\u0003');
    expect(await terminal.process.ended).toEqual({ code: 130, signal: null });
    expect(await counts(await storeOf(home))).toHaveLength(1);
  });
});
