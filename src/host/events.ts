import * as v from 'valibot';
import { PROTECTIONS } from '../pipeline/core/sandbox.js';
import { transportKind, videoCodec } from '../protocol/control-message.js';
import { roomAction } from '../protocol/room-action.js';

/**
 * The events that `--json` prints, one JSON object a line. They are an interface: fields are added, and never taken
 * away or given another meaning, within a major version (docs/json-events.md).
 */

function text(description: string) {
  return v.pipe(v.string(), v.description(description));
}

function count(description: string) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description(description));
}

function amount(description: string) {
  return v.pipe(v.number(), v.finite(), v.minValue(0), v.description(description));
}

function protections(description: string) {
  return v.pipe(v.array(v.picklist(PROTECTIONS)), v.readonly(), v.description(description));
}

const time = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  v.description('When it happened, in UTC: 2026-01-31T12:34:56.789Z.'),
);

const linkSet = {
  own: text('For the browser of the host’s computer.'),
  local: text('For browsers in the same network.'),
  public: v.optional(
    text(
      'For everyone. Absent without a player page or a signalling server out there; works while its door is open.',
    ),
  ),
};

const viewerId = text('Names the viewer from `viewer-joined` to `viewer-left`.');
const seat = v.pipe(
  v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  v.description('The viewer’s seat, from 1; null for a watcher.'),
);

export const readyEvent = v.object({
  event: v.literal('ready'),
  time,
  version: text('Version of cloudgame.'),
  pid: count('Process id of the host.'),
  game: v.object({
    title: text('Title of the game.'),
    sha256: text('SHA-256 of the game, in hex: what the room and its links are kept under.'),
    core: text('Name of the core that plays it.'),
    players: count('Seats.'),
  }),
  links: v.object({
    ...linkSet,
    watch: v.pipe(v.object(linkSet), v.description('The same for watching only.')),
  }),
  port: count('TCP port of the host’s web server.'),
  codec: v.pipe(videoCodec, v.description('Codec of the picture.')),
  encoder: text('Name of the encoder, as ffmpeg calls it.'),
  sandbox: v.pipe(
    v.object({
      means: v.pipe(
        v.picklist(['bubblewrap', 'permissions', 'none']),
        v.description('What confines the core; `permissions` are Node’s.'),
      ),
      enforced: protections('What is kept from the core.'),
      missing: protections('What is not.'),
      reason: v.optional(text('Why there is not more, as part of a sentence.')),
    }),
    v.description('The sandbox of the core (docs/sandbox.md).'),
  ),
});

export const linkEvent = v.object({
  event: v.literal('link'),
  time,
  state: v.pipe(
    v.picklist(['open', 'down']),
    v.description('Whether viewers can come in through the public link now.'),
  ),
  signallingUrl: text('The signalling server out there.'),
  url: v.optional(text('The public link for playing, where there is a player page.')),
  reason: v.optional(text('Why it is down, as a sentence.')),
});

export const viewerJoinedEvent = v.object({
  event: v.literal('viewer-joined'),
  time,
  id: viewerId,
  seat,
  resumed: v.pipe(v.boolean(), v.description('Whether it is an earlier viewer that came back to its seat.')),
});

export const viewerLeftEvent = v.object({
  event: v.literal('viewer-left'),
  time,
  id: viewerId,
  seat,
  reason: text('Why, as a sentence.'),
});

export const renditionFacts = v.object({
  codec: v.pipe(videoCodec, v.description('Its codec.')),
  width: count('Pixels of the encoded picture.'),
  height: count('Pixels of the encoded picture.'),
  framesPerSecond: amount('Frames per second that are encoded, where the game makes as many.'),
  bitrateBps: amount('Bits per second that its encoder keeps to.'),
  reduced: v.pipe(
    v.boolean(),
    v.description(
      'Whether it is less than the picture at its best, because the paths of its viewers carry less.',
    ),
  ),
  viewers: count('Who get it.'),
});
export type RenditionFacts = v.InferOutput<typeof renditionFacts>;

export const viewerStatistics = v.object({
  id: viewerId,
  seat,
  roundTripMs: v.nullable(amount('Milliseconds to the viewer and back; null before the first measurement.')),
  lossPercent: v.nullable(
    amount('Share of the packets to the viewer that were lost; null before the first report.'),
  ),
  bitrateBps: amount('Bits per second sent to the viewer.'),
  capacityBps: v.nullable(
    amount('Bits per second that the path to the viewer carries; null while nothing is known to limit it.'),
  ),
  queueMs: amount('How much longer than at best packets wait on their way to the viewer, milliseconds.'),
  silentMs: amount(
    'For how long nothing was heard of what was sent to the viewer, milliseconds; 0 where that is no longer than usual.',
  ),
  rendition: v.nullable(
    count('Which of `renditions` the viewer gets, from 0; null where there is none that its browser plays.'),
  ),
  transport: v.pipe(
    transportKind,
    v.description('How its picture goes now: `rtp`, or `frames` over a data channel (docs/channels.md).'),
  ),
  candidateType: v.nullable(
    v.pipe(
      v.picklist(['host', 'srflx', 'prflx', 'relay']),
      v.description('How the viewer is reached: `relay` goes through a TURN server.'),
    ),
  ),
});
export type ViewerStatistics = v.InferOutput<typeof viewerStatistics>;

export const statsEvent = v.object({
  event: v.literal('stats'),
  time,
  state: v.pipe(
    v.picklist(['playing', 'paused', 'recovering']),
    v.description('`recovering`: the core died and is starting again.'),
  ),
  fps: amount('Steps of the game per second.'),
  encodedFps: amount('Frames per second that came out of the encoder.'),
  framesDropped: count('Frames dropped since the start, all stages together.'),
  bitrateBps: amount('Bits per second of the encoded picture and sound, as one viewer gets them.'),
  seatsTaken: count('Seats with a player.'),
  watchers: count('Viewers without a seat.'),
  viewers: v.pipe(v.array(viewerStatistics), v.description('Everyone who is in.')),
  renditions: v.pipe(
    v.array(renditionFacts),
    v.description(
      'How the picture is encoded: for the room, and where some paths carry less, or a browser lacks the codec, once more.',
    ),
  ),
  eventLoopDelayMs: amount(
    'How late the host’s own thread was in the last second, 99th percentile, in milliseconds.',
  ),
  encoderRestarts: count('How often an encoder died and was started again.'),
  coreRestarts: count('How often the core died and was started again.'),
});

export const actionEvent = v.object({
  event: v.literal('action'),
  time,
  action: v.pipe(roomAction, v.description('What was done.')),
  viewer: v.nullable(text('Who did it; null for the person at the host.')),
  seat,
  message: text('The same as a sentence, as everybody in the room got it.'),
});

export const warningEvent = v.object({
  event: v.literal('warning'),
  time,
  message: text('What happened, why, and what to do, as sentences.'),
});

export const closedEvent = v.object({
  event: v.literal('closed'),
  time,
  reason: text('Why, as a sentence.'),
  hint: v.optional(text('What to do, as a sentence.')),
  exitCode: count('The code with which the process ends.'),
});

export const signallingReadyEvent = v.object({
  event: v.literal('signalling-ready'),
  time,
  version: text('Version of cloudgame.'),
  pid: count('Process id of the server.'),
  port: count('TCP port.'),
  urls: v.object({
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

export const hostEvent = v.variant('event', [
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
export type HostEvent = v.InferOutput<typeof hostEvent>;
export type StatsEvent = v.InferOutput<typeof statsEvent>;

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
