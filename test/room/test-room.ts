import { onTestFinished } from 'vitest';
import { SharedPayloads } from '../../src/pipeline/rtp/shared-payloads.js';
import { SharedFrameMessages } from '../../src/pipeline/transport/shared-frame-messages.js';
import { PLAYER_RIGHTS, type RoomAction } from '../../src/protocol/room-action.js';
import { Room, type RoomOptions } from '../../src/room/room.js';
import type { PictureSource } from '../../src/room/viewer-picture.js';
import { makeRoomKeys } from '../../src/signalling/room-keys.js';
import { type HandedOffer, type HandOverOptions, handOver } from './handed-offer.js';
import { Inbox } from './inbox.js';
import { TestViewer, type TestViewerOptions } from './test-viewer.js';

const KEYS = makeRoomKeys();
const STRANGERS_TOKEN = new Uint8Array(16).fill(0x5a);

export const TOKENS = { play: KEYS.playToken, watch: KEYS.watchToken, strange: STRANGERS_TOKEN };
export const FINGERPRINT = KEYS.fingerprint;
export const CONNECTION = {
  certificatePem: KEYS.certificatePem,
  privateKeyPem: KEYS.privateKeyPem,
  iceServers: [],
};

export const FORMAT = {
  pixelFormat: 'xrgb8888',
  width: 256,
  height: 240,
  maxWidth: 256,
  maxHeight: 240,
  framesPerSecond: 60,
  aspectRatio: 256 / 240,
  sampleRate: 48_000,
  channels: 2,
} as const;

/** What a room told its host. */
export type RoomEvent =
  | {
      readonly kind: 'joined';
      readonly id: string;
      readonly seat: number | undefined;
      readonly resumed: boolean;
    }
  | { readonly kind: 'left'; readonly id: string; readonly seat: number | undefined; readonly reason: string }
  | { readonly kind: 'seated'; readonly id: string; readonly seat: number | undefined }
  | { readonly kind: 'incident'; readonly message: string }
  | { readonly kind: 'action'; readonly id: string; readonly action: RoomAction };

export interface TestRoom {
  readonly room: Room;
  readonly events: Inbox<RoomEvent>;
  /** Makes a viewer and hands its offer to the room. */
  visit(options?: Partial<TestViewerOptions>, way?: HandOverOptions): TestViewer & { handed: HandedOffer };
}

/** A room of a two-seat game; it closes with the test. */
export function makeRoom(options: Partial<RoomOptions> = {}): TestRoom {
  const events = new Inbox<RoomEvent>();
  const room = new Room(
    {
      game: { title: 'Pong', seats: 2, format: FORMAT, buttonLabels: new Map() },
      codec: 'vp8',
      tokens: TOKENS,
      maxViewers: 8,
      playersMay: PLAYER_RIGHTS,
      ...options,
    },
    {
      onJoined: ({ id, seat }, resumed) => events.push({ kind: 'joined', id, seat, resumed }),
      onLeft: ({ id, seat }, reason) => events.push({ kind: 'left', id, seat, reason }),
      onSeated: ({ id, seat }) => events.push({ kind: 'seated', id, seat }),
      onIncident: (message) => events.push({ kind: 'incident', message }),
      onAction: async ({ id }, action) => {
        events.push({ kind: 'action', id, action });
        return { done: true, message: `${action.kind} is done.` };
      },
    },
  );
  onTestFinished(() => room.close('The test is over.'));
  return {
    room,
    events,
    visit: (viewerOptions, way) => {
      const viewer = new TestViewer({ fingerprint: FINGERPRINT, ...viewerOptions });
      return Object.assign(viewer, { handed: handOver(viewer, room, CONNECTION, way) });
    },
  };
}

/** Of a game that shows nothing. */
export const NO_PICTURES: PictureSource['renditions'] = {
  add: () => {},
  remove: () => {},
  wishKeyframe: () => {},
};

/** A room whose game stands still: for what concerns the people alone. */
export function openRoom(options: Partial<RoomOptions> = {}): TestRoom {
  const made = makeRoom(options);
  const media: PictureSource = {
    renditions: NO_PICTURES,
    payloads: new SharedPayloads(),
    messages: new SharedFrameMessages(),
  };
  made.room.open(media);
  return made;
}

export function incidents(events: Inbox<RoomEvent>): string[] {
  return events.items.flatMap((event) => (event.kind === 'incident' ? [event.message] : []));
}
