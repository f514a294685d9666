import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/bench/network/candidate-rewriting.js';
import { rewriteMessage } from '../../../src/bench/network/signalling-rewriter.js';

const CANDIDATE = 'candidate:1 1 UDP 2122317823 198.51.100.7 54400 typ host';
const SDP = `v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 198.51.100.7\r\na=${CANDIDATE}\r\na=mid:0\r\n`;

function desk() {
  const learned: [string, Endpoint][] = [];
  const opened: string[] = [];
  const path = {
    endpointFor: (end: string) => ({ address: '192.0.2.9', port: end === 'host' ? 1001 : 1002 }),
    learn: (end: string, endpoint: Endpoint) => void learned.push([end, endpoint]),
  };
  const pathOf = async (id: string, mayOpen: boolean) => {
    if (mayOpen && !opened.includes(id)) opened.push(id);
    return opened.includes(id) ? path : undefined;
  };
  const rewrite = (message: unknown, from: 'host' | 'viewer') =>
    rewriteMessage(typeof message === 'string' ? message : JSON.stringify(message), from, pathOf);
  return { rewrite, learned, opened };
}

const described = (type: string, connectionId = 'c1') => ({
  type,
  src: 'a',
  dst: 'b',
  payload: { type: 'media', connectionId, sdp: { type: type.toLowerCase(), sdp: SDP } },
});
const named = (candidate: string) => ({
  type: 'CANDIDATE',
  dst: 'b',
  payload: { connectionId: 'c1', candidate: { candidate, sdpMid: '0' } },
});

describe('what passes between a viewer and its signalling server', () => {
  test('names the relay in place of either end', async () => {
    const { rewrite, learned } = desk();
    const offer = JSON.parse((await rewrite(described('OFFER'), 'viewer'))!);
    expect(offer).toMatchObject({ src: 'a', dst: 'b', payload: { type: 'media', sdp: { type: 'offer' } } });
    expect(offer.payload.sdp.sdp).toContain('192.0.2.9 1001 typ host');
    expect(offer.payload.sdp.sdp).not.toContain('198.51.100.7');
    const answer = (await rewrite(described('ANSWER'), 'host'))!;
    expect(answer).toContain('192.0.2.9 1002 typ host');
    expect(answer).not.toContain('198.51.100.7');
    expect(learned.map(([end]) => end)).toEqual(['viewer', 'host']);
  });

  test('holds back candidates, and learns from them', async () => {
    const { rewrite, learned } = desk();
    await rewrite(described('OFFER'), 'viewer');
    learned.length = 0;
    expect(await rewrite(named(CANDIDATE), 'viewer')).toBeUndefined();
    expect(await rewrite(named(CANDIDATE.replace('54400', '54401')), 'host')).toBeUndefined();
    expect(await rewrite(named(CANDIDATE.replace('198.51.100.7', 'fd00::1')), 'host')).toBeUndefined();
    expect(learned).toEqual([
      ['viewer', { address: '198.51.100.7', port: 54_400 }],
      ['host', { address: '198.51.100.7', port: 54_401 }],
    ]);
    expect(JSON.parse((await rewrite(named(''), 'viewer'))!)).toEqual(named(''));
  });

  test('is passed on as it is where it holds no address', async () => {
    const { rewrite } = desk();
    for (const text of ['{"type":"HEARTBEAT"}', '{"type":"OPEN"}', '{"type":"EXPIRE","src":"x"}']) {
      expect(await rewrite(text, 'viewer')).toBe(text);
    }
  });

  test.each([
    'no JSON',
    '[]',
    '{"type":"NEWS","payload":{}}',
    '{"type":"OFFER"}',
    '{"type":"OFFER","payload":{"connectionId":"c1","sdp":"v=0"}}',
    JSON.stringify(described('ANSWER', 'unknown')),
    '{"type":"CANDIDATE","payload":{"connectionId":"c1","candidate":"x"}}',
  ])('is held back where nobody knows what it is: %s', async (text) => {
    const { rewrite, opened } = desk();
    expect(await rewrite(text, 'host')).toBeUndefined();
    expect(opened).toEqual([]);
  });
});
