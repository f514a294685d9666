import { ByteReader, ByteWriter, MalformedMessage } from './bytes.js';

/** What the host sends (PROTOCOL.md, host → core). */

export const HOST_MESSAGE = {
  step: 0x01,
  saveState: 0x02,
  loadState: 0x03,
  reset: 0x04,
  setOption: 0x05,
  readSaveRam: 0x06,
  writeSaveRam: 0x07,
  setRunAhead: 0x08,
  measureLag: 0x09,
} as const;

/** One player's controls during one step. */
export interface PlayerInput {
  /** Buttons held, one bit each by their RetroPad index. */
  readonly buttons: number;
  /** Left stick x, y, right stick x, y: −32768 to 32767, right and down positive. */
  readonly axes: readonly [number, number, number, number];
  /** Left and right trigger, 0 to 65535. */
  readonly triggers: readonly [number, number];
  /** Mouse motion since the last step, pixels, and wheel, notches. */
  readonly mouseMotion: readonly [x: number, y: number, wheel: number];
  /** 1 = left, 2 = right, 4 = middle. */
  readonly mouseButtons: number;
  readonly pointerOnPicture: boolean;
  /** −32767 is left or top of the picture, 32767 right or bottom. */
  readonly pointer: readonly [x: number, y: number];
}

export const NEUTRAL_INPUT: PlayerInput = {
  buttons: 0,
  axes: [0, 0, 0, 0],
  triggers: [0, 0],
  mouseMotion: [0, 0, 0],
  mouseButtons: 0,
  pointerOnPicture: false,
  pointer: [0, 0],
};

export interface Step {
  /** From 1, up by 1 with every step. */
  readonly number: number;
  readonly pictureNeeded: boolean;
  readonly soundNeeded: boolean;
  readonly players: readonly PlayerInput[];
}

const PLAYER_RECORD_BYTES = 26;
const NO_PICTURE = 1;
const NO_SOUND = 2;

export function encodeStep(step: Step): Buffer {
  const writer = new ByteWriter()
    .u32(step.number)
    .u8((step.pictureNeeded ? 0 : NO_PICTURE) | (step.soundNeeded ? 0 : NO_SOUND))
    .u8(step.players.length)
    .u8(PLAYER_RECORD_BYTES);
  for (const player of step.players) {
    writer.u16(player.buttons);
    for (const axis of player.axes) writer.i16(axis);
    for (const trigger of player.triggers) writer.u16(trigger);
    for (const motion of player.mouseMotion) writer.i16(motion);
    writer.u8(player.mouseButtons).u8(player.pointerOnPicture ? 1 : 0);
    for (const coordinate of player.pointer) writer.i16(coordinate);
  }
  return writer.finish();
}

/** Reads a step; fields that a later version appends to a player's record are passed over. */
export function decodeStep(body: Uint8Array): Step {
  const reader = new ByteReader(body);
  const number = reader.u32();
  const flags = reader.u8();
  const playerCount = reader.u8();
  const recordBytes = reader.u8();
  if (recordBytes < PLAYER_RECORD_BYTES) throw new MalformedMessage(`player record of ${recordBytes} bytes`);
  const players = Array.from({ length: playerCount }, () =>
    readPlayer(new ByteReader(reader.bytes(recordBytes))),
  );
  reader.end();
  return {
    number,
    pictureNeeded: (flags & NO_PICTURE) === 0,
    soundNeeded: (flags & NO_SOUND) === 0,
    players,
  };
}

export function encodeOption(key: string, value: string): Buffer {
  return new ByteWriter().text(key).text(value).finish();
}

export function decodeOption(body: Uint8Array): { key: string; value: string } {
  const reader = new ByteReader(body);
  const option = { key: reader.text(), value: reader.text() };
  reader.end();
  return option;
}

export function encodeRunAhead(frames: number): Buffer {
  return new ByteWriter().u8(frames).finish();
}

/** @returns how many frames the core is to be run ahead. */
export function decodeRunAhead(body: Uint8Array): number {
  const reader = new ByteReader(body);
  const frames = reader.u8();
  reader.end();
  return frames;
}

function readPlayer(reader: ByteReader): PlayerInput {
  return {
    buttons: reader.u16(),
    axes: [reader.i16(), reader.i16(), reader.i16(), reader.i16()],
    triggers: [reader.u16(), reader.u16()],
    mouseMotion: [reader.i16(), reader.i16(), reader.i16()],
    mouseButtons: reader.u8(),
    pointerOnPicture: reader.u8() !== 0,
    pointer: [reader.i16(), reader.i16()],
  };
}
