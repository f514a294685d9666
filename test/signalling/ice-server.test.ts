import { describe, expect, test } from 'vitest';
import { checkIceServer, parseIceServers } from '../../src/signalling/ice-server.js';

describe('a STUN or TURN server', () => {
  test.each([
    'stun:stun.example.org',
    'stun:stun.example.org:3478',
    'stuns:stun.example.org:5349',
    'stun:[2001:db8::1]:3478',
    'turn:user:pass@turn.example.org:3478',
    'turn:user:p%40ss@turn.example.org:3478?transport=udp',
    'turns:user:pass@turn.example.org:5349?transport=tcp',
  ])('may be %s', (text) => {
    expect(checkIceServer(text)).toBe(text);
  });

  test.each([
    'stun.example.org:3478',
    'stun:',
    'stun://stun.example.org',
    'stun:a b',
    'stun:host:99999',
    'stun:host:0',
    'stun:host?transport=udp',
    'http://example.org',
    'turn:turn.example.org:3478',
    'turn:user@turn.example.org',
    'turn:user:pass@turn.example.org?transport=sctp',
  ])('can’t be %s', (text) => {
    expect(() => checkIceServer(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringContaining(text.replace(':pass@', ':…@')),
      }),
    );
  });

  test('stands in a list with spaces or commas, and "none" is an empty list', () => {
    expect(parseIceServers('stun:a, stun:b  stun:c')).toEqual(['stun:a', 'stun:b', 'stun:c']);
    expect(parseIceServers('none')).toEqual([]);
    expect(parseIceServers('')).toEqual([]);
  });
});
