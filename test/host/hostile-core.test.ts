import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { identifyGame } from '../../src/host/game.js';
import type { Host } from '../../src/host/host.js';
import { SaveFileFault } from '../../src/saves/save-file.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { livingOf, processesWith } from '../child-processes.js';
import { type FixtureCore, fixtureCore } from '../cores/libretro/fixture-core.js';
import { gameFile } from '../cores/libretro/fixture-game.js';
import { escapesOf, Temptation, writtenBesideLibrary } from '../cores/libretro/temptation.js';
import { startCloudgame } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost, type TestHost, type TestHostOptions } from './test-host.js';
import { visit } from './visitor.js';

/** A state of the libretro core begins with a head, after which a fixture has the number of its frame. */
const STATE_HEAD_BYTES = 16;

interface HostedFixture extends TestHost {
  readonly library: string;
  readonly store: SaveStore;
}

async function hostFixture(
  core: FixtureCore,
  text: string,
  options: TestHostOptions = {},
): Promise<HostedFixture> {
  const [library, game, dataDir] = [fixtureCore(core), gameFile(text), await temporaryFolder()];
  const { sha256 } = await identifyGame(game);
  const hosted = await openHost({ core: library, game, dataDir, ...options });
  return { ...hosted, library, store: new SaveStore(dataDir, sha256) };
}

/** The frames at which the automatic states on the disk are, from the newest on. */
async function savedFrames(store: SaveStore): Promise<number[]> {
  const frames: number[] = [];
  for await (const { state } of store.automaticStates()) {
    if (state instanceof SaveFileFault) throw state;
    frames.push(Buffer.from(state.payload).readUInt32LE(STATE_HEAD_BYTES));
  }
  return frames;
}

/** The frame that the fixture's save RAM on the disk is of. */
async function batteryFrame(store: SaveStore): Promise<number | undefined> {
  return (await store.read({ kind: 'battery' }))?.readUInt32LE();
}

/** Ends the game, after which nothing of it may be left. */
async function closeWholly(host: Host, library: string): Promise<void> {
  await host.close('The host ended the game.');
  // The kernel ends what is in a sandbox a moment after the sandbox.
  await vi.waitFor(() => expect(processesWith(library)).toEqual([]), PATIENCE);
}

/** Whether a process has a library in its memory (proc(5)). */
function hasLoaded(pid: number, library: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8').includes(library);
  } catch {
    return false;
  }
}

