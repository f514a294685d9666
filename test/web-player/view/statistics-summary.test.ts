import { describe, expect, it } from 'vitest';
import type { MediaSample } from '../../../web-player/src/receiver/media-sample.js';
import { summarize } from '../../../web-player/src/view/statistics-summary.js';

const before: MediaSample = {
  time: 1000,
  transport: 'rtp',
  codec: 'VP8',
  width: 256,
  height: 240,
  framesReceived: 100,
  framesDecoded: 100,
  framesDropped: 1,
  framesShown: 90,
  bytesReceived: 1_000_000,
  packetsReceived: 1000,
  packetsLost: 10,
  jitterBufferSeconds: 1,
  jitterBufferFrames: 100,
  decodeSeconds: 0.1,
  soundBufferSeconds: 480,
  soundBufferSamples: 48_000,
  roundTrip: 20,
  relayed: false,
};
const after: MediaSample = {
  ...before,
  time: 3000,
  framesReceived: 220,
  framesDecoded: 218,
  framesShown: 206,
  bytesReceived: 1_500_000,
  packetsReceived: 1390,
  packetsLost: 20,
  jitterBufferSeconds: 2,
  jitterBufferFrames: 218,
  decodeSeconds: 0.159,
  soundBufferSeconds: 480 + 96_000 * 0.048,
  soundBufferSamples: 144_000,
};
const facts = { roundTrip: 3.21 };

describe('the statistics', () => {
  it('say what arrived between two samples', () => {
    expect(Object.fromEntries(summarize(before, after, facts))).toEqual({
      Codec: 'VP8',
      Size: '256 × 240',
      Received: '60 fps',
      Decoded: '59 fps',
      Shown: '58 fps',
      Dropped: '1',
      Bitrate: '2.00 Mb/s',
      Loss: '2.5 %',
      'Round trip': '20.0 ms',
      'Jitter buffer': '8.5 ms',
      Decoding: '0.50 ms',
      'Sound buffer': '48 ms',
      Transport: 'RTP, direct',
    });
  });

  it('say how long frames wait for the display, and nothing of a jitter buffer, where the page draws them', () => {
    const frames = { transport: 'frames', jitterBufferSeconds: 0, jitterBufferFrames: 0 } as const;
    const lines = Object.fromEntries(
      summarize(
        { ...before, ...frames, displayWaitSeconds: 1 },
        { ...after, ...frames, displayWaitSeconds: 1.87 },
        facts,
      ),
    );
    expect(lines).toMatchObject({
      'Wait for display': '7.5 ms',
      'Jitter buffer': '–',
      Transport: 'Frames, direct',
    });
  });

  it('leave out what cannot be known from a single sample', () => {
    const lines = Object.fromEntries(summarize(before, before, facts));
    expect(lines).toMatchObject({ Received: '– fps', Bitrate: '–', Loss: '–', 'Jitter buffer': '–' });
  });

  it('take the round trip of the control channel where the browser counts none', () => {
    const lines = Object.fromEntries(summarize(before, { ...after, roundTrip: 0 }, facts));
    expect(lines['Round trip']).toBe('3.2 ms');
  });

  it('say that a relay stands between, and nothing where that is unknown', () => {
    expect(Object.fromEntries(summarize(before, { ...after, relayed: true }, facts)).Transport).toBe(
      'RTP, through a relay',
    );
    expect(Object.fromEntries(summarize(before, { ...after, relayed: undefined }, facts)).Transport).toBe(
      'RTP',
    );
  });

  it('count lost packets that came late after all as no loss', () => {
    expect(Object.fromEntries(summarize(before, { ...after, packetsLost: 8 }, facts)).Loss).toBe('0.0 %');
  });
});
