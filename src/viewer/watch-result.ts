import * as v from 'valibot';
import { transportKind, videoCodec } from '../protocol/control-message.js';
import { spread } from './distribution.js';
import { frameArrivalsSummary } from './frame-arrivals.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const whenMs = v.nullable(milliseconds);

const rtp = {
  packets: count,
  bytes: v.pipe(count, v.description('With RTP headers.')),
  lost: v.pipe(
    count,
    v.description('Packets that never came, those that were repeated in time not among them.'),
  ),
  late: v.pipe(count, v.description('Packets that came after a later one, repeated ones among them.')),
  duplicates: count,
  malformed: v.pipe(count, v.description('Packets, or frames made of them, that were none.')),
  jitterMs: v.pipe(milliseconds, v.description('Interarrival jitter (RFC 3550, section 6.4.1).')),
};

/** What one viewer saw and heard. */
export const viewerResult = v.object({
  ended: v.pipe(
    v.picklist(['duration', 'interrupted', 'closed', 'lost']),
    v.description(
      'Why it ended: its time was over, Ctrl-C, the host closed the room, or the connection broke.',
    ),
  ),
  reason: v.nullable(v.pipe(v.string(), v.description('What the host said when it closed the room.'))),
  connectionId: v.pipe(v.string(), v.description('Of the connection in signalling messages.')),
  remotePort: v.nullable(v.pipe(count, v.description('UDP port of the host as the viewer knew it.'))),
  seat: v.nullable(v.pipe(count, v.description('Seat that the link gave it; a watch link gives none.'))),
  codec: videoCodec,
  transport: v.pipe(transportKind, v.description('By which the last frame came.')),
  transportChanges: count,
  watchedMs: v.pipe(milliseconds, v.description('From the welcome to the end.')),
  joinMs: v.pipe(
    v.object({
      signalling: whenMs,
      answer: whenMs,
      open: whenMs,
      welcome: whenMs,
      firstFrame: whenMs,
      firstSound: whenMs,
    }),
    v.description(
      'From the start of this viewer until it was registered at the signalling server, had the host’s answer, an open control channel, the welcome, the first whole frame, the first packet of sound.',
    ),
  ),
  video: frameArrivalsSummary,
  rtp: v.pipe(
    v.object({
      ...rtp,
      asked: v.pipe(count, v.description('Packets asked for again (NACK), each time counted.')),
      recovered: v.pipe(count, v.description('Packets that came after they had been asked for.')),
      gaps: v.pipe(
        count,
        v.description('Times when packets were given up, and the picture stood until a keyframe.'),
      ),
      undecodable: v.pipe(count, v.description('Frames that came whole but follow on one that didn’t.')),
    }),
    v.description('The picture over RTP.'),
  ),
  frames: v.pipe(
    v.object({
      messages: count,
      bytes: count,
      missing: v.pipe(count, v.description('Messages that never came, or came after a later one.')),
      late: v.pipe(count, v.description('Messages that came after a later one.')),
      undecodable: count,
      malformed: count,
    }),
    v.description('The picture over the `frames` channel.'),
  ),
  sound: v.object({
    ...rtp,
    longestGapMs: v.pipe(milliseconds, v.description('Longest time without a packet.')),
  }),
  roundTripMs: v.pipe(spread, v.description('Of pings through the control channel, one a second.')),
});
export type ViewerResult = v.InferOutput<typeof viewerResult>;

/** What `cloudgame watch --json` prints. */
export const watchResult = v.object({
  kind: v.literal('watch'),
  version: v.pipe(v.string(), v.description('Version of cloudgame.')),
  startedAt: v.pipe(v.string(), v.isoTimestamp(), v.description('In UTC.')),
  durationMs: v.pipe(milliseconds, v.description('From the start to the end.')),
  cpuShare: v.pipe(
    v.number(),
    v.minValue(0),
    v.description('Processor time of this process by the time that passed: 1 is one core.'),
  ),
  viewers: v.pipe(v.array(viewerResult), v.description('In the order in which they were started.')),
  recording: v.nullable(
    v.object({
      video: v.nullable(v.pipe(v.string(), v.description('Path of the file.'))),
      frames: v.pipe(count, v.description('Frames in it, those of the first viewer.')),
    }),
  ),
});
export type WatchResult = v.InferOutput<typeof watchResult>;
