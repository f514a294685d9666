import { describe, expect, test } from 'vitest';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import { hostPeerId, parseFragment, type RoomLink } from '../../src/protocol/link.js';
import { SignallingServer } from '../../src/signalling/signalling-server.js';
import { differences } from '../room/received-pictures.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost } from './test-host.js';
import { follow, visit } from './visitor.js';

/** Without a port of the test's choice: the host takes the one of last time, which the system chose then. */
const ANY_PORT = { port: undefined } as never;

function roomOf(link: string): RoomLink {
  const room = parseFragment(new URL(link).hash);
  if ('fault' in room) throw new Error(`${link} is no link`);
  return room;
}

describe('the links of a host', () => {
  test('are the same again for the same game, and still let in', async () => {
    const dataDir = await temporaryFolder();
    const first = await openHost({ dataDir });
    const { links } = first.host.facts;
    await first.host.close('Back in a moment.');
    const second = await openHost({ dataDir, settings: ANY_PORT });
    expect(second.host.facts.links).toEqual(links);
    expect((await visit(links.own)).welcome.seat).toBe(1);
  });

  test('are others, on another port, while the same game is hosted already', async () => {
    const dataDir = await temporaryFolder();
    const first = await openHost({ dataDir });
    const second = await openHost({ dataDir, settings: ANY_PORT });
    const [one, two] = [first.host.facts.links, second.host.facts.links];
    expect(new URL(two.own).port).not.toBe(new URL(one.own).port);
    expect(new URL(two.own).hash).not.toBe(new URL(one.own).hash);
    expect((await second.event('warning')).message).toContain('a link of its own');
    expect((await visit(one.own)).welcome.seat).toBe(1);
    expect((await visit(two.own)).welcome.seat).toBe(1);
  });

  test('are new on demand: nothing of the old ones is right any more but the address', async () => {
    const dataDir = await temporaryFolder();
    const first = await openHost({ dataDir });
    const old = first.host.facts.links;
    await first.host.close('Back with other links.');
    const second = await openHost({ dataDir, settings: ANY_PORT, newLink: true });
    const { links } = second.host.facts;
    expect(new URL(links.own).origin).toBe(new URL(old.own).origin);
    const rooms = [old.own, old.watch.own, links.own, links.watch.own].map(roomOf);
    expect(new Set(rooms.map(({ fingerprint }) => hostPeerId(fingerprint))).size).toBe(2);
    expect(new Set(rooms.map(({ token }) => encodeBase64Url(token))).size).toBe(4);
    const { viewer } = follow(links.own);
    await viewer.hello(roomOf(old.own).token);
    expect(await viewer.message('refused')).toMatchObject({ code: 'token' });
  });
});

describe('the public door of a host', () => {
  const PLAYER_URL = 'http://localhost:1/v1/';
  const openServer = (port: number) =>
    SignallingServer.open({ port, path: '/', key: 'peerjs', listenAddress: '127.0.0.1' });

  test('lets in who meets the host at a signalling server out there, beside the local door', async () => {
    const server = await openServer(0);
    const url = `ws://127.0.0.1:${server.port}/?key=peerjs`;
    const { host, event } = await openHost({
      settings: { signalling: { kind: 'server', url }, playerUrl: PLAYER_URL },
    });
    const link = await event('link');
    expect(link).toEqual({ event: 'link', state: 'open', signallingUrl: url, url: host.facts.links.public });
    expect(link.url).toMatch(/^http:\/\/localhost:1\/v1\/#/);
    expect(host.publicDoor).toEqual({ kind: 'open' });
    expect((await visit(host.facts.links.public!)).welcome.seat).toBe(1);
    expect((await visit(host.facts.links.own)).welcome.seat).toBe(2);
    await host.close('The test is over.');
    await server.close();
  });

  test('opens again after its server was gone, with the same link, and those who play notice nothing', async () => {
    const server = await openServer(0);
    const { port } = server;
    const url = `ws://127.0.0.1:${port}/?key=peerjs`;
    const { host, event, events } = await openHost({
      settings: { signalling: { kind: 'server', url }, playerUrl: PLAYER_URL },
    });
    await event('link', ({ state }) => state === 'open');
    const link = host.facts.links.public!;
    const { viewer } = await visit(link);
    await viewer.video.packets.take(10);

    await server.close();
    const down = await event('link', ({ state }) => state === 'down');
    expect(down.reason).toContain('was lost');
    expect(host.publicDoor).toMatchObject({ kind: 'down' });
    await viewer.video.packets.take(60, viewer.video.packets.items.length);
    await viewer.heard();
    expect((await visit(host.facts.links.own)).welcome.seat).toBe(2);

    const again = await openServer(port);
    const position = events.items.indexOf(down);
    await event('link', ({ state }) => state === 'open', position);
    expect((await visit(link)).welcome.seat).toBe(3);
    const numbers = viewer.video.packets.items.map(({ sequenceNumber }) => sequenceNumber);
    expect(new Set(differences(numbers, 16))).toEqual(new Set([1]));
    expect(viewer.messagesOf('state')).toEqual([]);
    expect(events.items.filter(({ event }) => event === 'viewer-left')).toEqual([]);
    await host.close('The test is over.');
    await again.close();
  });

  test('is reported as down with the reason, and the local door is open all the same', async () => {
    const server = await openServer(0);
    const url = `ws://127.0.0.1:${server.port}/?key=peerjs`;
    await server.close();
    const { host, event } = await openHost({
      settings: { signalling: { kind: 'server', url }, playerUrl: PLAYER_URL },
    });
    expect(await event('link')).toMatchObject({
      state: 'down',
      reason: expect.stringContaining('nothing listens there'),
    });
    expect((await visit(host.facts.links.own)).welcome.seat).toBe(1);
  });
});
