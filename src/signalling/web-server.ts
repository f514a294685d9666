import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { isIP } from 'node:net';
import { join } from 'node:path';
import express, { type Express, type RequestHandler, type Response } from 'express';
import { EMBEDDED_SIGNALLING_PATH } from '../protocol/defaults.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { compressedFiles, gzipped } from './compressed-files.js';
import { mountPeerJsServer } from './embedded-signalling.js';
import { localAddresses } from './lan-address.js';
import { listenOn } from './listen.js';
import { builtPageFolder, configurePage } from './player-page.js';

export interface WebServerOptions {
  /** Port that it has to be; an error where it is taken. */
  readonly port?: number | undefined;
  /** Port of last time, tried before the others. */
  readonly lastPort?: number | undefined;
  /** Address to listen on; by default all of this computer's. */
  readonly listenAddress?: string | undefined;
  /** Folder of the built player page; tests only. */
  readonly pageFolder?: string;
}

const FIRST_PORT = 8010;
const PORTS_TO_TRY = 50;
export const PAGE_PATH = `/v${PROTOCOL_VERSION}/`;

/** The host's own web server: the player page, and beside it the signalling server for the local network. */
export class WebServer {
  readonly #server: Server;
  readonly #closeSignalling: () => void;
  readonly #listenAddress: string | undefined;
  readonly port: number;
  #closing: Promise<void> | undefined;

  private constructor(server: Server, closeSignalling: () => void, port: number, listenAddress?: string) {
    this.#server = server;
    this.#closeSignalling = closeSignalling;
    this.#listenAddress = listenAddress;
    this.port = port;
  }

  /** Opens the server; a taken port is a CloudgameError. */
  static async open(options: WebServerOptions = {}): Promise<WebServer> {
    const app = express();
    app.disable('x-powered-by');
    app.use(securityHeaders);
    await mountPage(app, options.pageFolder ?? builtPageFolder());
    const server = createServer(app);
    const closeSignalling = mountPeerJsServer(app, server, { path: EMBEDDED_SIGNALLING_PATH });
    app.use((_request, response) => wordedNotFound(response, 'There is nothing here.'));
    const firstPorts = Array.from({ length: PORTS_TO_TRY }, (_, index) => FIRST_PORT + index);
    try {
      const port = await listenOn(server, {
        port: options.port,
        candidates: options.lastPort === undefined ? firstPorts : [options.lastPort, ...firstPorts],
        address: options.listenAddress,
      });
      return new WebServer(server, closeSignalling, port, options.listenAddress);
    } catch (error) {
      closeSignalling();
      throw error;
    }
  }

  /** Where the browsers of this computer find it: `localhost` is a secure context, other plain http is none. */
  get ownOrigin(): string {
    const address = this.#listenAddress;
    const host =
      address === undefined || isUnspecified(address) || isLoopback(address) ? 'localhost' : address;
    return `http://${bracketed(host)}:${this.port}`;
  }

  /** Where the others in the network find it. */
  get localOrigin(): string {
    const address = this.#listenAddress;
    const host = address === undefined || isUnspecified(address) ? localAddresses()[0]! : address;
    return `http://${bracketed(host)}:${this.port}`;
  }

  /** Where the host itself finds the embedded signalling server. */
  get signallingUrl(): string {
    const address = this.#listenAddress;
    const host = address === undefined || isUnspecified(address) ? '127.0.0.1' : address;
    return `ws://${bracketed(host)}:${this.port}${EMBEDDED_SIGNALLING_PATH}`;
  }

  /** Closes it with all connections; calling it again does nothing. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#closeSignalling();
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    return this.#closing;
  }
}

async function mountPage(app: Express, folder: string): Promise<void> {
  const built = await readFile(join(folder, 'index.html'), 'utf8');
  const page = configurePage(built, { signalling: 'same-origin', iceServers: [] });
  const smallPage = await gzipped(Buffer.from(page));
  const sendPage: RequestHandler = (request, response) => {
    response.vary('Accept-Encoding').set('Cache-Control', 'no-cache').type('html');
    if (request.acceptsEncodings('gzip')) response.set('Content-Encoding', 'gzip').send(smallPage);
    else response.send(page);
  };
  // Strict, because relative addresses in the page need the slash at the end; a fragment survives the redirect.
  const router = express.Router({ strict: true });
  router.get('/', (_request, response) => response.redirect(PAGE_PATH));
  router.get(PAGE_PATH.slice(0, -1), (_request, response) => response.redirect(PAGE_PATH));
  router.get([PAGE_PATH, `${PAGE_PATH}index.html`], sendPage);
  router.use(
    PAGE_PATH,
    await compressedFiles(folder, caching),
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => response.setHeader('Cache-Control', caching(path.slice(folder.length))),
    }),
  );
  router.get(/^\/v(\d{1,4})\/?$/, (request, response) => {
    wordedNotFound(
      response,
      `This link is for version ${request.params[0]} of cloudgame, and the host runs version ${PROTOCOL_VERSION}. Ask the host for a new link.`,
    );
  });
  app.use(router);
}

/** Vite names what is in `assets` after its content. */
function caching(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "frame-ancestors 'none'",
  });
  next();
};

function wordedNotFound(response: Response, text: string): void {
  response
    .status(404)
    .set('Cache-Control', 'no-cache')
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>cloudgame</title><p>${text}</p></html>\n`,
    );
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
