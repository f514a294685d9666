import { WebSocket } from 'ws';
import type { SignallingSocket } from '../protocol/signalling-client.js';

/** Largest message that a signalling server may send, in bytes. */
const LONGEST_MESSAGE = 256 * 1024;
/** Milliseconds. */
const HANDSHAKE_TIMEOUT = 10_000;
/** How long a server may take over its goodbye (ms); `ws` itself would wait for 30 s. */
const CLOSE_TIMEOUT = 500;

/**
 * Opens a host's socket to a signalling server.
 *
 * @param onError - is told why it can't be opened or breaks.
 */
export function openSignallingSocket(url: string, onError: (error: Error) => void): SignallingSocket {
  const webSocket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_TIMEOUT,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
  });
  const socket: SignallingSocket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send: (data) => webSocket.send(data),
    close() {
      webSocket.close();
      setTimeout(() => webSocket.terminate(), CLOSE_TIMEOUT).unref();
    },
  };
  webSocket.on('open', () => socket.onopen?.({} as never));
  webSocket.on('message', (data, isBinary) => {
    if (!isBinary) socket.onmessage?.({ data: data.toString() } as never);
  });
  webSocket.on('close', () => socket.onclose?.({} as never));
  webSocket.on('error', (error) => {
    onError(error);
    socket.onerror?.({} as never);
  });
  return socket;
}
