import { describe, expect, test } from 'vitest';
import { formatFragment } from '../../../src/protocol/link.js';
import { readEntry } from '../../../web-player/src/connection/entry.js';

const ROOM = { fingerprint: new Uint8Array(32).fill(1), token: new Uint8Array(16).fill(2) };
const PAGE = {
  signalling: 'wss://meet.example/',
  hasWebRtc: true,
  location: { protocol: 'https:', host: 'play.example' },
};

describe('the link by which the page was opened', () => {
  test('leads to its host, by the server that the page has built in', () => {
    expect(readEntry(`#${formatFragment(ROOM)}`, PAGE)).toEqual({
      link: ROOM,
      signallingUrl: 'wss://meet.example/',
    });
  });

  test('leads nowhere where there is none, or part of one', () => {
    expect(readEntry('', PAGE)).toEqual({ situation: { state: 'link-empty' } });
    expect(readEntry('#1.AQ', PAGE)).toEqual({ situation: { state: 'link-malformed' } });
  });

  test('leads nowhere with the page of another version', () => {
    expect(readEntry('#999.AQ.AQ', PAGE)).toEqual({ situation: { state: 'wrong-version', version: 999 } });
  });

  test('leads nowhere in a browser without WebRTC', () => {
    expect(readEntry(formatFragment(ROOM), { ...PAGE, hasWebRtc: false })).toEqual({
      situation: { state: 'webrtc-missing' },
    });
  });

  test('leads nowhere where the page can’t reach the server of the link', () => {
    const fragment = formatFragment({ ...ROOM, signallingUrl: 'ws://other.example/' });
    expect(readEntry(fragment, PAGE)).toEqual({ situation: { state: 'insecure-signalling' } });
    expect(readEntry(formatFragment(ROOM), { ...PAGE, signalling: '' })).toEqual({
      situation: { state: 'page-misconfigured' },
    });
  });
});
