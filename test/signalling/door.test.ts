import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { hostPeerId } from '../../src/protocol/link.js';
import { SignallingClient } from '../../src/protocol/signalling-client.js';
import type { ServerMessage } from '../../src/protocol/signalling-message.js';
import { Door, type DoorOptions, type DoorState } from '../../src/signalling/door.js';
import type { Offer } from '../../src/signalling/offer.js';
import { openSignallingSocket } from '../../src/signalling/open-socket.js';
import { WebServer } from '../../src/signalling/web-server.js';
import { PATIENCE } from '../patience.js';
import { pageFolder } from './page-folder.js';

const FINGERPRINT = new Uint8Array(32).fill(7);

async function openServer(port = 0): Promise<WebServer> {
  const server = await WebServer.open({ pageFolder: await pageFolder(), port, listenAddress: '127.0.0.1' });
  onTestFinished(() => server.close());
  return server;
}

function openDoor(url: string, options: Partial<DoorOptions> = {}) {
  const states: DoorState[] = [];
  const offers: Offer[] = [];
  const door = new Door({
    url,
    fingerprint: FINGERPRINT,
    peerToken: 'the-host-token',
    onOffer: (offer) => offers.push(offer),
    onState: (state) => states.push(state),
    ...options,
  });
  onTestFinished(() => door.close());
  return { door, states, offers };
}

async function openViewer(url: string, id: string) {
  const messages: ServerMessage[] = [];
  const client = await new Promise<SignallingClient>((resolve) => {
    const opening: SignallingClient = new SignallingClient({
      url,
      id,
      token: `token of ${id}`,
      openSocket: (socketUrl) => openSignallingSocket(socketUrl, () => {}),
      onOpen: () => resolve(opening),
      onMessage: (message) => messages.push(message),
      onDown: () => {},
    });
    onTestFinished(() => opening.close());
  });
  return { client, messages };
}

describe('the door at a signalling server', () => {
  test('opens, takes an offer with its candidates, and sends answer and candidates back', async () => {
    const server = await openServer();
    const { door, states, offers } = openDoor(server.signallingUrl);
    expect(await door.waitUntilOpen(5_000)).toEqual({ kind: 'open' });
    expect(states).toEqual([{ kind: 'open' }]);

    const viewer = await openViewer(server.signallingUrl, 'viewer-1');
    const dst = hostPeerId(FINGERPRINT);
    const common = { type: 'media', connectionId: 'mc_1' } as const;
    viewer.client.send({
      type: 'OFFER',
      dst,
      payload: { ...common, sdp: { type: 'offer', sdp: 'v=0 offer' } },
    });
    viewer.client.send({
      type: 'CANDIDATE',
      dst,
      payload: { ...common, candidate: { candidate: 'candidate:9' } },
    });
    await vi.waitFor(() => expect(offers).toHaveLength(1), PATIENCE);
    const [offer] = offers;
    expect(offer!.sdp).toBe('v=0 offer');
    const candidate = await new Promise((resolve) => offer!.receiveCandidates(resolve));
    expect(candidate).toMatchObject({ candidate: 'candidate:9' });

    expect(offer!.answer('v=0 answer')).toBe(true);
    offer!.sendCandidate({ candidate: 'candidate:5', sdpMid: '0' });
    offer!.settle();
    await vi.waitFor(() => expect(viewer.messages).toHaveLength(2), PATIENCE);
    expect(viewer.messages).toEqual([
      {
        type: 'ANSWER',
        src: dst,
        payload: { connectionId: 'mc_1', sdp: { type: 'answer', sdp: 'v=0 answer' } },
      },
      {
        type: 'CANDIDATE',
        src: dst,
        payload: { connectionId: 'mc_1', candidate: { candidate: 'candidate:5', sdpMid: '0' } },
      },
    ]);
  });

  test('is down with a worded reason while nothing listens, and opens by itself later', async () => {
    const first = await openServer();
    const { port, signallingUrl } = first;
    await first.close();
    const { door, states } = openDoor(signallingUrl);
    await vi.waitFor(() => expect(states).not.toHaveLength(0), PATIENCE);
    expect(door.state).toEqual({
      kind: 'down',
      reason: 'unreachable',
      message: `The signalling server 127.0.0.1:${port} can't be reached: nothing listens there.`,
    });
    await openServer(port);
    expect(await door.waitUntilOpen(10_000)).toEqual({ kind: 'open' });
  });

  test('is taken up again with the same id after a loss', async () => {
    const first = await openServer();
    const { door, states, offers } = openDoor(first.signallingUrl);
    await door.waitUntilOpen(5_000);
    await first.close();
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ kind: 'down', reason: 'lost' }), PATIENCE);
    const second = await openServer(first.port);
    expect(await door.waitUntilOpen(10_000)).toEqual({ kind: 'open' });
    const viewer = await openViewer(second.signallingUrl, 'viewer-2');
    viewer.client.send({
      type: 'OFFER',
      dst: hostPeerId(FINGERPRINT),
      payload: { type: 'media', connectionId: 'mc_2', sdp: { type: 'offer', sdp: 'again' } },
    });
    await vi.waitFor(() => expect(offers).toHaveLength(1), PATIENCE);
  });

  test('says that the room’s name is taken where another holds it', async () => {
    const server = await openServer();
    await openDoor(server.signallingUrl).door.waitUntilOpen(5_000);
    const { door, states } = openDoor(server.signallingUrl, { peerToken: 'another-token' });
    await vi.waitFor(() => expect(states).not.toHaveLength(0), PATIENCE);
    expect(door.state).toMatchObject({ kind: 'down', reason: 'id-taken' });
  });

  test('says that it is refused where the key is wrong', async () => {
    const server = await openServer();
    const { door, states } = openDoor(`${server.signallingUrl}?key=wrong`);
    await vi.waitFor(() => expect(states).not.toHaveLength(0), PATIENCE);
    expect(door.state).toMatchObject({ kind: 'down', reason: 'refused' });
  });

  test('says that a web server without PeerJS is none', async () => {
    const plain = createServer((_request, response) => void response.writeHead(404).end());
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    onTestFinished(() => void plain.close());
    const { door, states } = openDoor(`ws://127.0.0.1:${(plain.address() as AddressInfo).port}/`);
    await vi.waitFor(() => expect(states).not.toHaveLength(0), PATIENCE);
    expect(door.state).toMatchObject({ message: expect.stringContaining('it is no PeerJS server') });
  });

  test('that gets no answer in time is reported as unreachable', async () => {
    const silent = createServer();
    silent.on('upgrade', () => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { door } = openDoor(`ws://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    expect(await door.waitUntilOpen(20)).toMatchObject({ kind: 'down', reason: 'unreachable' });
    expect(door.state).toEqual({ kind: 'opening' });
  });

  test('lets go of the room’s id when it is closed', async () => {
    const server = await openServer();
    const first = openDoor(server.signallingUrl);
    await first.door.waitUntilOpen(5_000);
    first.door.close();
    first.door.close();
    const { door } = openDoor(server.signallingUrl, { peerToken: 'another-token' });
    expect(await door.waitUntilOpen(5_000)).toEqual({ kind: 'open' });
  });
});
