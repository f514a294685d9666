import { describe, expect, it } from 'vitest';
import { readServerMessage } from '../../src/protocol/signalling-message.js';

const sdp = { type: 'answer', sdp: 'v=0' };

describe('a message of the signalling server', () => {
  it.each([
    ['the registration', { type: 'OPEN' }],
    ['a taken id', { type: 'ID-TAKEN' }],
    ['an error', { type: 'ERROR', payload: { msg: 'Server has reached its concurrent user limit' } }],
    ['an absent peer', { type: 'EXPIRE', src: 'host' }],
    ['an answer', { type: 'ANSWER', src: 'host', payload: { connectionId: 'c', sdp } }],
    [
      'a candidate',
      {
        type: 'CANDIDATE',
        src: 'host',
        payload: {
          connectionId: 'c',
          candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 },
        },
      },
    ],
    [
      'a candidate without a section',
      {
        type: 'CANDIDATE',
        src: 'host',
        payload: { connectionId: 'c', candidate: { candidate: 'x', sdpMid: null } },
      },
    ],
  ])('may be %s', (_what, message) => {
    expect(readServerMessage(JSON.stringify(message))).toEqual(message);
  });

  it('may hold what PeerJS adds, which is dropped', () => {
    const text = JSON.stringify({ type: 'EXPIRE', src: 'host', dst: 'me', payload: null });
    expect(readServerMessage(text)).toEqual({ type: 'EXPIRE', src: 'host' });
  });

  it.each([
    ['binary', new ArrayBuffer(4)],
    ['no JSON', 'OPEN'],
    ['of an unknown type', '{"type":"DANCE"}'],
    ['an answer without its sender', JSON.stringify({ type: 'ANSWER', payload: { connectionId: 'c', sdp } })],
    ['an answer without a connection', JSON.stringify({ type: 'ANSWER', src: 'host', payload: { sdp } })],
    [
      'an answer whose SDP is no text',
      JSON.stringify({ type: 'ANSWER', src: 'h', payload: { connectionId: 'c', sdp: 1 } }),
    ],
    ['endless', JSON.stringify({ type: 'OPEN', more: 'x'.repeat(200_000) })],
  ])('is ignored where it is %s', (_what, data) => {
    expect(readServerMessage(data)).toBeUndefined();
  });
});
