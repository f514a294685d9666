import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkCrossing } from '../../src/bench/network/crossing-check.js';
import { parseNetwork } from '../../src/bench/network/parse-network.js';
import { type ViewerResult, type WatchResult, watchResult } from '../../src/viewer/watch-result.js';
import { startHost } from '../host-process.js';
import { relayTo } from '../hosted-relay.js';
import { type Run, runCloudgame } from './run-cloudgame.js';

async function watch(...args: string[]): Promise<WatchResult> {
  const run = runCloudgame('watch', ...args, '--json');
  expect(await run.exit(), run.stderr).toBe(0);
  return v.parse(watchResult, JSON.parse(run.stdout));
}

/** Waits until a run says that its viewers are in. */
async function untilIn(run: Run): Promise<void> {
  while (!/ in\./.test(run.stderr)) await once(run.child.stderr!, 'data');
}

/** What has to hold of a whole stream, however slow the machine is. */
function expectPicture({ video, sound }: ViewerResult): void {
  expect(video.frames).toBeGreaterThan(20);
  expect(video.keyframes).toBeGreaterThanOrEqual(1);
  expect(sound.packets).toBeGreaterThan(20);
  expect(sound.malformed).toBe(0);
}

function recordingFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cg-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

/** Frames that ffmpeg decodes out of a file. */
function decodedFrames(file: string): number {
  const show = ['-show_entries', 'stream=nb_read_frames', '-of', 'default=nw=1:nk=1'];
  return Number(
    execFileSync('ffprobe', ['-v', 'error', '-count_frames', ...show, file], { encoding: 'utf8' }),
  );
}

