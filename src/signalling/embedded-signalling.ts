import type { Server } from 'node:http';
import type { Express } from 'express';
import { ExpressPeerServer } from 'peer';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { DEFAULT_SIGNALLING_KEY } from '../protocol/defaults.js';

export interface PeerJsServerOptions {
  /** Path under which it is mounted, such as `/signal`; the socket is at `<path>/peerjs`. */
  readonly path: string;
  readonly key?: string;
  /** Most peers, and most sockets, at the same time. */
  readonly concurrentLimit?: number;
}

/** Longest message in bytes: a session description in JSON takes less than half of it. */
const LONGEST_MESSAGE = 128 * 1024;
/** Messages that one socket may send in a period: a page sends an offer and some candidates, then heartbeats. */
const MESSAGES_PER_PERIOD = 200;
/** Milliseconds. */
const PERIOD = 10_000;

/**
 * Mounts a PeerJS server (npm `peer`) in a web server.
 *
 * It keeps messages for peers that aren't there, whoever sends them and however many, and counts only its peers, not
 * their sockets: hence the limits on sockets, sizes and rates here. Two of its timers can't be stopped: a process that
 * has used it has to end itself.
 *
 * @returns closes all of its sockets.
 */
export function mountPeerJsServer(app: Express, server: Server, options: PeerJsServerOptions): () => void {
  const { path, key = DEFAULT_SIGNALLING_KEY, concurrentLimit = 256 } = options;
  let sockets: WebSocketServer | undefined;
  const peerServer = ExpressPeerServer(server, {
    key,
    path: '/',
    allow_discovery: false,
    concurrent_limit: concurrentLimit,
    createWebSocketServer: (wanted: ServerOptions) => {
      sockets = new WebSocketServer({
        ...wanted,
        maxPayload: LONGEST_MESSAGE,
        verifyClient: () => (sockets?.clients.size ?? 0) < concurrentLimit,
      });
      sockets.on('connection', limitRate);
      return sockets;
    },
  });
  // It reports every malformed message as an error, and an error that nobody listens for would end the process.
  peerServer.on('error', () => {});
  app.use(path, peerServer);
  return () => {
    for (const socket of sockets?.clients ?? []) socket.terminate();
    sockets?.close();
  };
}

function limitRate(socket: WebSocket): void {
  let periodStart = performance.now();
  let messages = 0;
  // Registered before the server's own listener, so that what is too much is never seen by it.
  socket.prependListener('message', () => {
    const now = performance.now();
    if (now - periodStart >= PERIOD) {
      periodStart = now;
      messages = 0;
    }
    messages += 1;
    if (messages > MESSAGES_PER_PERIOD) socket.terminate();
  });
}
