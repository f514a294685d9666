import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { checkCrossing } from '../../../src/bench/network/crossing-check.js';
import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { ReleaseTimer } from '../../../src/bench/network/release-timer.js';
import { ViewerPath } from '../../../src/bench/network/viewer-path.js';
import { PATIENCE } from '../../patience.js';

async function openEnd(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return socket;
}

async function openPath(network: string) {
  const timer = new ReleaseTimer();
  const path = await ViewerPath.open({
    connectionId: 'c1',
    address: '127.0.0.1',
    profile: parseNetwork(network),
    seed: 1,
    timer,
  });
  onTestFinished(() => {
    timer.close();
    path.close();
  });
  const [host, viewer] = [await openEnd(), await openEnd()];
  const send = (end: 'host' | 'viewer', text: string) => {
    const { port, address } = path.endpointFor(end);
    (end === 'host' ? host : viewer).send(text, port, address);
  };
  return { path, host, viewer, send };
}

async function nextText(socket: Socket): Promise<string> {
  const [message] = (await once(socket, 'message')) as [Buffer];
  return message.toString();
}

describe('a viewer’s path', () => {
  test('carries packets to an end that told a candidate, and answers to the one that spoke', async () => {
    const { path, host, viewer, send } = await openPath('none');
    path.learn('host', host.address());
    const atHost = nextText(host);
    send('viewer', 'hello');
    expect(await atHost).toBe('hello');
    const atViewer = nextText(viewer);
    send('host', 'welcome');
    expect(await atViewer).toBe('welcome');
    const report = path.report();
    expect(report).toMatchObject({
      connectionId: 'c1',
      up: { packets: 1, bytes: 5, deliveredPackets: 1, lostPackets: 0, queueDrops: 0 },
      down: { packets: 1, bytes: 7, deliveredPackets: 1 },
      strayPackets: 0,
    });
    expect(checkCrossing(report, { packetsSent: 1, packetsReceived: 1 })).toEqual([]);
  });

  test('takes its time in the direction that has a delay, and none in the other', async () => {
    const { path, host, viewer, send } = await openPath('down.delay=50');
    path.learn('host', host.address());
    const roundTrips: number[] = [];
    for (let round = 0; round < 10; round++) {
      const start = performance.now();
      const atHost = nextText(host);
      send('viewer', 'ping');
      await atHost;
      const turned = performance.now();
      const atViewer = nextText(viewer);
      send('host', 'pong');
      await atViewer;
      const end = performance.now();
      expect(end - turned).toBeGreaterThan(49);
      roundTrips.push(end - start);
    }
    // The quickest of ten: a busy machine may hold up some of them.
    expect(Math.min(...roundTrips)).toBeLessThan(60);
  });

  test('becomes another while it is used', async () => {
    const { path, host, send } = await openPath('none');
    path.learn('host', host.address());
    path.change(parseNetwork('up.loss=95%'));
    let received = 0;
    host.on('message', () => received++);
    for (let packet = 0; packet < 200; packet++) send('viewer', 'x');
    path.change(parseNetwork('none'));
    const last = new Promise<void>((resolve) => {
      host.on('message', (message) => message.toString() === 'last' && resolve());
    });
    // The first ones may be on their way to the relay still when it changes.
    send('viewer', 'last');
    await last;
    const { up } = path.report();
    expect(up.packets).toBe(201);
    expect(up.deliveredPackets).toBe(received);
    expect(up.lostPackets).toBe(201 - received);
  });

  test('that is cut lets nothing through either way, what is on its way included, and counts it', async () => {
    const { path, host, viewer, send } = await openPath('delay=200');
    path.learn('host', host.address());
    path.learn('viewer', viewer.address());
    const other = await openPath('delay=300');
    other.path.learn('host', other.host.address());
    send('viewer', 'on its way');
    await vi.waitFor(() => expect(path.report().up.packets).toBe(1), PATIENCE);
    path.cut();
    const received: string[] = [];
    for (const socket of [host, viewer]) socket.on('message', (message) => received.push(String(message)));
    send('viewer', 'too late');
    send('host', 'too late');
    await vi.waitFor(
      () => expect(path.report()).toMatchObject({ up: { lostPackets: 1 }, down: { lostPackets: 1 } }),
      PATIENCE,
    );
    const later = nextText(other.host);
    other.send('viewer', 'later than what was on its way');
    await later;
    expect(received).toEqual([]);
  });

  test('keeps to the ends that spoke first, and counts what strays in', async () => {
    const { path, host, send } = await openPath('none');
    path.learn('host', host.address());
    const first = nextText(host);
    send('viewer', 'mine');
    await first;
    const stranger = await openEnd();
    const { port, address } = path.endpointFor('viewer');
    await new Promise((resolve) => stranger.send('theirs', port, address, resolve));
    const second = nextText(host);
    send('viewer', 'mine again');
    expect(await second).toBe('mine again');
    expect(path.report()).toMatchObject({ strayPackets: 1, up: { packets: 2 } });
  });

  test('loses what comes before the other end is known, and closes twice without harm', async () => {
    const { path, send, viewer } = await openPath('none');
    send('host', 'early');
    path.learn('viewer', viewer.address());
    const atViewer = nextText(viewer);
    send('host', 'later');
    expect(await atViewer).toMatch(/early|later/);
    path.close();
    path.close();
  });
});

describe('the check that packets crossed the relay', () => {
  const counters = {
    packets: 5000,
    bytes: 5e6,
    deliveredPackets: 4900,
    deliveredBytes: 4.9e6,
    lostPackets: 100,
    queueDrops: 0,
    longestQueueMs: 0,
  };
  const path = {
    connectionId: 'c',
    ports: { host: 1, viewer: 2 },
    down: counters,
    up: counters,
    strayPackets: 0,
  };
  const nothing = { ...counters, packets: 0, bytes: 0, deliveredPackets: 0, deliveredBytes: 0 };

  test('passes where both ends agree, but for some handshakes', () => {
    const end = {
      packetsReceived: 4850,
      bytesReceived: 4.8e6,
      packetsSent: 5020,
      bytesSent: 5.01e6,
      remotePort: 2,
    };
    expect(checkCrossing(path, end)).toEqual([]);
    expect(checkCrossing(path, {})).toEqual([]);
  });

  test('fails where packets went around', () => {
    expect(checkCrossing(undefined, {})).toHaveLength(1);
    expect(checkCrossing(path, { remotePort: 3 })).toHaveLength(1);
    expect(checkCrossing({ ...path, down: nothing }, {})).toHaveLength(1);
    expect(checkCrossing({ ...path, up: nothing }, {})).toHaveLength(1);
    expect(checkCrossing(path, { packetsReceived: 9000 })).toEqual([
      'The viewer received 9000 packets, and 4900 crossed the relay.',
    ]);
    expect(checkCrossing(path, { packetsSent: 100, bytesReceived: 100 })).toHaveLength(2);
  });
});
