import * as z from 'zod/mini';
import { actionChoice, roomAction } from './room-action.js';

/**
 * The JSON messages of the `control` channel (reliable, ordered), one schema for both ends. A message that does not
 * fit is a fault of the sender: the host counts it and in the end shuts the door, the page ignores it.
 */

const shortText = z.string().check(z.maxLength(200));
const actionText = z.string().check(z.maxLength(500));
const base64UrlToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
const count = z.number().check(z.int(), z.gte(0), z.lte(1_000_000));

/** A way in which the encoded frames can reach the page. */
export const transportKind = z.enum(['rtp']);
export type TransportKind = z.infer<typeof transportKind>;

export const videoCodec = z.enum(['vp8', 'h264']);
export type VideoCodec = z.infer<typeof videoCodec>;

/** What a page can do; unknown abilities are ignored, so that newer pages can say more. */
const abilities = z.object({
  /** Transports that the page can receive, the one it likes best first; those that the host doesn't know are skipped. */
  transports: z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(8)),
});

export const viewerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    /** Protocol versions that the page speaks. */
    versions: z.array(count).check(z.minLength(1), z.maxLength(16)),
    /** The link's token. */
    token: base64UrlToken,
    abilities,
    /** What `welcome` gave an earlier connection of the same tab, to get its seat back. */
    resume: z.optional(base64UrlToken),
  }),
  z.object({ type: z.literal('ping'), id: count }),
  /** Asks for something; `action-result` with the same id answers. */
  z.object({ type: z.literal('action'), id: count, action: roomAction }),
]);
export type ViewerMessage = z.infer<typeof viewerMessage>;
export type ViewerAction = Extract<ViewerMessage, { type: 'action' }>;
export type ViewerHello = Extract<ViewerMessage, { type: 'hello' }>;

const picture = z.object({
  /** Pixels. */
  width: count,
  height: count,
  /** Width by height as shown; pixels need not be square. */
  aspectRatio: z.number().check(z.gt(0), z.lte(100)),
});

/** Which part of the room a viewer is: seats count from 1; a watcher has none. */
const seat = z.nullable(count);

/** What a game is played with besides buttons, as the core protocol names it; pages skip what they don't know. */
const devices = z.array(z.string().check(z.maxLength(20))).check(z.maxLength(16));

/** Strength of a pad's motor. */
const motor = z.number().check(z.int(), z.gte(0), z.lte(65535));

const roomState = z.enum(['playing', 'paused', 'recovering']);

/** Why the host shuts out a viewer for good. */
export const refusalCode = z.enum(['token', 'version', 'codec', 'full', 'replaced', 'misbehaviour']);
export type RefusalCode = z.infer<typeof refusalCode>;

export const hostMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    version: count,
    transport: transportKind,
    codec: videoCodec,
    title: shortText,
    seat,
    /** How many seats the game has. */
    seats: count,
    /** Whether the link lets its holder take a seat. */
    mayPlay: z.boolean(),
    /** Secret that gets this viewer its seat back on a new connection. */
    resume: base64UrlToken,
    picture,
    framesPerSecond: z.number().check(z.gt(0), z.lte(1000)),
    state: roomState,
    /** What the buttons do in this game, by their index in BUTTONS; `null` where a button does nothing. */
    buttonLabels: z.array(z.nullable(shortText)).check(z.length(16)),
    /** Absent where the game is played with buttons alone. */
    devices: z.optional(devices),
    /** What this viewer may ask of the game. */
    actions: actionChoice,
  }),
  /** What this viewer may ask of the game is not what it was. */
  z.object({ type: z.literal('actions'), actions: actionChoice }),
  /** What came of an action, for whoever asked. */
  z.object({ type: z.literal('action-result'), id: count, done: z.boolean(), message: actionText }),
  /** What somebody did, for everybody. */
  z.object({ type: z.literal('notice'), text: shortText }),
  z.object({ type: z.literal('seat'), seat }),
  z.object({ type: z.literal('picture'), picture }),
  z.object({ type: z.literal('state'), state: roomState, reason: z.optional(shortText) }),
  z.object({ type: z.literal('people'), players: count, watchers: count }),
  /** The game is played with more devices than was known before. */
  z.object({ type: z.literal('devices'), devices }),
  /** What the motors of the player's pad do from now on. */
  z.object({ type: z.literal('rumble'), strong: motor, weak: motor }),
  z.object({ type: z.literal('pong'), id: count }),
  z.object({ type: z.literal('refused'), code: refusalCode, message: z.string().check(z.maxLength(500)) }),
  z.object({ type: z.literal('closed'), reason: shortText }),
]);
export type HostMessage = z.infer<typeof hostMessage>;
export type Welcome = Extract<HostMessage, { type: 'welcome' }>;
export type PictureShape = z.infer<typeof picture>;
export type RoomState = z.infer<typeof roomState>;

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

function readMessage<Schema extends z.ZodMiniType>(
  schema: Schema,
  text: string,
): z.infer<Schema> | undefined {
  if (text.length > MAX_CONTROL_MESSAGE_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = z.safeParse(schema, value);
  return result.success ? result.data : undefined;
}