describe('a room whose libretro core', () => {
  test.each([
    ['segfaults', 'segfault', 'The core was ended by SIGSEGV.'],
    ['aborts', 'abort', 'The core was ended by SIGABRT.'],
    ['exits', 'exit', 'The core exited with code 0.'],
    ['never returns from a frame', 'hang', 'The core did not answer within 2 s.'],
  ])('%s goes on where the game was a moment ago, and keeps its saves', async (_what, how, words) => {
    const { host, event, library, store } = await hostFixture('dies', `once ${how}`);
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(1);
    const { message } = await event('warning', (warning) => warning.message.includes('started again'));
    expect(message).toContain(words);
    expect(message).toContain('It was started again where the game was a moment ago.');
    await viewer.video.packets.take(20, viewer.video.packets.items.length);
    await event('stats', ({ coreRestarts, state }) => coreRestarts === 1 && state === 'playing');
    const states = viewer.messages.items.flatMap((item) => (item.type === 'state' ? [item.state] : []));
    expect(states).toEqual(['recovering', 'playing']);
    await closeWholly(host, library);
    const [newest] = await savedFrames(store);
    // The first state is taken after four seconds: what came after it begins there, not at zero.
    expect(newest).toBeGreaterThan(100);
    expect(await batteryFrame(store)).toBe(newest);
  });

  test.each(['segfault', 'hang'])(
    'dies of each state that it had (%s) ends in words, and its saves are there',
    async (how) => {
      const { host, library, store } = await hostFixture('dies', `doomed ${how}`);
      const { failure } = await host.ended;
      expect(failure).toMatchObject({ kind: 'game', exitCode: 3, hint: expect.stringMatching(/./) });
      expect(failure!.message).toMatch(/^The core (was ended by SIGSEGV|did not answer within 2 s)\./);
      await closeWholly(host, library);
      expect((await savedFrames(store))[0]).toBeGreaterThan(100);
      expect(await batteryFrame(store)).toBeGreaterThan(100);
    },
  );

  test('dies whenever its state is taken goes on without states, and keeps its save RAM', async () => {
    const { host, event, library, store } = await hostFixture('dies', 'save segfault');
    const { message } = await event('warning', (warning) => warning.message.includes('without saved states'));
    expect(message).toMatch(/^The core dies when the state of the game is taken/);
    const told = await event('stats', ({ coreRestarts, fps }) => coreRestarts === 2 && fps > 0);
    expect(told.state).toBe('playing');
    await closeWholly(host, library);
    expect(await savedFrames(store)).toEqual([]);
    expect(await batteryFrame(store)).toBeGreaterThan(0);
  });

  test.each([
    ['says a rate of frames that can’t be', 'later fps 1e6'],
    ['says a size that can’t be', 'later base 60000'],
    ['has no sound', 'rate 0'],
    ['draws larger pictures than it said', 'width 300'],
    ['hands over a second of sound with each frame', 'batch 50000'],
  ])('%s goes on', async (_what, lie) => {
    const { host, event, events, library } = await hostFixture('lies', lie);
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(60);
    await event('stats', ({ fps }) => fps > 0);
    expect(host.stats).toMatchObject({ state: 'playing', coreRestarts: 0 });
    const warnings = events.items.flatMap((item) => (item.event === 'warning' ? [item.message] : []));
    // An encoder may starve where the machine is busy.
    expect(warnings.filter((message) => !message.includes('ffmpeg stopped answering'))).toEqual([]);
    await closeWholly(host, library);
  });

  test.each([
    ['has states of a terabyte', 'state 1e12'],
    ['fails whenever its state is to be saved', 'failing 1e9'],
  ])(
    '%s goes on without states and run-ahead, which is told once, and saving and rewinding say why not',
    async (_what, lie) => {
      const { host, event, events, library, store } = await hostFixture('lies', lie, { runAhead: 2 });
      expect(await host.act({ kind: 'rewind', on: true })).toMatchObject({
        done: false,
        message: 'There is nothing to go back to yet. Try again in a moment.',
      });
      // The one comes of the other, unless the machine was too slow for it already.
      await event('warning', ({ message }) => message.includes('save states of this game'));
      await event('warning', ({ message }) => message.includes('goes on without run-ahead'));
      await event('stats', ({ fps, state }) => fps > 0 && state === 'playing', events.items.length);
      const warnings = events.items.flatMap((item) => (item.event === 'warning' ? [item.message] : []));
      expect(warnings.sort()).toEqual([
        expect.stringMatching(/^The core fixture can't save states of this game: /),
        expect.stringMatching(/^The game goes on without run-ahead: /),
      ]);
      expect(await host.act({ kind: 'save', slot: 1 })).toMatchObject({
        done: false,
        message: expect.stringMatching(/^The core fixture can’t save or load states\.$/),
      });
      expect(await host.act({ kind: 'rewind', on: true })).toMatchObject({
        done: false,
        message: expect.stringMatching(/^The core fixture has no saved states to go back to\./),
      });
      await closeWholly(host, library);
      expect(await savedFrames(store)).toEqual([]);
      expect(await batteryFrame(store)).toBeGreaterThan(0);
    },
  );

  test('can’t save while it loads is saved from then on, without a word', async () => {
    const { host, events, event, library, store } = await hostFixture('lies', 'failing 200');
    await event('stats', ({ fps }) => fps > 0);
    await vi.waitUntil(async () => (await host.act({ kind: 'save', slot: 1 })).done, PATIENCE);
    await closeWholly(host, library);
    expect((await savedFrames(store))[0]).toBeGreaterThanOrEqual(200);
    expect(events.items.filter(({ event: name }) => name === 'warning')).toEqual([]);
  });

  test('changes its size and its rates shows them to the viewers that it has', async () => {
    const { host, event, events, library } = await hostFixture('changes', 'av');
    const { viewer, welcome } = await visit(host.facts.links.own);
    expect(welcome.picture).toMatchObject({ width: 64, height: 48 });
    expect(await viewer.message('picture')).toMatchObject({ picture: { width: 128, height: 96 } });
    await viewer.video.packets.take(50, viewer.video.packets.items.length);
    await viewer.audio.packets.take(50, viewer.audio.packets.items.length);
    for (const { packets } of [viewer.video, viewer.audio]) {
      expect(new Set(packets.items.map(({ ssrc }) => ssrc)).size).toBe(1);
    }
    await event('stats', ({ state }) => state === 'playing');
    expect(events.items.filter(({ event: name }) => /warning|viewer-left/.test(name))).toEqual([]);
    await closeWholly(host, library);
  });

  test('tries to escape reads nothing of its user, and writes into its own folder alone', async () => {
    const temptation = await Temptation.prepare();
    const dataDir = await temporaryFolder();
    const { host, event } = await openHost({ core: fixtureCore('escapes'), game: temptation.game, dataDir });
    await event('stats', ({ fps }) => fps > 0);
    await host.close('The host ended the game.');
    const { sha256 } = await identifyGame(temptation.game);
    const saveRam = await new SaveStore(dataDir, sha256).read({ kind: 'battery' });
    const isConfined = host.facts.sandbox.means === 'bubblewrap';
    expect(escapesOf(saveRam!)).toBe(isConfined ? 's' : 'crwgtes');
    expect(writtenBesideLibrary()).toBe(!isConfined);
    expect(await temptation.victimEnded()).toBe(!isConfined);
    const written = await readdir(dataDir, { recursive: true });
    expect(written.filter((path) => basename(path) === 'written')).toHaveLength(1);
  });

  test.each([
    ['child', 'auto'],
    ['daemon', 'auto'],
    ['child', 'off'],
  ] as const)('starts a %s and forgets it leaves nothing behind (--sandbox %s)', async (what, sandbox) => {
    // Nobody else sleeps for so many seconds.
    const seconds = `86400.${process.pid}${what.length}${sandbox.length}`;
    const { host, event, library } = await hostFixture('strays', `${what} ${seconds}`, {
      settings: { sandbox },
    });
    const isHeld = sandbox === 'off' || host.facts.sandbox.means === 'bubblewrap';
    await event('stats', ({ fps }) => fps > 0);
    if (isHeld || what === 'child') expect(processesWith(seconds)).toHaveLength(1);
    await closeWholly(host, library);
    await vi.waitFor(() => expect(processesWith(seconds)).toEqual([]), PATIENCE);
  });
});

describe('cloudgame host with a libretro core', () => {
  test('that hangs leaves nothing behind where the host is killed', async () => {
    const library = fixtureCore('dies');
    const game = gameFile('load hang');
    const host = startCloudgame([
      'host',
      game,
      '--core',
      library,
      '--sandbox',
      'off',
      '--signal',
      'embedded',
    ]);
    // It is in the library's code, or about to be.
    const { pid } = await vi.waitUntil(
      () =>
        processesWith(game).find((process) => process.pid !== host.pid && hasLoaded(process.pid, library)),
      PATIENCE,
    );
    onTestFinished(() => {
      if (livingOf([pid]).length > 0) process.kill(pid, 'SIGKILL');
    });
    process.kill(host.pid, 'SIGKILL');
    await host.ended;
    await vi.waitFor(() => expect(livingOf([pid])).toEqual([]), PATIENCE);
  });

  test.each([
    ['can’t start', 'load segfault', 'The core was ended by SIGSEGV.'],
    ['dies again and again', 'run segfault', 'The core was ended by SIGSEGV.'],
    ['says that it ends', 'run exit', 'The core exited with code 0.'],
  ])('that %s ends with exit code 3 and the reason', async (_what, text, words) => {
    const host = startCloudgame([
      'host',
      gameFile(text),
      ...['--core', fixtureCore('dies'), '--signal', 'embedded', '--json'],
    ]);
    expect(await host.ended).toEqual({ code: 3, signal: null });
    expect(host.stdout + host.stderr).toContain(words);
    expect(processesWith(fixtureCore('dies'))).toEqual([]);
  });
});
