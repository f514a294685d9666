import type { Device } from '../../cores/protocol/devices.js';
import type { MediaFormat } from '../../cores/protocol/format.js';
import { BUTTONS } from '../protocol/buttons.js';
import type {
  PictureShape,
  RoomState,
  TransportKind,
  VideoCodec,
  Welcome,
} from '../protocol/control-message.js';
import type { ActionChoice } from '../protocol/room-action.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import type { Permission } from './access.js';

/** The game that a room plays. */
export interface RoomGame {
  readonly title: string;
  readonly seats: number;
  readonly format: MediaFormat;
  /** What each button does, by its RetroPad index; empty where the core doesn't say. */
  readonly buttonLabels: ReadonlyMap<number, string>;
  /** What it is played with besides buttons, as far as it is known at the start. */
  readonly devices?: ReadonlySet<Device> | undefined;
}

/** Longest text in a control message, UTF-16 code units. */
const MAX_TEXT_LENGTH = 200;

/** What a welcome tells. */
export interface Greeting {
  readonly game: RoomGame;
  readonly codec: VideoCodec;
  /** Picture and sound as they are now. */
  readonly format: MediaFormat;
  readonly state: RoomState;
  /** What the game is played with besides buttons, as is known by now. */
  readonly devices: ReadonlySet<Device>;
  readonly permission: Permission;
  /** By which way pictures come at first. */
  readonly transport: TransportKind;
  /** From 1; `undefined` for a watcher. */
  readonly seat: number | undefined;
  /** Secret with which the viewer gets its seat back. */
  readonly resume: string;
  /** What the viewer may ask of the game. */
  readonly actions: ActionChoice;
}

/** What a viewer who was let in is told first. */
export function welcomeMessage(greeting: Greeting): Welcome {
  const { game, codec, format, state, devices, permission, transport, seat, resume, actions } = greeting;
  return {
    type: 'welcome',
    version: PROTOCOL_VERSION,
    transport,
    codec,
    title: game.title.slice(0, MAX_TEXT_LENGTH),
    seat: seat ?? null,
    seats: game.seats,
    mayPlay: permission === 'play',
    resume,
    picture: pictureShape(format),
    framesPerSecond: format.framesPerSecond,
    state,
    buttonLabels: buttonLabels(game),
    ...(devices.size > 0 ? { devices: [...devices] } : {}),
    actions,
  };
}

export function pictureShape({ width, height, aspectRatio }: MediaFormat): PictureShape {
  return { width, height, aspectRatio };
}

function buttonLabels(game: RoomGame): (string | null)[] {
  return BUTTONS.map((button, index) => {
    if (game.buttonLabels.size === 0) return button.toUpperCase();
    return game.buttonLabels.get(index)?.slice(0, MAX_TEXT_LENGTH) ?? null;
  });
}
