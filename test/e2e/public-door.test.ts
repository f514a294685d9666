import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import { freePort } from '../free-port.js';
import { type HostProcess, startCloudgame, startHost } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { sharedChromium } from './chromium.js';
import { PlayerPage } from './player-page.js';
import { serveStatically, staticFile } from './static-server.js';

const chromium = sharedChromium();

/** The page as `cloudgame player export` writes it. */
async function exportedPage(): Promise<string> {
  const folder = await temporaryFolder();
  // A STUN server that nobody asks: the tests stay on this computer.
  const run = startCloudgame(['player', 'export', folder, '--ice-server', 'stun:127.0.0.1:9']);
  expect(await run.ended).toEqual({ code: 0, signal: null });
  return folder;
}

/** A PeerJS server by itself, at a port or any. */
async function signallingServer(port = 0): Promise<{ port: number; server: HostProcess }> {
  const server = startCloudgame(['signal', '--port', String(port), '--listen', '127.0.0.1', '--json']);
  return { port: (await server.event('signalling-ready')).port, server };
}

function signalFlags(port: number): string[] {
  return ['--signal', `ws://127.0.0.1:${port}/?key=peerjs`, '--ice-server', 'none'];
}

describe('the public door', () => {
  test('the public link works, and so it does after its signalling server was started again', async () => {
    const page = await serveStatically(await exportedPage());
    const { port, server } = await signallingServer();
    const host = await startHost([...signalFlags(port), '--player-url', page]);
    const { url } = await host.event('link', ({ state }) => state === 'open');
    expect(url).toBe(host.ready.links.public);
    expect(url?.startsWith(`${page}v1/#1.`)).toBe(true);
    const first = await PlayerPage.open(chromium.browser, url!);
    await first.waitForState('live');

    const lost = host.nextEvent('link', ({ state }) => state === 'down');
    await server.close();
    expect((await lost).reason).toContain('it is being taken up again');
    // Who is in notices nothing.
    await first.page.keyboard.down('KeyX');
    await first.waitForLit(1);
    await first.page.keyboard.up('KeyX');

    const opened = host.nextEvent('link', ({ state }) => state === 'open');
    await signallingServer(port);
    await opened;
    const second = await PlayerPage.open(chromium.browser, url!);
    await second.waitForState('live');
    expect([await first.state(), await second.seat()]).toEqual(['live', 2]);
    expect(host.events.filter(({ event }) => event === 'viewer-left')).toEqual([]);
  });

  test('a link without its version in the path leads to the right page', async () => {
    const page = await serveStatically(await exportedPage());
    const { port } = await signallingServer();
    const host = await startHost([...signalFlags(port), '--player-url', page]);
    const { url } = await host.event('link', ({ state }) => state === 'open');
    const player = await PlayerPage.open(chromium.browser, url!.replace('/v1/', '/'));
    await player.waitForState('live');
    expect(player.page.url()).toBe(url);
  });

  test('a pipe gets the public link when its door opens', async () => {
    const { port } = await signallingServer();
    const host = startCloudgame([
      ...['host', '--core', 'test-pattern', ...signalFlags(port)],
      ...['--player-url', 'http://page.example/play'],
    ]);
    const [line] = await host.until(() => /^.*\n/.exec(host.stdout) ?? undefined, 'its link');
    expect(line).toMatch(/^http:\/\/page\.example\/play\/v1\/#1\.[\w-]{43}\.[\w-]{22}\.[\w-]+\n$/);
    host.child.kill('SIGINT');
    expect(await host.ended).toEqual({ code: 130, signal: null });
    expect(host.stdout).toBe(line);
  });

  test.each([
    ['is not there', freePort, 'nothing listens there'],
    ['never answers', silentServer, 'it does not answer'],
  ])('a pipe gets the local link, and people one line why, where the server %s', async (_, server, why) => {
    const host = startCloudgame([
      ...['host', '--core', 'test-pattern', ...signalFlags(await server())],
      ...['--player-url', 'http://page.example/play'],
    ]);
    const [line] = await host.until(() => /^.*\n/.exec(host.stdout) ?? undefined, 'its link');
    expect(line).toMatch(/^http:\/\/[^/]+:\d+\/v1\/#1\.[\w-]{43}\.[\w-]{22}\n$/);
    await host.until(() => host.stderr.includes(why), 'the reason');
    host.child.kill('SIGINT');
    await host.ended;
    expect(host.stdout).toBe(line);
    const lines = host.stderr.split('\n').filter((text) => text.includes('public link does not work'));
    expect(lines).toHaveLength(1);
  });

  test('a page over https says that it can’t reach a signalling server without encryption', async () => {
    const folder = await exportedPage();
    const host = await startHost();
    const player = await PlayerPage.create(chromium.browser);
    await player.page.route('https://page.example/**', async (route) => {
      const found = await staticFile(folder, new URL(route.request().url()).pathname);
      await route.fulfill(found ? { ...found, status: 200 } : { status: 404 });
    });
    const [, fragment] = host.ready.links.own.split('#');
    const signalling = encodeBase64Url(
      new TextEncoder().encode(`ws://127.0.0.1:${host.ready.port}/signal?key=peerjs`),
    );
    await player.page.goto(`https://page.example/v1/#${fragment}.${signalling}`);
    expect(await player.waitForState('insecure-signalling', 'live', 'signalling-unreachable')).toBe(
      'insecure-signalling',
    );
    expect(await player.words()).toContain('A page over https takes only wss: signalling');
  });
});

/** A server that takes connections and says nothing. */
async function silentServer(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
