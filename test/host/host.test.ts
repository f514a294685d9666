import { createConnection } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { CloudgameError } from '../../src/errors.js';
import { gameOfCore } from '../../src/host/game.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { loadRoomKeys } from '../../src/signalling/room-keys-store.js';
import { childOf, childrenOf } from '../child-processes.js';
import { LyingSignalling } from '../e2e/lying-signalling.js';
import { PATIENCE } from '../patience.js';
import { differences, readVp8Pictures } from '../room/received-pictures.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost } from './test-host.js';
import { follow, visit } from './visitor.js';

const FIXTURE_CORES = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores');
const NES_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');

/** Processes that a host in this process has started. */
function hostProcesses(): string[] {
  return childrenOf(process.pid)
    .map(({ commandLine }) => commandLine)
    .filter((line) => /ffmpeg|cores/.test(line));
}

function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', () => resolve(true));
  });
}

describe('a host', () => {
  test('says that it is ready before anything else, with its links', async () => {
    const { host, events } = await openHost();
    const [ready] = await events.take(1);
    expect(ready).toMatchObject({
      event: 'ready',
      game: { title: 'Test pattern', core: 'test-pattern', players: 8 },
      links: host.facts.links,
      codec: 'vp8',
      encoder: 'libvpx',
      pid: process.pid,
    });
    expect(host.facts.links.own).toMatch(/^http:\/\/localhost:\d+\/v1\/#1\./);
    expect(host.facts.links.public).toBeUndefined();
    expect(host.publicDoor).toBeUndefined();
  });

  test('lets in who follows its link to play, and who follows its link to watch', async () => {
    const { host, event } = await openHost();
    const player = await visit(host.facts.links.own);
    expect(player.welcome).toMatchObject({ title: 'Test pattern', seat: 1, seats: 8, mayPlay: true });
    await event('viewer-joined', ({ seat, resumed }) => seat === 1 && !resumed);
    const watcher = await visit(host.facts.links.watch.local);
    expect(watcher.welcome).toMatchObject({ seat: null, mayPlay: false });
    await event('viewer-joined', ({ seat }) => seat === null);
    for (const { viewer } of [player, watcher]) {
      await viewer.video.packets.take(20);
      await viewer.audio.packets.take(20);
      expect((await viewer.hostCandidates.take(1))[0]!.candidate).toContain('typ host');
    }
    player.viewer.close();
    await event('viewer-left', ({ seat }) => seat === 1);
  });

  test('of a console game for two gives seats 1 and 2, and lets the third watch', async () => {
    const { host } = await openHost({ game: NES_GAME });
    const { own } = host.facts.links;
    expect(host.facts).toMatchObject({ core: 'nes', seats: 2 });
    const visits = [await visit(own), await visit(own), await visit(own)];
    expect(visits.map(({ welcome }) => welcome.seat)).toEqual([1, 2, null]);
    expect(visits.map(({ welcome }) => welcome.mayPlay)).toEqual([true, true, true]);
    const again = follow(own);
    const { resume } = visits[1]!.welcome;
    expect(await again.viewer.enter(again.link.token, { resume })).toMatchObject({ seat: 2, resume });
    expect(await visits[1]!.viewer.message('refused')).toMatchObject({ code: 'replaced' });
  });

  test('tells of a wrong token, and goes on', async () => {
    const { host, event } = await openHost();
    const { viewer } = follow(host.facts.links.own);
    await viewer.hello(new Uint8Array(16));
    expect(await viewer.message('refused')).toMatchObject({ code: 'token' });
    expect(await event('warning')).toMatchObject({ message: expect.stringContaining('wrong token') });
    await visit(host.facts.links.own);
  });

  test('is not what answers through a signalling server that lies, and its viewers notice', async () => {
    const { host, events } = await openHost();
    const { own } = host.facts.links;
    const liar = await LyingSignalling.open(Number(new URL(own).port));
    const { viewer } = follow(own, liar.url);
    expect(await viewer.answers.take(1)).toMatchObject([{ verdict: 'impostor' }]);
    expect(liar.answersChanged).toBe(1);
    expect(events.items.filter(({ event }) => event === 'viewer-joined')).toEqual([]);
    await visit(own);
  });

  test('tells its numbers each second', async () => {
    const { host, event } = await openHost();
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(1);
    const stats = await event('stats', ({ viewers }) => (viewers[0]?.bitrateBps ?? 0) > 0);
    expect(stats).toMatchObject({
      state: 'playing',
      seatsTaken: 1,
      watchers: 0,
      encoderRestarts: 0,
      coreRestarts: 0,
    });
    expect(stats.viewers).toMatchObject([{ id: 'v1', seat: 1 }]);
    expect(stats.viewers[0]!.candidateType).toMatch(/^(host|prflx)$/);
    expect(stats.fps).toBeGreaterThan(0);
    expect(stats.bitrateBps).toBeGreaterThan(0);
    expect(host.stats.seatsTaken).toBe(1);
  });

  test('tells the viewers of a pause, stops the picture, and goes on without a gap in its numbers', async () => {
    const { host } = await openHost();
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(10);
    await host.act({ kind: 'pause' });
    expect(await viewer.message('state')).toEqual({ type: 'state', state: 'paused' });
    expect(host.stats.state).toBe('paused');
    const late = await visit(host.facts.links.watch.own);
    expect(late.welcome.state).toBe('paused');
    await late.viewer.video.packets.take(1);
    const told = viewer.messages.items.length;
    await host.act({ kind: 'resume' });
    expect(await viewer.message('state', told)).toEqual({ type: 'state', state: 'playing' });
    await viewer.video.packets.take(30, viewer.video.packets.items.length);
    const numbers = viewer.video.packets.items.map(({ sequenceNumber }) => sequenceNumber);
    expect(new Set(differences(numbers, 16))).toEqual(new Set([1]));
  });

  test('whose core is killed tells the viewers, starts another, and goes on', async () => {
    const { host, event } = await openHost();
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(1);
    process.kill(childOf(process.pid, 'test-pattern').pid, 'SIGKILL');
    expect(await viewer.message('state')).toMatchObject({ state: 'recovering' });
    await viewer.messages.find(
      ({ type, ...rest }) => type === 'state' && 'state' in rest && rest.state === 'playing',
    );
    expect((await event('warning')).message).toContain('The core was started again.');
    await viewer.video.packets.take(20, viewer.video.packets.items.length);
    await event('stats', ({ coreRestarts, state }) => coreRestarts === 1 && state === 'playing');
  });

  test('whose video encoder is killed starts another, and the viewers’ stream goes on without a gap', async () => {
    const { host, event } = await openHost();
    const { viewer } = await visit(host.facts.links.own);
    await viewer.video.packets.take(20);
    process.kill(childOf(process.pid, 'libvpx').pid, 'SIGKILL');
    expect((await event('warning')).message).toContain('The video encoder was started again.');
    const pictures = await viewer.video.packets.until((packets) => {
      const whole = readVp8Pictures(packets);
      return whole.filter(({ keyframe }) => keyframe).length >= 2 && whole.length >= 40 ? whole : undefined;
    });
    const ids = pictures.map(({ pictureId }) => pictureId);
    expect(new Set(differences(ids, 15))).toEqual(new Set([1]));
    const ssrcs = new Set(viewer.video.packets.items.map(({ ssrc }) => ssrc));
    expect(ssrcs.size).toBe(1);
  });

  test('whose core dies again and again ends with a failure that says so', async () => {
    const { host } = await openHost({ core: join(FIXTURE_CORES, 'exits-after-steps.js') });
    const { reason, failure } = await host.ended;
    expect(failure).toBeInstanceOf(CloudgameError);
    expect(failure!.kind).toBe('game');
    expect(reason).toBe(failure!.message);
    expect(failure!.hint).not.toBe('');
  });

  test('that is asked to quit ends as it was meant to', async () => {
    const { host } = await openHost();
    host.quit();
    expect(await host.ended).toEqual({ reason: 'The host ended the game.' });
  });

  test('tells all when it closes, and leaves no process and no open port', async () => {
    const { host, events } = await openHost();
    const { own } = host.facts.links;
    const [ann, bob] = [await visit(own), await visit(own)];
    expect(hostProcesses().length).toBeGreaterThanOrEqual(3);
    const closing = host.close('The host ended the game.');
    expect(host.close('Again.')).toBe(closing);
    for (const { viewer } of [ann, bob]) {
      expect(await viewer.message('closed')).toEqual({ type: 'closed', reason: 'The host ended the game.' });
    }
    await closing;
    const told = events.items.length;
    await Promise.all([ann.viewer.closed, bob.viewer.closed]);
    expect(hostProcesses()).toEqual([]);
    expect(await portIsFree(Number(new URL(own).port))).toBe(true);
    expect(events.items).toHaveLength(told);
  });

  test('whose core does not end when it should leaves no process either', async () => {
    const { host } = await openHost({ core: join(FIXTURE_CORES, 'ignores-eof.js') });
    expect(childrenOf(process.pid).some(({ commandLine }) => commandLine.includes('ignores-eof'))).toBe(true);
    await host.close('The host ended the game.');
    expect(hostProcesses()).toEqual([]);
  });

  test('whose core can’t play leaves nothing behind, not even its lock', async () => {
    const dataDir = await temporaryFolder();
    const core = join(FIXTURE_CORES, 'exits-at-once.js');
    const failure = await openHost({ core, dataDir }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CloudgameError);
    expect((failure as CloudgameError).kind).toBe('game');
    expect(hostProcesses()).toEqual([]);
    const { sha256 } = gameOfCore('exits-at-once.js');
    const keys = await loadRoomKeys({ dataDir, gameSha256: sha256 });
    expect(keys.kept).toBe(true);
    await keys.close();
  });

  test.each([
    { what: 'a game that is not there', options: { game: '/nowhere/game.nes' }, kind: 'game' },
    { what: 'a core of an unknown name', options: { core: 'atari' }, kind: 'usage' },
    {
      what: 'an ffmpeg that is not there',
      options: { settings: { ffmpegPath: '/nowhere/ffmpeg' } },
      kind: 'ffmpeg',
    },
    {
      what: 'an address that is none',
      options: { settings: { listenAddress: '203.0.113.1' } },
      kind: 'network',
    },
  ])('can’t open with $what, and says so', async ({ options, kind }) => {
    const failure = await openHost(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CloudgameError);
    expect((failure as CloudgameError).kind).toBe(kind);
    await vi.waitFor(() => expect(hostProcesses()).toEqual([]), PATIENCE);
  });
});