describe('cloudgame watch', () => {
  test.each(['vp8', 'h264'] as const)('counts the %s of a room over RTP, and records it', async (codec) => {
    const host = await startHost(['--codec', codec]);
    const file = recordingFile(codec === 'vp8' ? 'game.ivf' : 'game.h264');
    const args = ['--duration', '2', '--transport', 'rtp', '--record', file];
    const { viewers, recording } = await watch(host.ready.links.watch.own, ...args);
    expect(viewers).toHaveLength(1);
    expectPicture(viewers[0]!);
    expect(viewers[0]).toMatchObject({
      ended: 'duration',
      codec,
      seat: null,
      transport: 'rtp',
      rtp: { malformed: 0 },
      frames: { messages: 0 },
    });
    expect(recording).toEqual({ video: file, frames: viewers[0]!.video.frames });
    expect(decodedFrames(file)).toBe(viewers[0]!.video.frames);
  });

  test('takes the picture over the frames channel', async () => {
    const host = await startHost();
    const file = recordingFile('game.ivf');
    const { viewers } = await watch(host.ready.links.watch.own, '--duration', '2', '--record', file);
    expectPicture(viewers[0]!);
    expect(viewers[0]!.frames).toMatchObject({ malformed: 0 });
    expect(viewers[0]!.frames.messages).toBeGreaterThan(0);
    expect(decodedFrames(file)).toBe(viewers[0]!.video.frames);
  });

  test('is several people, who see the same', async () => {
    const host = await startHost();
    const { viewers } = await watch(host.ready.links.watch.own, '--duration', '2', '--viewers', '3');
    expect(viewers).toHaveLength(3);
    viewers.forEach(expectPicture);
    expect(new Set(viewers.map(({ connectionId }) => connectionId)).size).toBe(3);
    expect(host.events.filter(({ event }) => event === 'viewer-joined')).toHaveLength(3);
  });

  test('watches through a slow network, all of whose packets cross the relay', async () => {
    const host = await startHost();
    const relay = await relayTo(host, 'delay=25');
    const link = relay.linkThrough(host.ready.links.watch.own);
    const { viewers } = await watch(link, '--duration', '3', '--transport', 'rtp');
    const [viewer] = viewers;
    expectPicture(viewer!);
    expect(viewer!.roundTripMs.p50).toBeGreaterThan(49);
    const { paths, timeLine, releaseErrorMs } = await relay.report();
    const path = paths.find(({ connectionId }) => connectionId === viewer!.connectionId);
    expect(checkCrossing(path, { remotePort: viewer!.remotePort ?? undefined })).toEqual([]);
    // What a busy machine throws away itself is lost neither by the relay nor in its queue.
    expect(path!.down).toMatchObject({ lostPackets: 0, queueDrops: 0 });
    const rtpPackets = viewer!.rtp.packets + viewer!.sound.packets;
    expect(path!.down.deliveredPackets).toBeGreaterThan(rtpPackets);
    expect(checkCrossing(path, { packetsReceived: rtpPackets })).toEqual([]);
    expect(timeLine.length).toBeGreaterThan(1);
    const sent = timeLine.flatMap(({ paths: periods }) => periods.map(({ sentPackets }) => sentPackets));
    expect(sent.reduce((sum, packets) => sum + packets, 0)).toBeLessThanOrEqual(path!.down.packets);
    expect(releaseErrorMs?.p50).toBeGreaterThanOrEqual(0);
  });

  test('has lost packets repeated, and counts what the relay dropped', async () => {
    const host = await startHost();
    const relay = await relayTo(host, 'delay=10');
    const run = runCloudgame(
      'watch',
      relay.linkThrough(host.ready.links.watch.own),
      ...['--duration', '5', '--transport', 'rtp', '--json'],
    );
    await untilIn(run);
    // The way in is not what this is about.
    await relay.change(parseNetwork('delay=10,down.loss=5%'));
    expect(await run.exit()).toBe(0);
    const { viewers } = v.parse(watchResult, JSON.parse(run.stdout));
    const [viewer] = viewers;
    expectPicture(viewer!);
    const [path] = (await relay.report()).paths;
    expect(path!.down.lostPackets).toBeGreaterThan(0);
    expect(path!.down.lostPackets + path!.down.deliveredPackets + path!.down.queueDrops).toBe(
      path!.down.packets,
    );
    expect(viewer!.rtp.recovered).toBeGreaterThan(0);
    expect(viewer!.rtp.lost).toBeLessThan(path!.down.lostPackets);
    expect(viewer!.sound.lost).toBeGreaterThan(0);
  });

  test.each(['rtp', 'frames'])(
    'tells the host when packets came, by %s, so that what it sends fits the path',
    async (transport) => {
      const host = await startHost(['--transport', transport]);
      const relay = await relayTo(host, 'delay=10');
      const run = runCloudgame('watch', relay.linkThrough(host.ready.links.watch.own), '--json');
      await untilIn(run);
      await host.nextEvent('stats', ({ viewers }) => viewers[0]?.transport === transport);
      await relay.change(parseNetwork('delay=10,rate=600k,queue=100ms'));
      const isLimited = (bps: number | null | undefined) =>
        typeof bps === 'number' && bps > 100e3 && bps < 1.2e6;
      await host.nextEvent('stats', ({ viewers }) => isLimited(viewers[0]?.capacityBps));
      // Half of the frames are left out where there is no room for good ones.
      await host.nextEvent('stats', ({ fps, encodedFps }) => fps > 0 && encodedFps < 0.75 * fps);
      await relay.change(parseNetwork('delay=10'));
      await host.nextEvent('stats', ({ viewers }) => (viewers[0]?.capacityBps ?? 1e9) > 3e6);
      run.child.kill('SIGINT');
      expect(await run.exit()).toBe(130);
      const [viewer] = v.parse(watchResult, JSON.parse(run.stdout)).viewers;
      expectPicture(viewer!);
      expect(viewer!.rtp).toMatchObject({ malformed: 0 });
    },
  );

  test('ends with the room', async () => {
    const host = await startHost();
    const run = runCloudgame('watch', host.ready.links.watch.own);
    await untilIn(run);
    host.child.kill('SIGINT');
    expect(await run.exit()).toBe(0);
    expect(run.stdout).toContain('the host closed the room');
  });

  test('ends with Ctrl-C, and tells what came until then', async () => {
    const host = await startHost();
    const run = runCloudgame('watch', host.ready.links.watch.own, '--json');
    await untilIn(run);
    run.child.kill('SIGINT');
    expect(await run.exit()).toBe(130);
    expect(v.parse(watchResult, JSON.parse(run.stdout)).viewers[0]!.ended).toBe('interrupted');
  });

  test('says what is wrong with a link', async () => {
    const damaged = runCloudgame('watch', 'http://localhost:8010/v1/#1.abc');
    expect(await damaged.exit()).toBe(2);
    expect(damaged.stderr).toContain('damaged');
    const host = await startHost();
    const link = host.ready.links.watch.own;
    const wrongToken = runCloudgame('watch', `${link.slice(0, link.lastIndexOf('.'))}.${'A'.repeat(22)}`);
    expect(await wrongToken.exit()).toBe(6);
    expect(wrongToken.stderr).toContain('did not let this viewer in');
    const [page, fragment] = link.split('#');
    const [version, , token] = fragment!.split('.');
    const absent = runCloudgame('watch', `${page}#${version}.${'A'.repeat(43)}.${token}`);
    expect(await absent.exit()).toBe(6);
    expect(absent.stderr).toContain('No host with this link');
    const nobody = runCloudgame('watch', link.replace(/:\d+\//, ':9/'));
    expect(await nobody.exit()).toBe(5);
  });
});
