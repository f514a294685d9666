import { expect, test } from 'vitest';
import { checkCrossing } from '../../src/bench/network/crossing-check.js';
import { startHost } from '../host-process.js';
import { relayTo } from '../hosted-relay.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

/** Everything that the page's connections sent and received, by their candidate pairs, and the hosts' ports. */
async function connectionCounters(player: PlayerPage) {
  return player.page.evaluate(async () => {
    const peers = (window as unknown as { peers: RTCPeerConnection[] }).peers;
    const reports = [...(await peers.at(-1)!.getStats()).values()];
    const pairs = reports.filter(({ type, state }) => type === 'candidate-pair' && state === 'succeeded');
    return {
      remotePorts: reports
        .filter(({ type }) => type === 'remote-candidate')
        .map(({ port }) => port as number),
      packetsSent: pairs.reduce((sum, { packetsSent }) => sum + packetsSent, 0),
      packetsReceived: pairs.reduce((sum, { packetsReceived }) => sum + packetsReceived, 0),
    };
  });
}

test('a page whose network is the relay’s knows no other way to the host, and all of its packets cross it', async () => {
  const host = await startHost();
  const relay = await relayTo(host, 'delay=10');
  const player = await PlayerPage.create(chromium.browser);
  await player.page.addInitScript(() => {
    const peers: RTCPeerConnection[] = [];
    Object.assign(window, { peers });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    };
  });
  await player.page.goto(relay.linkThrough(host.ready.links.own));
  expect(await player.waitForState('live', 'refused', 'no-path')).toBe('live');
  // What the host says of the viewer once a second comes after a second of picture and sound.
  await host.nextEvent('stats', ({ viewers }) => (viewers[0]?.roundTripMs ?? 0) > 15);
  const { remotePorts, ...counted } = await connectionCounters(player);
  const { paths } = await relay.report();
  expect(paths).toHaveLength(1);
  expect(remotePorts).toEqual([paths[0]!.ports.viewer]);
  expect(counted.packetsReceived).toBeGreaterThan(50);
  expect(checkCrossing(paths[0], { ...counted, remotePort: remotePorts[0] })).toEqual([]);
});
