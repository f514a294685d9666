import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  candidateEndpoint,
  descriptionEndpoints,
  relayCandidate,
  rewriteDescription,
} from '../../../src/bench/network/candidate-rewriting.js';
import { readViewerOffer } from '../../../src/room/session-description.js';

const RELAY = { address: '192.0.2.9', port: 40_000 };
const ADDRESSES = /\b(?:\d{1,3}\.){3}\d{1,3}\b|[0-9a-f]*:[0-9a-f:]*:[0-9a-f:]+|\S+\.local/gi;

const SDP = [
  'v=0',
  'o=- 4611 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=video 54400 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 198.51.100.7',
  'b=AS:2000',
  'a=rtcp:54401 IN IP4 198.51.100.7',
  'a=candidate:1 1 UDP 2122317823 198.51.100.7 54400 typ host',
  'a=candidate:2 1 udp 2122317823 fd00::2 54400 typ host',
  'a=candidate:3 1 TCP 1518280447 198.51.100.7 9 typ host tcptype active',
  'A=candidate:3 1 udp 1 198.51.100.8 9 typ host',
  'a=candidate:4 1 udp 41885439 203.0.113.5 3478 typ relay raddr 198.51.100.7 rport 54400',
  'a=candidate:5 1 udp 2113937151 f0e1-22.local 54400 typ host',
  'a=remote-candidates:1 198.51.100.7 54400',
  'a=ice-ufrag:abcd',
  'a=fingerprint:sha-256 AB:CD',
  'a=end-of-candidates',
  'a=mid:0',
  'm=application 0 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP6 ::',
  'a=mid:1',
  '',
].join('\r\n');

describe('a candidate', () => {
  test.each([
    ['a=candidate:1 1 UDP 2122317823 198.51.100.7 54400 typ host', { address: '198.51.100.7', port: 54400 }],
    [
      'candidate:1 1 udp 1 198.51.100.7 1 typ srflx raddr 0.0.0.0 rport 0',
      { address: '198.51.100.7', port: 1 },
    ],
    ['candidate:1 1 tcp 1 198.51.100.7 9 typ host tcptype active', undefined],
    ['candidate:1 1 udp 1 fd00::2 54400 typ host', undefined],
    ['candidate:1 1 udp 1 0a1b-2c.local 54400 typ host', undefined],
    ['candidate:1 1 udp 1 198.51.100.7 65536 typ host', undefined],
    ['candidate:1 1 udp 1 198.51.100.7 0 typ host', undefined],
    ['candidate:1 1 udp 1 198.51.100.7 54400', undefined],
    ['', undefined],
    ['candidate', undefined],
  ])('“%s” leads to %o', (candidate, endpoint) => {
    expect(candidateEndpoint(candidate)).toEqual(endpoint);
  });

  test('of the relay is one that can be read', () => {
    expect(candidateEndpoint(relayCandidate(RELAY))).toEqual(RELAY);
  });
});

describe('a description that was rewritten', () => {
  test('holds the relay’s candidate and no other address', () => {
    const rewritten = rewriteDescription(SDP, RELAY);
    expect(rewritten.match(/candidate:/gi)).toHaveLength(1);
    expect(descriptionEndpoints(rewritten)).toEqual([RELAY]);
    const [, , ...afterOrigin] = rewritten.split('\r\n');
    const found = afterOrigin.join('\n').match(ADDRESSES) ?? [];
    expect(new Set(found.filter((text) => !text.includes('AB:')))).toEqual(
      new Set(['0.0.0.0', RELAY.address]),
    );
  });

  test('keeps the rest, with the candidate among the attributes of the first section', () => {
    const lines = rewriteDescription(SDP, RELAY).split('\r\n');
    expect(lines.slice(5, 12)).toEqual([
      'm=video 9 UDP/TLS/RTP/SAVPF 96',
      'c=IN IP4 0.0.0.0',
      'b=AS:2000',
      `a=${relayCandidate(RELAY)}`,
      'a=ice-ufrag:abcd',
      'a=fingerprint:sha-256 AB:CD',
      'a=end-of-candidates',
    ]);
    expect(lines).toContain('m=application 0 UDP/DTLS/SCTP webrtc-datachannel');
  });

  test('tells of the addresses that can be reached, before', () => {
    expect(descriptionEndpoints(SDP)).toEqual([
      { address: '198.51.100.7', port: 54400 },
      { address: '198.51.100.8', port: 9 },
      { address: '203.0.113.5', port: 3478 },
    ]);
  });

  test('of a browser is still an offer that a host understands', () => {
    const folder = new URL('../../fixtures/offers/', import.meta.url);
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const sdp = readFileSync(new URL(file, folder), 'utf8');
      expect(readViewerOffer(rewriteDescription(sdp, RELAY)), file).toEqual(readViewerOffer(sdp));
    }
  });
});
