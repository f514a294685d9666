import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { NO_CHOICE, type RoomAction } from '../../src/protocol/room-action.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { buildInputCore } from '../cores/libretro/input-core.js';
import { makeRom } from '../fixtures/roms/rom.js';
import { PATIENCE } from '../patience.js';
import { exampleState } from '../saves/example-state.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost, type TestHostOptions } from './test-host.js';
import { visit } from './visitor.js';

const inputCore = buildInputCore();
const CORES = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores');

/** Hosts the core whose state is the number of its steps. */
async function hostCounter(options: TestHostOptions = {}) {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const made = await openHost({
    core: join(CORES, 'counts-on.js'),
    ...options,
    dataDir,
    settings: { sandbox: 'off', ...options.settings },
  });
  const { sha256 } = (await made.event('ready')).game;
  const store = new SaveStore(dataDir, sha256);
  const act = (action: RoomAction) => made.host.act(action);
  /** The count in a slot. */
  const count = async (slot: number) =>
    Buffer.from((await store.readState({ kind: 'slot', slot }))!.payload).readUInt32LE();
  /** Waits until the game stands at a count. */
  const standsAt = (expected: number) =>
    vi.waitUntil(async () => {
      await act({ kind: 'save', slot: 9 });
      return (await count(9)) === expected;
    }, PATIENCE);
  return { ...made, dataDir, store, act, count, standsAt };
}

/** Hosts a cartridge that does nothing. */
async function hostRom(options: TestHostOptions) {
  const game = join(await temporaryFolder(), 'game.nes');
  await writeFile(game, makeRom());
  return openHost({ game, ...options });
}

