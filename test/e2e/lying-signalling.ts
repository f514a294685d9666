import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** A signalling server between pages and a host's own one, which passes on everything but the truth. */
export class LyingSignalling {
  /** For links. */
  readonly url: string;
  /** Everything that pages sent through it. */
  seen = '';
  answersChanged = 0;
  readonly #server: WebSocketServer;
  readonly #hostPort: number;
  readonly #lies: boolean;

  /** Opens it for one test, in front of the server at a host's port. */
  static async open(hostPort: number, { lies = true } = {}): Promise<LyingSignalling> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    onTestFinished(() => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    });
    return new LyingSignalling(server, hostPort, lies);
  }

  private constructor(server: WebSocketServer, hostPort: number, lies: boolean) {
    this.#server = server;
    this.#hostPort = hostPort;
    this.#lies = lies;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/signal?key=peerjs`;
    this.#server.on('connection', (page, { url = '' }) => this.#connect(page, url));
  }

  #connect(page: WebSocket, path: string): void {
    const host = new WebSocket(`ws://127.0.0.1:${this.#hostPort}${path}`);
    const opened = once(host, 'open');
    page.on('message', async (data) => {
      this.seen += textOf(data);
      await opened;
      host.send(textOf(data));
    });
    host.on('message', (data) => page.send(this.#lies ? this.#twist(textOf(data)) : textOf(data)));
    page.on('close', () => host.terminate());
    host.on('close', () => page.terminate());
  }

  /** Puts another certificate's fingerprint into answers. */
  #twist(text: string): string {
    const message = JSON.parse(text) as { type: string };
    if (message.type !== 'ANSWER') return text;
    this.answersChanged++;
    return text.replaceAll(/(a=fingerprint:sha-256 )[0-9A-F:]+/gi, `$1${Array(32).fill('AB').join(':')}`);
  }
}

function textOf(data: RawData): string {
  return (data as Buffer).toString('utf8');
}
