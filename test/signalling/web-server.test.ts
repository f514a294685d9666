import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { CloudgameError } from '../../src/errors.js';
import { WebServer, type WebServerOptions } from '../../src/signalling/web-server.js';
import { pageFolder } from './page-folder.js';

async function open(options: WebServerOptions = {}): Promise<WebServer> {
  const server = await WebServer.open({
    pageFolder: await pageFolder(),
    port: 0,
    listenAddress: '127.0.0.1',
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

async function get(server: WebServer, path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${path}`, { redirect: 'manual' });
}

/** As it comes over the wire, which `fetch` doesn't tell. */
async function getEncoded(server: WebServer, path: string, headers: Record<string, string>) {
  const [response] = (await once(
    request({ host: '127.0.0.1', port: server.port, path, headers }).end(),
    'response',
  )) as [IncomingMessage];
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(await response.toArray()),
  };
}

async function occupyPort(): Promise<number> {
  const other = createServer();
  other.listen({ port: 0, host: '127.0.0.1' });
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  return (other.address() as AddressInfo).port;
}

function connectPeer(server: WebServer, id: string, query = 'key=peerjs'): WebSocket {
  const socket = new WebSocket(
    `${server.signallingUrl}/peerjs?${query}&id=${id}&token=t-${id}&version=1.5.5`,
  );
  onTestFinished(() => socket.terminate());
  return socket;
}

async function nextMessage(socket: WebSocket): Promise<unknown> {
  const [data] = await once(socket, 'message');
  return JSON.parse(String(data));
}

describe('the page of the host’s web server', () => {
  test('has signalling on the same origin and no ICE servers', async () => {
    const response = await get(await open(), '/v1/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    expect(html).toContain('<meta name="cloudgame:signalling" content="same-origin">');
    expect(html).toContain('<meta name="cloudgame:ice-servers" content="">');
  });

  test('is the same under index.html', async () => {
    const html = await (await get(await open(), '/v1/index.html')).text();
    expect(html).toContain('content="same-origin"');
  });

  test('is where the root and the path without its slash lead', async () => {
    const server = await open();
    for (const path of ['/', '/v1']) {
      const response = await get(server, path);
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe('/v1/');
    }
  });

  test('is asked for again each time, and its hashed files never', async () => {
    const server = await open();
    expect((await get(server, '/v1/')).headers.get('cache-control')).toBe('no-cache');
    expect((await get(server, '/v1/icon.svg')).headers.get('cache-control')).toBe('no-cache');
    const asset = await get(server, '/v1/assets/index-abc.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toMatch(/javascript/);
  });

  test('has decoders as WebAssembly, which browsers compile as they come', async () => {
    const decoder = await get(await open(), '/v1/assets/decoder-abc.wasm');
    expect(decoder.headers.get('content-type')).toBe('application/wasm');
  });

  test('comes gzipped to those who take it so, with the same headers', async () => {
    const server = await open();
    for (const path of ['/v1/', '/v1/assets/index-abc.js', '/v1/assets/decoder-abc.wasm', '/v1/icon.svg']) {
      const plain = await getEncoded(server, path, {});
      const small = await getEncoded(server, path, { 'Accept-Encoding': 'gzip, deflate' });
      const { vary, 'content-encoding': encoding, ...headers } = small.headers;
      expect([vary, encoding]).toEqual(['Accept-Encoding', 'gzip']);
      expect(headers['content-type']?.toLowerCase()).toBe(plain.headers['content-type']?.toLowerCase());
      expect(headers['cache-control']).toBe(plain.headers['cache-control']);
      expect(gunzipSync(small.body)).toEqual(plain.body);
      expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding' });
      expect(plain.headers).not.toHaveProperty('content-encoding');
    }
  });

  test('is not sent again gzipped to who has it', async () => {
    const server = await open();
    const path = '/v1/assets/index-abc.js';
    const first = await getEncoded(server, path, { 'Accept-Encoding': 'gzip' });
    const again = { 'Accept-Encoding': 'gzip', 'If-None-Match': first.headers.etag! };
    expect(await getEncoded(server, path, again)).toMatchObject({ status: 304, body: Buffer.of() });
  });

  test('comes in parts as it is', async () => {
    const range = { 'Accept-Encoding': 'gzip', Range: 'bytes=0-5' };
    const part = await getEncoded(await open(), '/v1/assets/index-abc.js', range);
    expect(part.status).toBe(206);
    expect(part.headers).not.toHaveProperty('content-encoding');
    expect(part.body.toString()).toBe('export');
  });

  test('comes with headers that keep it out of frames and its address to itself', async () => {
    const server = await open();
    for (const path of ['/v1/', '/v1/assets/index-abc.js', '/nowhere']) {
      const { headers } = await get(server, path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('of another version is answered in words', async () => {
    const server = await open();
    for (const path of ['/v2/', '/v7', '/v0/']) {
      const response = await get(server, path);
      expect(response.status).toBe(404);
      expect(await response.text()).toMatch(
        /This link is for version \d of cloudgame, and the host runs version 1. Ask the host for a new link./,
      );
    }
  });

  test('lets nobody out of its folder', async () => {
    const server = await open();
    const socket = connect(server.port, '127.0.0.1');
    socket.end('GET /v1/../../../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.1 40[34]/);
    expect((await get(server, '/v1/%2e%2e/%2e%2e/package.json')).status).toBeGreaterThanOrEqual(400);
  });
});

describe('the signalling server beside the page', () => {
  test('registers a peer', async () => {
    const peer = connectPeer(await open(), 'alice');
    expect(await nextMessage(peer)).toEqual({ type: 'OPEN' });
  });

  test('relays between peers', async () => {
    const server = await open();
    const [alice, bob] = [connectPeer(server, 'alice'), connectPeer(server, 'bob')];
    await Promise.all([nextMessage(alice), nextMessage(bob)]);
    alice.send(JSON.stringify({ type: 'OFFER', dst: 'bob', payload: { a: 1 } }));
    expect(await nextMessage(bob)).toEqual({ type: 'OFFER', src: 'alice', dst: 'bob', payload: { a: 1 } });
  });

  test('tells nobody who is there', async () => {
    expect((await get(await open(), '/signal/peerjs/peers')).status).toBe(401);
  });

  test('refuses a wrong key and lives on after garbage', async () => {
    const server = await open();
    expect(await nextMessage(connectPeer(server, 'mallory', 'key=wrong'))).toMatchObject({ type: 'ERROR' });
    const peer = connectPeer(server, 'mallory');
    await nextMessage(peer);
    peer.send('no JSON');
    peer.send('null');
    peer.send('7');
    peer.send(JSON.stringify({ type: 'OFFER', dst: 'mallory', payload: 'still there' }));
    expect(await nextMessage(peer)).toMatchObject({ payload: 'still there' });
  });

  test('drops who sends too large a message', async () => {
    const peer = connectPeer(await open(), 'mallory');
    await nextMessage(peer);
    peer.send('x'.repeat(200 * 1024));
    const [code] = await once(peer, 'close');
    expect(code).toBe(1009);
  });

  test('drops who sends too many messages', async () => {
    const peer = connectPeer(await open(), 'mallory');
    await nextMessage(peer);
    const closed = once(peer, 'close');
    for (let sent = 0; sent < 300; sent++) {
      peer.send(JSON.stringify({ type: 'OFFER', dst: 'nobody', payload: sent }));
    }
    await closed;
    expect(peer.readyState).toBe(WebSocket.CLOSED);
  });

  test('is nowhere else', async () => {
    const server = await open();
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/elsewhere/peerjs?key=peerjs&id=a&token=b`);
    const [error] = await once(socket, 'error');
    expect(String(error)).toMatch(/400/);
  });
});

