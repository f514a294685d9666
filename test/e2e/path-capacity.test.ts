import { expect, test } from 'vitest';
import { parseNetwork } from '../../src/bench/network/parse-network.js';
import { startHost } from '../host-process.js';
import { relayTo } from '../hosted-relay.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

test.each(['rtp', 'frames'])(
  'the host knows what the path of a page carries that gets its picture by %s, and when that changes',
  async (transport) => {
    const host = await startHost(['--transport', transport]);
    const relay = await relayTo(host, 'delay=10');
    const player = await PlayerPage.open(chromium.browser, relay.linkThrough(host.ready.links.own));
    expect(await player.waitForState('live', 'refused', 'no-path')).toBe('live');
    await host.nextEvent('stats', ({ viewers }) => viewers[0]?.transport === transport);
    await relay.change(parseNetwork('delay=10,rate=400k,queue=100ms'));
    const isLimited = (bps: number | null | undefined) =>
      typeof bps === 'number' && bps > 200e3 && bps < 800e3;
    await host.nextEvent('stats', ({ viewers }) => isLimited(viewers[0]?.capacityBps));
    await relay.change(parseNetwork('delay=10'));
    await host.nextEvent('stats', ({ viewers }) => (viewers[0]?.capacityBps ?? 1e9) > 3e6);
  },
);
