import { describe, expect, test } from 'vitest';
import { CloudgameError } from '../../src/errors.js';
import { formatFragment } from '../../src/protocol/link.js';
import { readWatchedLink } from '../../src/viewer/watched-link.js';

const ROOM = { fingerprint: new Uint8Array(32).fill(1), token: new Uint8Array(16).fill(2) };
const FRAGMENT = formatFragment(ROOM);

describe('a link to watch by', () => {
  test('of a host’s own page leads to the signalling server beside it', () => {
    expect(readWatchedLink(`http://192.168.1.2:8010/v1/#${FRAGMENT}`)).toEqual({
      room: ROOM,
      signallingUrl: 'ws://192.168.1.2:8010/signal',
      iceServers: [],
    });
  });

  test('of a published page leads to the public server', () => {
    const { signallingUrl, iceServers } = readWatchedLink(`https://example.org/play/v1/#${FRAGMENT}`);
    expect(signallingUrl).toMatch(/^wss:/);
    expect(iceServers.length).toBeGreaterThan(0);
  });

  test('leads to the signalling server that it names', () => {
    const signallingUrl = 'ws://127.0.0.1:9000/meet?key=friends';
    const fragment = formatFragment({ ...ROOM, signallingUrl });
    expect(readWatchedLink(`http://localhost:8010/v1/#${fragment}`).signallingUrl).toBe(signallingUrl);
  });

  test.each([
    ['', 'no http or https URL'],
    ['game.nes', 'no http or https URL'],
    [`file:///x#${FRAGMENT}`, 'no http or https URL'],
    [`http://x/${'a'.repeat(5000)}#${FRAGMENT}`, 'no http or https URL'],
    ['http://localhost:8010/v1/', 'nothing behind its #'],
    ['http://localhost:8010/v1/#1.a.b', 'damaged'],
    [`http://localhost:8010/v1/#${FRAGMENT}.AAAA`, 'damaged'],
    [`http://localhost:8010/v2/#2${FRAGMENT.slice(1)}`, 'version 2'],
  ])('is not “%.40s”', (link, words) => {
    let failure: unknown;
    try {
      readWatchedLink(link);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(CloudgameError);
    expect(failure).toMatchObject({ kind: 'usage', message: expect.stringContaining(words) });
  });
});
