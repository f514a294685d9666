import { describe, expect, test } from 'vitest';
import { type EventOf, type HostProcess, startHost } from '../host-process.js';
import { relayTo } from '../hosted-relay.js';
import { sharedChromium } from './chromium.js';
import { Nat } from './nat.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

describe('a page whose address changes', () => {
  test.each(['frames', 'rtp'])(
    'is back with its seat and never without a picture, by a new connection, with %s',
    async (transport) => {
      const host = await startHost(['--transport', transport]);
      const relay = await relayTo(host, 'delay=10');
      const player = await openPlayer(relay.linkThrough(host.ready.links.own));
      await player.page.keyboard.down('KeyX');
      await player.waitForLit(1);
      await watchStates(player);
      await watchEmptiness(player);
      const joined = host.nextEvent('viewer-joined');
      const left = host.nextEvent('viewer-left');
      const cutAt = performance.now();
      expect(await relay.cut()).toBe(1);
      expect(await joined).toMatchObject({ seat: 1, resumed: true });
      await player.waitForState('live');
      // For whoever runs this: a machine may be as slow as it likes.
      console.info(`back after ${Math.round(performance.now() - cutAt)} ms, with ${transport}`);
      expect(await left).toMatchObject({ reason: 'it came back by another connection' });
      expect(await statesOf(player)).toEqual(['live', 'reconnecting', 'live']);
      await player.frameNumbers(5);
      expect(await emptinessOf(player)).toEqual({
        empty: 0,
        front: expect.stringMatching(/^(video|canvas)$/),
      });
      // What is still held is played on.
      await player.waitForLit(1);
      await player.page.keyboard.up('KeyX');
      await player.waitForLit();
      expect(host.events.filter(({ event }) => event === 'warning')).toEqual([]);
    },
  );

  test('as where a router binds it to another port, plays on', async () => {
    const host = await startHost();
    const nat = await Nat.between(host.ready);
    const player = await openPlayer(nat.link);
    await nat.rebind();
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    expect(await player.waitForState('live')).toBe('live');
    expect(await player.seat()).toBe(1);
  });
});

describe('a standstill', () => {
  test('of the host costs nobody the connection', async () => {
    const host = await startHost();
    const player = await openPlayer(host.ready.links.own);
    host.signalGroup('SIGSTOP');
    await player.waitForState('reconnecting');
    expect(await player.words()).toContain('Your place is kept.');
    host.signalGroup('SIGCONT');
    await player.waitForState('live');
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    expect(joinsOf(host)).toHaveLength(1);
    expect(host.events.filter(({ event }) => event === 'warning')).toEqual([]);
  });

  test('of the page costs it nothing either', async () => {
    const host = await startHost();
    const player = await openPlayer(host.ready.links.own);
    await player.page.evaluate(() => {
      const end = performance.now() + 3_000;
      while (performance.now() < end);
    });
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    expect(joinsOf(host)).toHaveLength(1);
  });
});

async function openPlayer(link: string): Promise<PlayerPage> {
  const player = await PlayerPage.open(chromium.browser, link);
  await player.waitForState('live');
  await player.frameNumbers(5);
  return player;
}

/** Keeps what the page says of its situation from now on. */
function watchStates({ page }: PlayerPage): Promise<void> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const states = [root.dataset.state];
    Object.assign(window, { states });
    new MutationObserver(() => {
      if (root.dataset.state !== states.at(-1)) states.push(root.dataset.state);
    }).observe(root, { attributeFilter: ['data-state'] });
  });
}

function statesOf({ page }: PlayerPage): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { states: string[] }).states);
}

/** Looks at every tick of the display from now on whether there is a picture to be seen. */
function watchEmptiness({ page }: PlayerPage): Promise<void> {
  return page.evaluate(() => {
    const seen = { empty: 0, front: '' };
    Object.assign(window, { seen });
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const look = () => {
      const layers = [...document.querySelectorAll<HTMLVideoElement | HTMLCanvasElement>('#picture > *')];
      const height = (layer: Element) => Number(getComputedStyle(layer).zIndex) || 0;
      const front = layers.reduce((below, layer) => (height(layer) >= height(below) ? layer : below));
      seen.front = front.id;
      context.clearRect(0, 0, 1, 1);
      context.drawImage(front, 0, 0, 1, 1);
      if (context.getImageData(0, 0, 1, 1).data[3] === 0) seen.empty += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

function emptinessOf({ page }: PlayerPage): Promise<{ empty: number; front: string }> {
  return page.evaluate(() => (window as unknown as { seen: { empty: number; front: string } }).seen);
}

function joinsOf(host: HostProcess): EventOf<'viewer-joined'>[] {
  return host.events.filter((event) => event.event === 'viewer-joined');
}