describe('what the person at the host asks for', () => {
  test('saves the state of now, which is on the disk when it is told', async () => {
    const { act, count, standsAt, host, event } = await hostCounter();
    await act({ kind: 'pause' });
    expect(await act({ kind: 'save', slot: 1 })).toEqual({ done: true, message: 'Saved to slot 1.' });
    const before = await count(1);
    await act({ kind: 'advance' });
    await standsAt(before + 1);
    expect(host.choice.slots.map(({ slot }) => slot)).toEqual([1, 9]);
    expect(await event('action', ({ action }) => action.kind === 'save')).toEqual({
      event: 'action',
      action: { kind: 'save', slot: 1 },
      viewer: null,
      seat: null,
      message: 'The host saved to slot 1.',
    });
  });

  test('loads a slot, and takes that back and forth', async () => {
    const { act, count, standsAt, host } = await hostCounter();
    expect(await act({ kind: 'undo' })).toMatchObject({
      done: false,
      message: 'There is no load or reset to take back.',
    });
    await act({ kind: 'pause' });
    await act({ kind: 'save', slot: 1 });
    const saved = await count(1);
    for (let step = 0; step < 5; step++) await act({ kind: 'advance' });
    await standsAt(saved + 5);
    expect(await act({ kind: 'load', slot: 1 })).toEqual({ done: true, message: 'Loaded slot 1.' });
    expect(host.choice.canUndo).toBe(true);
    // The picture of the state is shown, for which a frame is played.
    await standsAt(saved + 1);
    expect(await act({ kind: 'undo' })).toMatchObject({ done: true });
    await standsAt(saved + 6);
    expect(await act({ kind: 'undo' })).toMatchObject({ done: true });
    await standsAt(saved + 2);
    expect(await count(1)).toBe(saved);
  });

  test('says in words what can’t be', async () => {
    const { act, store, count } = await hostCounter();
    expect(await act({ kind: 'load', slot: 1 })).toEqual({
      done: false,
      message: 'Slot 1 is empty. No slot of this game is filled yet.',
    });
    for (const slot of [1, 2]) await act({ kind: 'save', slot });
    await truncate(store.path({ kind: 'slot', slot: 1 }), 70);
    expect(await act({ kind: 'load', slot: 1 })).toEqual({
      done: false,
      message: 'The state in slot 1 is cut short. Take another slot.',
    });
    expect(await act({ kind: 'load', slot: 3 })).toEqual({
      done: false,
      message: 'Slot 3 is empty. Slots that are filled: 1, 2.',
    });
    await store.writeSlot(4, exampleState({ gameSha256: store.gameSha256 }));
    expect(await act({ kind: 'load', slot: 4 })).toMatchObject({
      done: false,
      message: expect.stringMatching(/^The state in slot 4 was made by the core example, /),
    });
    await store.writeSlot(5, exampleState());
    expect(await act({ kind: 'load', slot: 5 })).toMatchObject({
      done: false,
      message: 'The state in slot 5 belongs to another game. Take another slot.',
    });
    expect(await act({ kind: 'reset' })).toEqual({
      done: false,
      message: 'The core fixture can’t be reset.',
    });
    expect(await count(2)).toBeGreaterThan(0);
  });

  test('resets a game, pauses it once, and plays it faster', async () => {
    const { host } = await openHost();
    expect(host.choice.rights).toEqual(['save', 'load', 'pause', 'reset', 'speed', 'rewind']);
    expect(await host.act({ kind: 'reset' })).toEqual({ done: true, message: 'Reset.' });
    expect(host.choice.canUndo).toBe(true);
    expect(await host.act({ kind: 'speed', speed: 4 })).toMatchObject({ done: true });
    expect(host.choice.speed).toBe(4);
    expect(await host.act({ kind: 'pause' })).toMatchObject({ done: true });
    expect(host.stats.state).toBe('paused');
    expect(await host.act({ kind: 'pause' })).toEqual({
      done: false,
      message: 'The game is paused already.',
    });
    expect(await host.act({ kind: 'resume' })).toMatchObject({ done: true });
    expect(await host.act({ kind: 'resume' })).toMatchObject({ done: false });
  });

  test('changes the disc of a game that comes on several', async () => {
    const { host, event } = await openHost({
      core: inputCore.library,
      game: inputCore.game('d'),
      settings: { sandbox: 'off' },
    });
    const { rights, discs, disc } = host.choice;
    expect(rights).toContain('disc');
    expect(discs.length).toBeGreaterThan(1);
    expect(disc).toBe(0);
    expect(await host.act({ kind: 'disc', disc: 1 })).toMatchObject({ done: true });
    expect(host.choice.disc).toBe(1);
    expect((await event('action')).message).toMatch(/^The host put in disc 2/);
    expect(await host.act({ kind: 'disc', disc: 31 })).toEqual({
      done: false,
      message: 'The game has no disc 32.',
    });
  });

  test('changes the cheats of a game, and names what the core can’t read', async () => {
    const { host, event } = await hostRom({ cheats: ['SXIOPO'] });
    expect(host.choice).toMatchObject({
      rights: expect.arrayContaining(['cheat']),
      cheats: [{ code: 'SXIOPO', on: true }],
    });
    expect(await host.act({ kind: 'cheat', code: '075A?02:09', change: 'on' })).toEqual({
      done: true,
      message: 'The cheat “075A?02:09” is on.',
    });
    expect((await event('action')).message).toBe('The host added the cheat “075A?02:09”.');
    expect(await host.act({ kind: 'cheat', code: 'RUBBISH', change: 'on' })).toMatchObject({
      done: false,
      message: expect.stringMatching(/^“RUBBISH” is no cheat code for the NES\./),
    });
    expect(await host.act({ kind: 'cheat', code: 'SXIOPO', change: 'off' })).toMatchObject({ done: true });
    expect(host.choice.cheats).toEqual([
      { code: 'SXIOPO', on: false },
      { code: '075A?02:09', on: true },
    ]);
  });

  test('is limited to what a core without states can do', async () => {
    const { host } = await openHost({
      core: join(CORES, 'keeps-own-clock.js'),
      settings: { sandbox: 'off' },
    });
    expect(host.choice.rights).toEqual(['pause']);
    expect(await host.act({ kind: 'save', slot: 1 })).toEqual({
      done: false,
      message: 'The core fixture can’t save or load states.',
    });
    expect(await host.act({ kind: 'speed', speed: 2 })).toMatchObject({ done: false });
    expect(await host.act({ kind: 'rewind', on: true })).toMatchObject({ done: false });
  });

  test('can’t be saved where another host plays the game, but loaded', async () => {
    const { act, dataDir } = await hostCounter();
    await act({ kind: 'save', slot: 6 });
    const second = await hostCounter({ dataDir });
    expect(second.host.choice.slots.map(({ slot }) => slot)).toEqual([6]);
    expect(await second.act({ kind: 'save', slot: 6 })).toMatchObject({
      done: false,
      message: expect.stringMatching(/^Nothing can be saved here: another host plays this game/),
    });
    expect(await second.act({ kind: 'load', slot: 6 })).toMatchObject({ done: true });
  });
});

