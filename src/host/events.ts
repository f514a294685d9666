import * as z from 'zod/mini';
import { PROTECTIONS } from '../pipeline/core/sandbox.js';
import { videoCodec } from '../protocol/control-message.js';
import { roomAction } from '../protocol/room-action.js';

/**
 * The events that `--json` prints, one JSON object a line. They are an interface: fields are added, and never taken
 * away or given another meaning, within a major version (docs/json-events.md).
 */

function text(description: string) {
  return z.string().check(z.describe(description));
}

function count(description: string) {
  return z.number().check(z.int(), z.gte(0), z.describe(description));
}

function amount(description: string) {
  return z.number().check(z.gte(0), z.describe(description));
}

function protections(description: string) {
  return z.readonly(z.array(z.enum(PROTECTIONS))).check(z.describe(description));
}

const time = text('When it happened, in UTC: 2026-01-31T12:34:56.789Z.').check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
);

const linkSet = {
  own: text('For the browser of the host’s computer.'),
  local: text('For browsers in the same network.'),
  public: z.optional(
    text(
      'For everyone. Absent without a player page or a signalling server out there; works while its door is open.',
    ),
  ),
};

const viewerId = text('Names the viewer from `viewer-joined` to `viewer-left`.');
const seat = z
  .nullable(z.number().check(z.int(), z.gte(1)))
  .check(z.describe('The viewer’s seat, from 1; null for a watcher.'));

export const readyEvent = z.object({
  event: z.literal('ready'),
  time,
  version: text('Version of cloudgame.'),
  pid: count('Process id of the host.'),
  game: z.object({
    title: text('Title of the game.'),
    sha256: text('SHA-256 of the game, in hex: what the room and its links are kept under.'),
    core: text('Name of the core that plays it.'),
    players: count('Seats.'),
  }),
  links: z.object({ ...linkSet, watch: z.object(linkSet).check(z.describe('The same for watching only.')) }),
  port: count('TCP port of the host’s web server.'),
  codec: videoCodec.check(z.describe('Codec of the picture.')),
  encoder: text('Name of the encoder, as ffmpeg calls it.'),
  sandbox: z
    .object({
      means: z
        .enum(['bubblewrap', 'permissions', 'none'])
        .check(z.describe('What confines the core; `permissions` are Node’s.')),
      enforced: protections('What is kept from the core.'),
      missing: protections('What is not.'),
      reason: z.optional(text('Why there is not more, as part of a sentence.')),
    })
    .check(z.describe('The sandbox of the core (docs/sandbox.md).')),
});

export const linkEvent = z.object({
  event: z.literal('link'),
  time,
  state: z
    .enum(['open', 'down'])
    .check(z.describe('Whether viewers can come in through the public link now.')),
  signallingUrl: text('The signalling server out there.'),
  url: z.optional(text('The public link for playing, where there is a player page.')),
  reason: z.optional(text('Why it is down, as a sentence.')),
});

export const viewerJoinedEvent = z.object({
  event: z.literal('viewer-joined'),
  time,
  id: viewerId,
  seat,
  resumed: z.boolean().check(z.describe('Whether it is an earlier viewer that came back to its seat.')),
});

export const viewerLeftEvent = z.object({
  event: z.literal('viewer-left'),
  time,
  id: viewerId,
  seat,
  reason: text('Why, as a sentence.'),
});

export const viewerStatistics = z.object({
  id: viewerId,
  seat,
  roundTripMs: z.nullable(amount('Milliseconds to the viewer and back; null before the first measurement.')),
  lossPercent: z.nullable(
    amount('Share of the packets to the viewer that were lost; null before the first report.'),
  ),
  bitrateBps: amount('Bits per second sent to the viewer.'),
  candidateType: z.nullable(
    z
      .enum(['host', 'srflx', 'prflx', 'relay'])
      .check(z.describe('How the viewer is reached: `relay` goes through a TURN server.')),
  ),
});
export type ViewerStatistics = z.infer<typeof viewerStatistics>;

export const statsEvent = z.object({
  event: z.literal('stats'),
  time,
  state: z
    .enum(['playing', 'paused', 'recovering'])
    .check(z.describe('`recovering`: the core died and is starting again.')),
  fps: amount('Steps of the game per second.'),
  encodedFps: amount('Frames per second that came out of the encoder.'),
  framesDropped: count('Frames dropped since the start, all stages together.'),
  bitrateBps: amount('Bits per second of the encoded picture and sound, as one viewer gets them.'),
  seatsTaken: count('Seats with a player.'),
  watchers: count('Viewers without a seat.'),
  viewers: z.array(viewerStatistics).check(z.describe('Everyone who is in.')),
  eventLoopDelayMs: amount(
    'How late the host’s own thread was in the last second, 99th percentile, in milliseconds.',
  ),
  encoderRestarts: count('How often an encoder died and was started again.'),
  coreRestarts: count('How often the core died and was started again.'),
});

export const actionEvent = z.object({
  event: z.literal('action'),
  time,
  action: roomAction.check(z.describe('What was done.')),
  viewer: z.nullable(text('Who did it; null for the person at the host.')),
  seat,
  message: text('The same as a sentence, as everybody in the room got it.'),
});

export const warningEvent = z.object({
  event: z.literal('warning'),
  time,
  message: text('What happened, why, and what to do, as sentences.'),
});

export const closedEvent = z.object({
  event: z.literal('closed'),
  time,
  reason: text('Why, as a sentence.'),
  hint: z.optional(text('What to do, as a sentence.')),
  exitCode: count('The code with which the process ends.'),
});

export const signallingReadyEvent = z.object({
  event: z.literal('signalling-ready'),
  time,
  version: text('Version of cloudgame.'),
  pid: count('Process id of the server.'),
  port: count('TCP port.'),
  urls: z.object({
    own: text('URL for `--signal` on the same computer.'),
    local: text('URL for `--signal` in the same network.'),
  }),
});

/** Every event, in the order in which a run meets them first. */
export const EVENT_SCHEMAS = {
  ready: readyEvent,
  link: linkEvent,
  'viewer-joined': viewerJoinedEvent,
  'viewer-left': viewerLeftEvent,
  action: actionEvent,
  stats: statsEvent,
  warning: warningEvent,
  closed: closedEvent,
  'signalling-ready': signallingReadyEvent,
} as const;

export const hostEvent = z.discriminatedUnion('event', [
  readyEvent,
  linkEvent,
  viewerJoinedEvent,
  viewerLeftEvent,
  actionEvent,
  statsEvent,
  warningEvent,
  closedEvent,
  signallingReadyEvent,
]);
export type HostEvent = z.infer<typeof hostEvent>;
export type StatsEvent = z.infer<typeof statsEvent>;

/** An event without its time, which is stamped when it is written. */
export type UntimedEvent = HostEvent extends infer Event
  ? Event extends HostEvent
    ? Omit<Event, 'time'>
    : never
  : never;
export type UntimedStats = Omit<StatsEvent, 'time' | 'event'>;

/** Writes an event as a line of JSON. */
export function formatEvent(event: UntimedEvent, now: Date): string {
  const { event: name, ...rest } = event;
  return `${JSON.stringify({ event: name, time: now.toISOString(), ...rest })}\n`;
}
