import { describe, expect, it } from 'vitest';
import { readMediaSample, withFrames } from '../../../web-player/src/receiver/media-sample.js';

const video = {
  id: 'V',
  type: 'inbound-rtp',
  kind: 'video',
  codecId: 'C',
  frameWidth: 256,
  frameHeight: 240,
  framesReceived: 61,
  framesDecoded: 60,
  framesDropped: 1,
  bytesReceived: 1000,
  packetsReceived: 100,
  packetsLost: 2,
  jitterBufferDelay: 0.5,
  jitterBufferEmittedCount: 60,
  totalDecodeTime: 0.03,
};
const sound = {
  id: 'A',
  type: 'inbound-rtp',
  kind: 'audio',
  bytesReceived: 200,
  packetsReceived: 50,
  packetsLost: 1,
  jitterBufferDelay: 2400,
  jitterBufferEmittedCount: 48000,
};
const codec = { id: 'C', type: 'codec', mimeType: 'video/VP8' };
const pair = {
  id: 'P',
  type: 'candidate-pair',
  localCandidateId: 'L',
  remoteCandidateId: 'R',
  currentRoundTripTime: 0.012,
};
const local = { id: 'L', type: 'local-candidate', candidateType: 'prflx' };
const remote = { id: 'R', type: 'remote-candidate', candidateType: 'host' };
const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P' };

describe('a media sample', () => {
  it('is read out of the statistics of a connection', () => {
    const report = [codec, pair, local, remote, transport, video, sound];
    expect(readMediaSample(report, 5, 59)).toEqual({
      time: 5,
      transport: 'rtp',
      codec: 'VP8',
      width: 256,
      height: 240,
      framesReceived: 61,
      framesDecoded: 60,
      framesDropped: 1,
      framesShown: 59,
      bytesReceived: 1200,
      packetsReceived: 150,
      packetsLost: 3,
      jitterBufferSeconds: 0.5,
      jitterBufferFrames: 60,
      decodeSeconds: 0.03,
      soundBufferSeconds: 2400,
      soundBufferSamples: 48000,
      roundTrip: 12,
      relayed: false,
    });
  });

  it('finds the path where the browser marks the pair itself', () => {
    const other = { ...pair, id: 'O', currentRoundTripTime: 9 };
    const sample = readMediaSample([other, { ...pair, selected: true }, local, remote], 0, undefined);
    expect(sample.roundTrip).toBe(12);
  });

  it('knows a relay at either end', () => {
    const relay = { ...remote, candidateType: 'relay' };
    expect(readMediaSample([transport, pair, local, relay], 0, undefined).relayed).toBe(true);
  });

  it('has the picture of the frames where that is seen, and the sound of the tracks', () => {
    const tracks = readMediaSample([transport, pair, local, remote, sound], 7, 3);
    const frames = {
      codec: 'h264',
      width: 320,
      height: 240,
      messages: 100,
      bytes: 5000,
      missing: 2,
      decoded: 97,
      dropped: 3,
      decodeMs: 97,
      shown: 90,
      displayWaitMs: 720,
    } as const;
    expect(withFrames(tracks, frames, { waitedSeconds: 0, samples: 0 })).toMatchObject({
      time: 7,
      transport: 'frames',
      codec: 'H264',
      width: 320,
      framesReceived: 100,
      framesDecoded: 97,
      framesDropped: 3,
      framesShown: 90,
      bytesReceived: 5200,
      packetsReceived: 150,
      packetsLost: 3,
      jitterBufferFrames: 0,
      decodeSeconds: 0.097,
      displayWaitSeconds: 0.72,
      soundBufferSamples: 48000,
      roundTrip: 12,
    });
    expect(withFrames(tracks, frames, { waitedSeconds: 20, samples: 960_000 })).toMatchObject({
      soundBufferSeconds: 20,
      soundBufferSamples: 960_000,
    });
  });

  it('is all zeros where nothing has come yet', () => {
    const sample = readMediaSample([], 1, undefined);
    expect(sample).toMatchObject({ framesReceived: 0, bytesReceived: 0, jitterBufferSeconds: 0 });
    expect(sample).toMatchObject({ codec: undefined, roundTrip: undefined, relayed: undefined });
  });
});