describe('what players ask for', () => {
  test('is done for them, and everybody is told', async () => {
    const { host, event } = await hostCounter({ settings: { playersMay: ['save'] } });
    const watcher = await visit(host.facts.links.watch.own);
    const { viewer, welcome } = await visit(host.facts.links.own);
    expect(welcome.actions).toEqual({ ...NO_CHOICE, rights: ['save'] });
    viewer.say({ type: 'action', id: 7, action: { kind: 'save', slot: 3 } });
    expect(await viewer.message('action-result')).toEqual({
      type: 'action-result',
      id: 7,
      done: true,
      message: 'Saved to slot 3.',
    });
    expect((await viewer.message('actions')).actions.slots).toMatchObject([{ slot: 3 }]);
    for (const told of [viewer, watcher.viewer]) {
      expect((await told.message('notice')).text).toBe('Player 1 saved to slot 3.');
    }
    const { viewer: id } = await event('action');
    expect(id).toBe((await event('viewer-joined', ({ seat }) => seat === 1)).id);
  });

  test('are cheats where they may, which all of them learn', async () => {
    const { host } = await hostRom({ settings: { playersMay: ['cheat'] } });
    const { viewer } = await visit(host.facts.links.own);
    const other = await visit(host.facts.links.own);
    viewer.say({ type: 'action', id: 1, action: { kind: 'cheat', code: 'SXIOPO', change: 'on' } });
    expect(await viewer.message('action-result')).toMatchObject({ id: 1, done: true });
    for (const told of [viewer, other.viewer]) {
      expect((await told.message('actions')).actions.cheats).toEqual([{ code: 'SXIOPO', on: true }]);
      expect((await told.message('notice')).text).toBe('Player 1 added the cheat “SXIOPO”.');
    }
  });

  test('doesn’t go on backwards when they are gone', async () => {
    const { host, event } = await hostCounter({ settings: { playersMay: ['rewind'] } });
    const { viewer } = await visit(host.facts.links.own);
    // There is something to go back to by then.
    await event('stats', ({ fps }) => fps > 0);
    viewer.say({ type: 'action', id: 1, action: { kind: 'rewind', on: true } });
    await viewer.message('action-result');
    expect(host.choice.rewinding).toBe(true);
    const watcher = await visit(host.facts.links.watch.own);
    expect(watcher.welcome.actions.rewinding).toBe(true);
    viewer.close();
    expect((await watcher.viewer.message('actions')).actions.rewinding).toBe(false);
    expect(host.choice.rewinding).toBe(false);
  });
});

describe('a host that starts from a slot', () => {
  test('goes on there', async () => {
    const { act, count, host, dataDir } = await hostCounter();
    await act({ kind: 'save', slot: 2 });
    const saved = await count(2);
    await host.close('The test goes on.');
    const again = await hostCounter({ dataDir, slot: 2 });
    await again.act({ kind: 'pause' });
    await again.act({ kind: 'save', slot: 3 });
    expect(await again.count(3)).toBeGreaterThanOrEqual(saved);
    expect(await again.count(2)).toBe(saved);
  });

  test('says which slots are filled where that one isn’t', async () => {
    await expect(hostCounter({ slot: 2 })).rejects.toMatchObject({
      kind: 'usage',
      message: 'Slot 2 is empty.',
    });
  });

  test('says so where the core has no states', async () => {
    const core = join(CORES, 'keeps-own-clock.js');
    await expect(openHost({ core, slot: 2, settings: { sandbox: 'off' } })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('has no states'),
    });
  });
});
