import { describe, expect, it } from 'vitest';
import { PUBLIC_SIGNALLING_URL } from '../../src/protocol/defaults.js';
import { signallingSocketUrl } from '../../src/protocol/signalling-url.js';

describe('the socket address of a signalling server', () => {
  it.each([
    [
      'at the root',
      PUBLIC_SIGNALLING_URL,
      'wss://0.peerjs.com/peerjs?key=peerjs&id=me&token=secret&version=1.5.5',
    ],
    [
      'at a path',
      'ws://192.168.1.5:9000/signal',
      'ws://192.168.1.5:9000/signal/peerjs?key=peerjs&id=me&token=secret&version=1.5.5',
    ],
    [
      'at a path with a slash at its end',
      'ws://localhost:9000/signal/',
      'ws://localhost:9000/signal/peerjs?key=peerjs&id=me&token=secret&version=1.5.5',
    ],
    [
      'with a key of its own',
      'wss://signal.example/?key=my%20games&other=1',
      'wss://signal.example/peerjs?key=my+games&id=me&token=secret&version=1.5.5',
    ],
    [
      'at a path that looks like another host',
      'wss://signal.example//elsewhere.example/',
      'wss://signal.example//elsewhere.example/peerjs?key=peerjs&id=me&token=secret&version=1.5.5',
    ],
    [
      'with a fragment, which sockets refuse',
      'wss://signal.example/#part',
      'wss://signal.example/peerjs?key=peerjs&id=me&token=secret&version=1.5.5',
    ],
  ])('is right %s', (_what, url, socket) => {
    expect(signallingSocketUrl(url, 'me', 'secret')).toBe(socket);
  });
});
