import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { PeerServer } from 'peer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  SignallingClient,
  type SignallingClientOptions,
  type SignallingDownReason,
} from '../../src/protocol/signalling-client.js';
import type { ServerMessage } from '../../src/protocol/signalling-message.js';
import { PATIENCE } from '../patience.js';

/** A client and all that it told, in order. */
class Peer {
  readonly told: string[] = [];
  readonly messages: ServerMessage[] = [];
  readonly reasons: SignallingDownReason[] = [];
  readonly client: SignallingClient;

  constructor(url: string, id: string, options: Partial<SignallingClientOptions> = {}) {
    this.client = new SignallingClient({
      url,
      id,
      token: `token of ${id}`,
      openSocket: (socketUrl) => new WebSocket(socketUrl),
      onOpen: () => this.told.push('open'),
      onMessage: (message) => {
        this.told.push(message.type);
        this.messages.push(message);
      },
      onDown: (reason) => {
        this.told.push('down');
        this.reasons.push(reason);
      },
      ...options,
    });
    peers.push(this);
  }

  async toldTimes(what: string, times: number): Promise<void> {
    await vi.waitFor(() => expect(this.told.filter((word) => word === what).length).toBe(times), {
      ...PATIENCE,
      interval: 5,
    });
  }
}

let peers: Peer[] = [];
let server: Server;
/** Stands before the server, so that a test can break connections without the server's doing. */
let relay: ReturnType<typeof createServer>;
let relayed: Socket[] = [];
let url: string;

beforeEach(async () => {
  server = await new Promise<Server>((resolve) => {
    PeerServer({ port: 0, host: '127.0.0.1', path: '/signal', key: 'games' }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  relay = createServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    relayed.push(socket, onward);
    socket.pipe(onward).pipe(socket);
    for (const side of [socket, onward]) side.on('error', () => {});
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  url = `ws://127.0.0.1:${(relay.address() as AddressInfo).port}/signal?key=games`;
});

afterEach(async () => {
  for (const peer of peers) peer.client.close();
  peers = [];
  breakConnections();
  relay.close();
  await new Promise((resolve) => server.close(resolve));
});

function breakConnections(): void {
  for (const socket of relayed) socket.destroy();
  relayed = [];
}

const offer = { type: 'media', connectionId: 'c1', sdp: { type: 'offer', sdp: 'v=0' } } as const;
const candidate = {
  type: 'media',
  connectionId: 'c1',
  candidate: { candidate: 'candidate:1 1 UDP 1 192.0.2.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 },
} as const;

describe('a signalling client', () => {
  it('registers and passes messages on with their sender', async () => {
    const host = new Peer(url, 'host');
    const guest = new Peer(url, 'guest');
    await Promise.all([host.toldTimes('open', 1), guest.toldTimes('open', 1)]);
    expect(guest.client.send({ type: 'OFFER', dst: 'host', payload: offer })).toBe(true);
    expect(guest.client.send({ type: 'CANDIDATE', dst: 'host', payload: candidate })).toBe(true);
    await host.toldTimes('CANDIDATE', 1);
    expect(host.messages).toEqual([
      { type: 'OFFER', src: 'guest', payload: { connectionId: 'c1', sdp: offer.sdp } },
      { type: 'CANDIDATE', src: 'guest', payload: { connectionId: 'c1', candidate: candidate.candidate } },
    ]);
  });

  it('sends nothing before it is registered, and says so', async () => {
    const guest = new Peer(url, 'guest');
    expect(guest.client.registered).toBe(false);
    expect(guest.client.send({ type: 'OFFER', dst: 'host', payload: offer })).toBe(false);
    await guest.toldTimes('open', 1);
    expect(guest.client.registered).toBe(true);
  });

  it('hears that the other peer is not there', async () => {
    const guest = new Peer(url, 'guest');
    await guest.toldTimes('open', 1);
    guest.client.send({ type: 'OFFER', dst: 'nobody', payload: offer });
    await guest.toldTimes('EXPIRE', 1);
    expect(guest.messages).toEqual([{ type: 'EXPIRE', src: 'nobody' }]);
  });

  it('takes the same id up again after the connection broke', async () => {
    const host = new Peer(url, 'host');
    const guest = new Peer(url, 'guest');
    await Promise.all([host.toldTimes('open', 1), guest.toldTimes('open', 1)]);
    breakConnections();
    await Promise.all([host.toldTimes('open', 2), guest.toldTimes('open', 2)]);
    expect(host.reasons[0]).toBe('lost');
    guest.client.send({ type: 'OFFER', dst: 'host', payload: offer });
    await host.toldTimes('OFFER', 1);
  });

  it('says that an id belongs to somebody else', async () => {
    const host = new Peer(url, 'host');
    await host.toldTimes('open', 1);
    const squatter = new Peer(url, 'host', { token: 'another' });
    await squatter.toldTimes('down', 1);
    expect(squatter.reasons).toEqual(['id-taken']);
    expect(host.client.registered).toBe(true);
  });

  it('says that the server refuses its key', async () => {
    const guest = new Peer(url.replace('games', 'guess'), 'guest');
    await guest.toldTimes('down', 1);
    expect(guest.reasons).toEqual(['refused']);
  });

  it('says that the server is out of reach, and finds it once it is there', async () => {
    const { port } = relay.address() as AddressInfo;
    relay.close();
    await once(relay, 'close');
    const guest = new Peer(url, 'guest');
    await guest.toldTimes('down', 1);
    expect(guest.reasons).toEqual(['unreachable']);
    relay.listen(port, '127.0.0.1');
    await guest.toldTimes('open', 1);
  });

  it('counts an address that no socket takes as out of reach', async () => {
    const guest = new Peer(url, 'guest', {
      openSocket: () => {
        throw new SyntaxError('Invalid URL');
      },
    });
    expect(guest.reasons).toEqual(['unreachable']);
  });

  it('says nothing more once it is closed', async () => {
    const guest = new Peer(url, 'guest');
    await guest.toldTimes('open', 1);
    guest.client.close();
    guest.client.close();
    breakConnections();
    expect(guest.client.send({ type: 'OFFER', dst: 'host', payload: offer })).toBe(false);
    const host = new Peer(url, 'host');
    await host.toldTimes('open', 1);
    expect(guest.told).toEqual(['open']);
  });
});
