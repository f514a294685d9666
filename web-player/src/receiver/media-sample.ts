import type { TransportKind } from '../../../src/protocol/control-message.js';
import type { FramesSample } from '../frame-worker/worker-message.js';
import type { SoundWaits } from '../sound/worklet-message.js';

/**
 * Totals of what a receiver got since it began. Two samples make one line of statistics
 * (view/statistics-summary.ts).
 */
export interface MediaSample {
  /** When it was taken, milliseconds. */
  readonly time: number;
  /** The way of the picture. */
  readonly transport: TransportKind;
  readonly codec?: string | undefined;
  /** Pixels. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly framesReceived: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  /** Frames that the display has shown; absent where the browser doesn't tell. */
  readonly framesShown?: number | undefined;
  readonly bytesReceived: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** Seconds that all emitted frames together waited, and how many they were. */
  readonly jitterBufferSeconds: number;
  readonly jitterBufferFrames: number;
  /** Seconds that all decoded frames together took. */
  readonly decodeSeconds: number;
  /** Seconds that all shown frames together waited for the display; absent where the browser doesn't tell. */
  readonly displayWaitSeconds?: number | undefined;
  /** Seconds that all emitted sound samples together waited, and how many they were. */
  readonly soundBufferSeconds: number;
  readonly soundBufferSamples: number;
  /** Milliseconds on the chosen path. */
  readonly roundTrip?: number | undefined;
  /** Whether a TURN server stands between. */
  readonly relayed?: boolean | undefined;
}

/** One object of the browser's statistics report: a bag of whatever the browser counts (W3C webrtc-stats). */
export type StatisticsObject = Readonly<Record<string, unknown>>;

/** Reads a sample out of a peer connection's statistics. */
export function readMediaSample(
  report: Iterable<StatisticsObject>,
  time: number,
  framesShown: number | undefined,
): MediaSample {
  const objects = [...report];
  const byId = new Map(objects.map((object) => [object.id, object]));
  const inbound = (kind: string) =>
    objects.find((object) => object.type === 'inbound-rtp' && object.kind === kind) ?? {};
  const video = inbound('video');
  const sound = inbound('audio');
  const transport = objects.find((object) => object.type === 'transport') ?? {};
  const pair =
    byId.get(transport.selectedCandidatePairId) ??
    // Firefox has no transport statistics, it marks the chosen pair itself.
    objects.find((object) => object.type === 'candidate-pair' && object.selected === true) ??
    {};
  const roundTripSeconds = optionalNumber(pair.currentRoundTripTime);
  const ends = [byId.get(pair.localCandidateId), byId.get(pair.remoteCandidateId)];
  const mimeType = byId.get(video.codecId)?.mimeType;
  return {
    time,
    transport: 'rtp',
    codec: typeof mimeType === 'string' ? mimeType.replace(/^video\//i, '') : undefined,
    width: optionalNumber(video.frameWidth),
    height: optionalNumber(video.frameHeight),
    framesReceived: number(video.framesReceived),
    framesDecoded: number(video.framesDecoded),
    framesDropped: number(video.framesDropped),
    framesShown,
    bytesReceived: number(video.bytesReceived) + number(sound.bytesReceived),
    packetsReceived: number(video.packetsReceived) + number(sound.packetsReceived),
    packetsLost: number(video.packetsLost) + number(sound.packetsLost),
    jitterBufferSeconds: number(video.jitterBufferDelay),
    jitterBufferFrames: number(video.jitterBufferEmittedCount),
    decodeSeconds: number(video.totalDecodeTime),
    soundBufferSeconds: number(sound.jitterBufferDelay),
    soundBufferSamples: number(sound.jitterBufferEmittedCount),
    roundTrip: roundTripSeconds === undefined ? undefined : roundTripSeconds * 1000,
    relayed: ends.some((end) => end) ? ends.some((end) => end?.candidateType === 'relay') : undefined,
  };
}

/** The sample of a connection whose picture comes as frames, and its sound as well where it was played out of the channel. */
export function withFrames(rtp: MediaSample, frames: FramesSample, sound: SoundWaits): MediaSample {
  return {
    ...rtp,
    transport: 'frames',
    codec: frames.codec?.toUpperCase(),
    width: frames.width,
    height: frames.height,
    framesReceived: frames.messages,
    framesDecoded: frames.decoded,
    framesDropped: frames.dropped,
    framesShown: frames.shown,
    bytesReceived: rtp.bytesReceived + frames.bytes,
    packetsReceived: rtp.packetsReceived + frames.messages,
    packetsLost: rtp.packetsLost + frames.missing,
    jitterBufferSeconds: 0,
    jitterBufferFrames: 0,
    decodeSeconds: frames.decodeMs / 1000,
    displayWaitSeconds: frames.displayWaitMs / 1000,
    ...(sound.samples > 0 && {
      soundBufferSeconds: sound.waitedSeconds,
      soundBufferSamples: sound.samples,
    }),
  };
}

function optionalNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function number(value: unknown): number {
  return optionalNumber(value) ?? 0;
}
