import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { childOf, descendantsOf, livingOf } from '../child-processes.js';
import { freePort } from '../free-port.js';
import { startHost } from '../host-process.js';
import { PATIENCE } from '../patience.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

describe('what breaks in mid-game', () => {
  test.each(['vp8', 'h264'])(
    'an encoder that is killed is replaced, and the picture goes on, with %s',
    async (codec) => {
      const host = await startHost(['--codec', codec]);
      const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
      await player.waitForState('live');
      const [before] = await player.frameNumbers(1);
      process.kill(childOf(host.pid, host.ready.encoder).pid, 'SIGKILL');
      const { message } = await host.event('warning');
      expect(message).toMatch(/^The video encoder was started again\. ffmpeg ended \(SIGKILL\)/);
      await expectOnwards(player, before!);
      expect(await host.nextEvent('stats')).toMatchObject({ encoderRestarts: 1, coreRestarts: 0 });
      expect(await player.state()).toBe('live');
      expect(joinsOf(host)).toBe(1);
    },
  );

  test('a sound encoder that is killed is replaced, and the sound goes on', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    await player.waitForTone(440, 0.01);
    process.kill(childOf(host.pid, 'libopus').pid, 'SIGKILL');
    await host.event('warning');
    await player.page.keyboard.down('KeyX');
    await player.waitForTone(1000, 0.1);
    expect(joinsOf(host)).toBe(1);
  });

  test('a core that is killed is started again, and the players stay', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    process.kill(childOf(host.pid, join('test-pattern', 'main.js')).pid, 'SIGKILL');
    const { message } = await host.event('warning');
    expect(message).toMatch(/^The core was started again\. The core was ended by SIGKILL\./);
    expect(await host.nextEvent('stats')).toMatchObject({ state: 'playing', coreRestarts: 1 });
    await player.waitForState('live');
    const [now] = await player.frameNumbers(1);
    await expectOnwards(player, now!);
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    expect(joinsOf(host)).toBe(1);
  });
});

describe('what breaks between page and host', () => {
  test('after a host was killed and started again the page comes back by itself', async () => {
    const home = await mkdtemp(join(tmpdir(), 'cg-home-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    // One that no other test's host takes in between.
    const killed = await startHost(['--port', String(await freePort())], { home });
    const player = await PlayerPage.open(chromium.browser, killed.ready.links.own);
    await player.waitForState('live');
    killed.child.kill('SIGKILL');
    await killed.ended;
    await player.waitForState('reconnecting', 'host-gone', 'signalling-unreachable');
    const again = await startHost([], { home });
    expect(again.ready.links).toEqual(killed.ready.links);
    expect(await again.event('viewer-joined')).toMatchObject({ seat: 1 });
    await player.waitForState('live');
    await player.frameNumbers(5);
  });
});

describe('the end', () => {
  test('after Ctrl-C the page says that the host is gone, and no process is left', async () => {
    const host = await startHost();
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own);
    await player.waitForState('live');
    const processes = [host.pid, ...descendantsOf(host.pid)];
    expect(processes.length).toBeGreaterThan(3);
    // A terminal sends it to the whole group: the encoders get it as well.
    host.signalGroup('SIGINT');
    await player.waitForState('host-gone');
    expect(await player.words()).toContain('The host is gone – The host ended the game.');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    // The kernel takes what was inside of a sandbox a moment after it.
    await vi.waitFor(() => expect(livingOf(processes)).toEqual([]), PATIENCE);
    expect(host.events.at(-1)).toMatchObject({ event: 'closed', reason: 'Interrupted.', exitCode: 130 });
    expect(host.events.filter(({ event }) => event === 'warning')).toEqual([]);
  });
});

/** The picture moves on from a frame on. */
async function expectOnwards(player: PlayerPage, from: number): Promise<void> {
  const numbers = (await player.frameNumbers(30)).map((number) => number ?? 0);
  expect(numbers.at(-1)).toBeGreaterThan(numbers[0]!);
  expect(numbers.at(-1)).toBeGreaterThan(from);
}

function joinsOf(host: { readonly events: readonly { readonly event: string }[] }): number {
  return host.events.filter(({ event }) => event === 'viewer-joined').length;
}
