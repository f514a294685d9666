import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { onTestFinished } from 'vitest';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** A file of a folder as a static web host would serve it. */
export async function staticFile(
  folder: string,
  path: string,
): Promise<{ body: Buffer; contentType: string } | undefined> {
  const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
  try {
    return { body: await readFile(file), contentType: TYPES[extname(file)] ?? 'application/octet-stream' };
  } catch {
    return undefined;
  }
}

/** Serves a folder for one test; returns its address, with `/` at its end. */
export async function serveStatically(folder: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const found = await staticFile(folder, new URL(request.url ?? '/', 'http://host').pathname);
    response.writeHead(found ? 200 : 404, { 'Content-Type': found?.contentType ?? 'text/plain' });
    response.end(found?.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}
