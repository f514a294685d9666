import type { MediaSample } from '../receiver/media-sample.js';

/** One line of the statistics: what it is called and what it says. */
export type StatisticsLine = readonly [name: string, value: string];

/** What cannot be read from samples. */
export interface ConnectionFacts {
  /** Milliseconds through the control channel. */
  readonly roundTrip: number | undefined;
}

const TRANSPORT_NAMES = { rtp: 'RTP', frames: 'Frames' } as const;
const UNKNOWN = '–';

/** Puts what arrived between two samples into lines to read. */
export function summarize(
  before: MediaSample,
  after: MediaSample,
  { roundTrip }: ConnectionFacts,
): StatisticsLine[] {
  const seconds = (after.time - before.time) / 1000;
  const grown = (key: NumericTotal) => after[key] - before[key];
  const rate = (count: number) => (seconds > 0 ? (count / seconds).toFixed(0) : UNKNOWN);
  const shown =
    after.framesShown === undefined || before.framesShown === undefined
      ? UNKNOWN
      : rate(after.framesShown - before.framesShown);
  // Browsers count whole milliseconds, which are none at all on a short way.
  const wayAndBack = after.roundTrip || roundTrip;
  const packets = grown('packetsReceived') + Math.max(grown('packetsLost'), 0);
  return [
    ['Codec', after.codec ?? UNKNOWN],
    ['Size', after.width ? `${after.width} × ${after.height}` : UNKNOWN],
    ['Received', `${rate(grown('framesReceived'))} fps`],
    ['Decoded', `${rate(grown('framesDecoded'))} fps`],
    ['Shown', `${shown} fps`],
    ['Dropped', String(after.framesDropped)],
    ['Bitrate', seconds > 0 ? `${((grown('bytesReceived') * 8) / seconds / 1e6).toFixed(2)} Mb/s` : UNKNOWN],
    ['Loss', packets > 0 ? `${((100 * Math.max(grown('packetsLost'), 0)) / packets).toFixed(1)} %` : UNKNOWN],
    ['Round trip', milliseconds(wayAndBack, 1)],
    ['Jitter buffer', milliseconds(mean(grown('jitterBufferSeconds'), grown('jitterBufferFrames')), 1)],
    ['Decoding', milliseconds(mean(grown('decodeSeconds'), grown('framesDecoded')), 2)],
    ...displayWait(before, after),
    ['Sound buffer', milliseconds(mean(grown('soundBufferSeconds'), grown('soundBufferSamples')), 0)],
    ['Transport', `${TRANSPORT_NAMES[after.transport]}${route(after.relayed)}`],
  ];
}

type NumericTotal = {
  [Key in keyof MediaSample]-?: number extends MediaSample[Key]
    ? MediaSample[Key] extends number
      ? Key
      : never
    : never;
}[keyof MediaSample];

/** Only frames that the page draws itself are known to wait. */
function displayWait(before: MediaSample, after: MediaSample): StatisticsLine[] {
  if (after.displayWaitSeconds === undefined) return [];
  const seconds = after.displayWaitSeconds - (before.displayWaitSeconds ?? 0);
  const frames = (after.framesShown ?? 0) - (before.framesShown ?? 0);
  return [['Wait for display', milliseconds(mean(seconds, frames), 1)]];
}

/** Milliseconds of each, out of seconds of all. */
function mean(seconds: number, count: number): number | undefined {
  return count > 0 ? (seconds / count) * 1000 : undefined;
}

function milliseconds(value: number | undefined, digits: number): string {
  return value === undefined ? UNKNOWN : `${value.toFixed(digits)} ms`;
}

function route(relayed: boolean | undefined): string {
  if (relayed === undefined) return '';
  return relayed ? ', through a relay' : ', direct';
}
