import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { type RewrittenPath, rewriteMessage } from './signalling-rewriter.js';

export interface SignallingProxyOptions {
  /** `ws:` or `wss:` URL of the PeerJS server at which the host waits. */
  readonly target: string;
  readonly pathOf: (connectionId: string, mayOpen: boolean) => Promise<RewrittenPath | undefined>;
}

const LONGEST_MESSAGE = 256 * 1024;

/** A signalling server for viewers, in front of the host's: it passes on everything but addresses. */
export class SignallingProxy {
  /** For the viewers' links. */
  readonly url: string;
  readonly #server: WebSocketServer;
  readonly #options: SignallingProxyOptions;

  static async open(options: SignallingProxyOptions): Promise<SignallingProxy> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: LONGEST_MESSAGE });
    await once(server, 'listening');
    return new SignallingProxy(server, options);
  }

  private constructor(server: WebSocketServer, options: SignallingProxyOptions) {
    this.#server = server;
    this.#options = options;
    const target = new URL(options.target);
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}${target.search}`;
    server.on('connection', (viewer, { url = '' }) => this.#connect(viewer, url));
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #connect(viewer: WebSocket, pathAndQuery: string): void {
    const { protocol, host } = new URL(this.#options.target);
    const server = new WebSocket(`${protocol}//${host}${pathAndQuery}`, { maxPayload: LONGEST_MESSAGE });
    const opened = once(server, 'open').catch(() => {});
    const toServer = this.#forwarder('viewer', server, opened);
    const toViewer = this.#forwarder('host', viewer, Promise.resolve());
    viewer.on('message', toServer);
    server.on('message', toViewer);
    viewer.on('close', () => server.terminate());
    server.on('close', () => viewer.terminate());
    viewer.on('error', () => {});
    server.on('error', () => viewer.terminate());
  }

  /** Passes messages on in their order, although opening a path takes a moment. */
  #forwarder(from: 'host' | 'viewer', to: WebSocket, ready: Promise<unknown>): (data: RawData) => void {
    let last = ready;
    return (data) => {
      const text = (data as Buffer).toString('utf8');
      last = last
        .then(() => rewriteMessage(text, from, this.#options.pathOf))
        .then((rewritten) => {
          if (rewritten !== undefined && to.readyState === WebSocket.OPEN) to.send(rewritten);
        })
        .catch(() => to.terminate());
    };
  }
}