describe('the port of the web server', () => {
  test('is the demanded one, and a worded network error where that is taken', async () => {
    const port = await occupyPort();
    const failure = await open({ port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CloudgameError);
    expect(failure).toMatchObject({
      kind: 'network',
      message: `Port ${port} is taken by another program.`,
      hint: expect.stringContaining('--port'),
    });
  });

  test('is the one of last time where that is free', async () => {
    const first = await open();
    await first.close();
    const second = await open({ port: undefined, lastPort: first.port });
    expect(second.port).toBe(first.port);
  });

  test('is the next free one where that of last time is taken', async () => {
    const taken = await occupyPort();
    const server = await open({ port: undefined, lastPort: taken });
    expect(server.port).not.toBe(taken);
    expect(server.port).toBeGreaterThanOrEqual(8010);
    const beside = await open({ port: undefined });
    expect(beside.port).toBeGreaterThan(server.port);
  });

  test('can’t be had at an address that is not this computer’s', async () => {
    const failure = await open({ listenAddress: '203.0.113.7' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'network', hint: expect.stringContaining('--listen') });
  });
});

describe('the addresses of the web server', () => {
  test('are those that it listens on', async () => {
    const server = await open();
    expect(server.ownOrigin).toBe(`http://localhost:${server.port}`);
    expect(server.localOrigin).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.signallingUrl).toBe(`ws://127.0.0.1:${server.port}/signal`);
  });

  test('are localhost for the host and an address in the network for others by default', async () => {
    const server = await open({ listenAddress: undefined });
    expect(server.ownOrigin).toBe(`http://localhost:${server.port}`);
    expect(server.localOrigin).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:\d+$/);
    expect((await fetch(`${server.localOrigin}/v1/`)).status).toBe(200);
  });
});

test('closing the web server cuts its open connections and can be repeated', async () => {
  const server = await open();
  const peer = connectPeer(server, 'alice');
  await nextMessage(peer);
  const idle = connect(server.port, '127.0.0.1');
  await once(idle, 'connect');
  const gone = Promise.all([once(peer, 'close'), once(idle, 'close')]);
  await Promise.all([server.close(), server.close()]);
  await gone;
  await expect(get(server, '/v1/')).rejects.toThrow();
});
