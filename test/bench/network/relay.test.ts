import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { descriptionEndpoints } from '../../../src/bench/network/candidate-rewriting.js';
import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { Relay } from '../../../src/bench/network/relay.js';

/** A relay in front of a signalling server, and a viewer that makes offers to it. */
async function openRelay(network: string) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const profile = parseNetwork(network);
  const address = '127.0.0.1';
  const relay = await Relay.open({
    signallingUrl: `ws://127.0.0.1:${port}/peerjs`,
    profile,
    seed: 1,
    address,
  });
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  const viewer = new WebSocket(relay.signallingUrl);
  const [atServer] = await connected;
  if (viewer.readyState !== WebSocket.OPEN) await once(viewer, 'open');
  onTestFinished(() => {
    viewer.terminate();
    relay.close();
    server.close();
  });
  /** The port that the host is told when a connection offers. */
  const offer = async (connectionId: string) => {
    const received = once(atServer, 'message') as Promise<[Buffer]>;
    const sdp = { type: 'offer', sdp: 'v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n' };
    viewer.send(JSON.stringify({ type: 'OFFER', payload: { connectionId, sdp } }));
    const [message] = await received;
    const rewritten = JSON.parse(message.toString()) as { payload: { sdp: { sdp: string } } };
    return descriptionEndpoints(rewritten.payload.sdp.sdp)[0]!.port;
  };
  return { relay, offer };
}

test('a connection whose path is cut gets another by another offer, and others keep theirs', async () => {
  const { relay, offer } = await openRelay('none');
  const [first, second] = [await offer('c1'), await offer('c2')];
  expect(await offer('c1')).toBe(first);
  const { paths } = relay.report();
  expect(relay.cut(paths[0]!.ports.viewer)).toBe(1);
  expect(await offer('c2')).toBe(second);
  const again = await offer('c1');
  expect(again).not.toBe(first);
  expect(relay.report().paths.map(({ connectionId }) => connectionId)).toEqual(['c1', 'c2', 'c1']);
  expect(relay.cut()).toBe(2);
  expect(relay.cut()).toBe(0);
});
