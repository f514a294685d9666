import { describe, expect, test } from 'vitest';
import { parseFragment } from '../../src/protocol/link.js';
import { composeLinks, type LinkOptions } from '../../src/signalling/links.js';

const KEYS = {
  fingerprint: new Uint8Array(32).fill(1),
  playToken: new Uint8Array(16).fill(2),
  watchToken: new Uint8Array(16).fill(3),
};
const ROOM = '1.AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE';
const PLAY = `${ROOM}.AgICAgICAgICAgICAgICAg`;
const WATCH = `${ROOM}.AwMDAwMDAwMDAwMDAwMDAw`;

function compose(options: Partial<LinkOptions> = {}) {
  return composeLinks({
    keys: KEYS,
    ownOrigin: 'http://localhost:8010',
    localOrigin: 'http://192.168.1.2:8010',
    ...options,
  });
}

describe('the links of a room', () => {
  test('lead to the host’s own page, for playing and for watching', () => {
    expect(compose()).toEqual({
      own: `http://localhost:8010/v1/#${PLAY}`,
      local: `http://192.168.1.2:8010/v1/#${PLAY}`,
      watch: {
        own: `http://localhost:8010/v1/#${WATCH}`,
        local: `http://192.168.1.2:8010/v1/#${WATCH}`,
      },
    });
  });

  test('lead to the published page through the public server without naming it', () => {
    const links = compose({
      playerUrl: 'https://example.org/play',
      signallingUrl: 'wss://0.peerjs.com:443/?key=peerjs',
    });
    expect(links.public).toBe(`https://example.org/play/v1/#${PLAY}`);
    expect(links.watch.public).toBe(`https://example.org/play/v1/#${WATCH}`);
  });

  test('name a signalling server of one’s own', () => {
    const signallingUrl = 'wss://meet.example.org/?key=peerjs';
    const links = compose({ playerUrl: 'https://example.org/', signallingUrl });
    const fragment = new URL(links.public!).hash;
    expect(fragment).toMatch(new RegExp(`^#${PLAY.replaceAll('.', '\\.')}\\.`));
    expect(parseFragment(fragment)).toMatchObject({ signallingUrl });
    expect(links.local).toBe(`http://192.168.1.2:8010/v1/#${PLAY}`);
  });

  test('are local ones alone without a page or without a server out there', () => {
    expect(compose({ playerUrl: 'https://example.org/' }).public).toBeUndefined();
    expect(compose({ signallingUrl: 'wss://0.peerjs.com/' }).public).toBeUndefined();
  });

  test('are refused where a page over https would need signalling without encryption', () => {
    expect(() =>
      compose({ playerUrl: 'https://example.org/', signallingUrl: 'ws://meet.example.org/' }),
    ).toThrow(expect.objectContaining({ kind: 'usage', hint: expect.stringContaining('wss:') }));
  });

  test('may use signalling without encryption with a page over http', () => {
    expect(
      compose({ playerUrl: 'http://example.org/', signallingUrl: 'ws://meet.example.org/' }).public,
    ).toBeDefined();
  });
});
