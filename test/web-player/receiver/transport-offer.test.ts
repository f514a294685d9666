import { describe, expect, it } from 'vitest';
import { offerTransports } from '../../../web-player/src/receiver/transport-offer.js';

const able = { decoders: { vp8: true, h264: false }, hidden: false };

describe('what a page offers to receive', () => {
  it('is frames before tracks where it can decode them', () => {
    expect(offerTransports(able)).toEqual({ transports: ['frames', 'rtp'] });
    expect(offerTransports({ ...able, codec: 'vp8' })).toEqual({ transports: ['frames', 'rtp'] });
  });

  it('is sound by the channel as well where it can be played', () => {
    expect(offerTransports({ ...able, sound: true })).toEqual({ transports: ['frames', 'rtp', 'sound'] });
    expect(offerTransports({ ...able, sound: true, hidden: true }).transports).toEqual(['rtp']);
  });

  it.each([
    ['the browser lacks something', { unable: 'the page is no secure context' }, 'secure context'],
    ["there is no decoder for the room's codec", { codec: 'h264' }, 'no decoder for h264'],
    ['there is no decoder at all', { decoders: { vp8: false, h264: false } }, 'no decoder for frames'],
    ['the decoder failed', { trouble: 'Decoding error.' }, 'Decoding error.'],
    ['nobody sees the page', { hidden: true }, 'hidden'],
  ] as const)('is tracks alone where %s, and why', (_why, change, words) => {
    const { transports, reason } = offerTransports({ ...able, ...change });
    expect(transports).toEqual(['rtp']);
    expect(reason).toContain(words);
  });
});
