import { createServer, type Server } from 'node:http';
import express from 'express';
import { DEFAULT_SIGNALLING_KEY } from '../protocol/defaults.js';
import { mountPeerJsServer } from './embedded-signalling.js';
import { localAddresses } from './lan-address.js';
import { listenOn } from './listen.js';

export interface SignallingServerOptions {
  readonly port: number;
  /** Path of the server, such as `/` or `/meet`. */
  readonly path: string;
  readonly key: string;
  /** Address to listen on; by default all of this computer's. */
  readonly listenAddress?: string | undefined;
}

/** As many as the public server takes. */
const MOST_PEERS = 5000;

/** A PeerJS server by itself. */
export class SignallingServer {
  readonly #server: Server;
  readonly #closeSockets: () => void;
  readonly port: number;
  /** URLs of it for `--signal`: on this computer, and in its network. */
  readonly urls: { readonly own: string; readonly local: string };
  #closing: Promise<void> | undefined;

  private constructor(
    server: Server,
    closeSockets: () => void,
    port: number,
    options: SignallingServerOptions,
  ) {
    this.#server = server;
    this.#closeSockets = closeSockets;
    this.port = port;
    const { listenAddress = '::' } = options;
    const everywhere = listenAddress === '::' || listenAddress === '0.0.0.0';
    this.urls = {
      own: signallingUrl(everywhere ? 'localhost' : listenAddress, port, options),
      local: signallingUrl(everywhere ? localAddresses()[0]! : listenAddress, port, options),
    };
  }

  /** Opens the server; a taken port is a CloudgameError. */
  static async open(options: SignallingServerOptions): Promise<SignallingServer> {
    const { key, listenAddress } = options;
    const app = express();
    app.disable('x-powered-by');
    const server = createServer(app);
    const closeSockets = mountPeerJsServer(app, server, {
      path: withSlashes(options.path),
      key,
      concurrentLimit: MOST_PEERS,
    });
    try {
      const port = await listenOn(server, { port: options.port, candidates: [], address: listenAddress });
      return new SignallingServer(server, closeSockets, port, options);
    } catch (error) {
      closeSockets();
      throw error;
    }
  }

  /** Closes it with all connections; calling it again does nothing. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#closeSockets();
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    return this.#closing;
  }
}

function signallingUrl(host: string, port: number, { path, key }: SignallingServerOptions): string {
  const query = key === DEFAULT_SIGNALLING_KEY ? '' : `?${new URLSearchParams({ key })}`;
  return `ws://${host.includes(':') ? `[${host}]` : host}:${port}${withSlashes(path)}${query}`;
}

function withSlashes(path: string): string {
  return `/${path}/`.replace(/\/+/g, '/');
}
