import * as v from 'valibot';
import { actionChoice, roomAction } from './room-action.js';

/**
 * The JSON messages of the `control` channel (reliable, ordered), one schema for both ends. A message that does not
 * fit is a fault of the sender: the host counts it and in the end shuts the door, the page ignores it.
 */

const shortText = v.pipe(v.string(), v.maxLength(200));
const actionText = v.pipe(v.string(), v.maxLength(500));
const base64UrlToken = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

/** A way in which the encoded frames can reach the page. */
export const transportKind = v.picklist(['rtp', 'frames']);
export type TransportKind = v.InferOutput<typeof transportKind>;

export const videoCodec = v.picklist(['vp8', 'h264']);
export type VideoCodec = v.InferOutput<typeof videoCodec>;

/** Transports that the page can receive, the one it likes best first; those that the host doesn't know are skipped. */
const transports = v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.minLength(1), v.maxLength(8));

/** What a page can do; unknown abilities are ignored, so that newer pages can say more. */
const abilities = v.object({ transports });

/** Milliseconds. */
const duration = v.pipe(v.number(), v.minValue(0), v.maxValue(60_000));

export const viewerMessage = v.variant('type', [
  v.object({
    type: v.literal('hello'),
    /** Protocol versions that the page speaks. */
    versions: v.pipe(v.array(count), v.minLength(1), v.maxLength(16)),
    /** The link's token. */
    token: base64UrlToken,
    abilities,
    /** What `welcome` gave an earlier connection of the same tab, to get its seat back. */
    resume: v.optional(base64UrlToken),
  }),
  v.object({ type: v.literal('ping'), id: count }),
  /** What the page can receive is not what its hello said: its tab is hidden, say, or a decoder failed. */
  v.object({ type: v.literal('transports'), transports, reason: v.optional(shortText) }),
  /** How frames of the `frames` channel meet the page's display, in the middle of the last second or so. */
  v.object({
    type: v.literal('display'),
    /** From one display tick to the next. */
    intervalMs: duration,
    /** That a decoded frame waits for its tick. */
    waitMs: duration,
  }),
  /** Whether the sound is heard that comes by the channel, and not that of the track. */
  v.object({ type: v.literal('heard'), byChannel: v.boolean() }),
  /** Asks for something; `action-result` with the same id answers. */
  v.object({ type: v.literal('action'), id: count, action: roomAction }),
]);
export type ViewerMessage = v.InferOutput<typeof viewerMessage>;
export type ViewerAction = Extract<ViewerMessage, { type: 'action' }>;
export type ViewerHello = Extract<ViewerMessage, { type: 'hello' }>;

const picture = v.object({
  /** Pixels. */
  width: count,
  height: count,
  /** Width by height as shown; pixels need not be square. */
  aspectRatio: v.pipe(v.number(), v.gtValue(0), v.maxValue(100)),
});

/** Which part of the room a viewer is: seats count from 1; a watcher has none. */
const seat = v.nullable(count);

/** What a game is played with besides buttons, as the core protocol names it; pages skip what they don't know. */
const devices = v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(16));

/** Strength of a pad's motor. */
const motor = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));

const roomState = v.picklist(['playing', 'paused', 'recovering']);

/** Why the host shuts out a viewer for good. */
export const refusalCode = v.picklist(['token', 'version', 'codec', 'full', 'replaced', 'misbehaviour']);
export type RefusalCode = v.InferOutput<typeof refusalCode>;

export const hostMessage = v.variant('type', [
  v.object({
    type: v.literal('welcome'),
    version: count,
    transport: transportKind,
    codec: videoCodec,
    title: shortText,
    seat,
    /** How many seats the game has. */
    seats: count,
    /** Whether the link lets its holder take a seat. */
    mayPlay: v.boolean(),
    /** Secret that gets this viewer its seat back on a new connection. */
    resume: base64UrlToken,
    picture,
    framesPerSecond: v.pipe(v.number(), v.gtValue(0), v.maxValue(1000)),
    state: roomState,
    /** What the buttons do in this game, by their index in BUTTONS; `null` where a button does nothing. */
    buttonLabels: v.pipe(v.array(v.nullable(shortText)), v.length(16)),
    /** Absent where the game is played with buttons alone. */
    devices: v.optional(devices),
    /** What this viewer may ask of the game. */
    actions: actionChoice,
  }),
  /** What this viewer may ask of the game is not what it was. */
  v.object({ type: v.literal('actions'), actions: actionChoice }),
  /** What came of an action, for whoever asked. */
  v.object({ type: v.literal('action-result'), id: count, done: v.boolean(), message: actionText }),
  /** What somebody did, for everybody. */
  v.object({ type: v.literal('notice'), text: shortText }),
  v.object({ type: v.literal('seat'), seat }),
  v.object({ type: v.literal('picture'), picture }),
  v.object({ type: v.literal('state'), state: roomState, reason: v.optional(shortText) }),
  v.object({ type: v.literal('people'), players: count, watchers: count }),
  /** The game is played with more devices than was known before. */
  v.object({ type: v.literal('devices'), devices }),
  /** What the motors of the player's pad do from now on. */
  v.object({ type: v.literal('rumble'), strong: motor, weak: motor }),
  /** Picture frames come another way from now on; the first is a keyframe. */
  v.object({ type: v.literal('transport'), transport: transportKind }),
  /** Answers a ping; `time` is the host's clock then (ms), by which the times in frame messages can be read. */
  v.object({ type: v.literal('pong'), id: count, time: v.optional(v.pipe(v.number(), v.finite())) }),
  v.object({ type: v.literal('refused'), code: refusalCode, message: v.pipe(v.string(), v.maxLength(500)) }),
  v.object({ type: v.literal('closed'), reason: shortText }),
]);
export type HostMessage = v.InferOutput<typeof hostMessage>;
export type Welcome = Extract<HostMessage, { type: 'welcome' }>;
export type PictureShape = v.InferOutput<typeof picture>;
export type RoomState = v.InferOutput<typeof roomState>;

/** Longest control message in UTF-16 code units; both ends refuse longer ones before parsing them. */
export const MAX_CONTROL_MESSAGE_LENGTH = 8192;

/** Reads a viewer's message; `undefined` where it is no valid one. */
export function readViewerMessage(text: string): ViewerMessage | undefined {
  return readMessage(viewerMessage, text);
}

/** Reads a host's message; `undefined` where it is no valid one. */
export function readHostMessage(text: string): HostMessage | undefined {
  return readMessage(hostMessage, text);
}

function readMessage<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | undefined {
  if (text.length > MAX_CONTROL_MESSAGE_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}
