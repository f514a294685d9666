import { DEFAULT_SIGNALLING_KEY } from './defaults.js';

/**
 * Writes the socket address of a PeerJS server. A signalling URL names the server as `wss://host:port/path?key=…`;
 * the socket is at `<path>/peerjs` with everything else in the query (peerjs-server, `WebSocketServer`).
 *
 * @param url - `ws:` or `wss:` URL of the server; the key is `peerjs` where it names none.
 * @param id - the id to register: letters and digits, with single `-` or `_` between them.
 * @param token - what gets the id back after a lost connection.
 */
export function signallingSocketUrl(url: string, id: string, token: string): string {
  const server = new URL(url);
  const socket = new URL(server);
  // Set as a part: a path that begins with two slashes would be taken for another host if it were resolved.
  socket.pathname = `${server.pathname.replace(/\/+$/, '')}/peerjs`;
  socket.hash = '';
  socket.search = new URLSearchParams({
    key: server.searchParams.get('key') ?? DEFAULT_SIGNALLING_KEY,
    id,
    token,
    version: '1.5.5',
  }).toString();
  return socket.href;
}
