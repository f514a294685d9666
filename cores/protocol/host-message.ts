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
  setCheats: 0x0a,
  setDisc: 0x0b,
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
  /** 1 = left, 2 = right, 4 = middle, 8 and 16 = the fourth and fifth. */
  readonly mouseButtons: number;
  readonly pointerOnPicture: boolean;
  /** −32767 is left or top of the picture, 32767 right or bottom. */
  readonly pointer: readonly [x: number, y: number];
  /** Keys held, `KEY_BYTES` long, bit n of the whole = key n; absent where the player has no keyboard in the game. */
  readonly keys?: Uint8Array;
}

/** What the keys held take: 128 bits. */
export const KEY_BYTES = 16;

/** Whether a key is held. @param key - numbered as in PROTOCOL.md, 0 to 127. */
export function isKeyHeld(keys: Uint8Array | undefined, key: number): boolean {
  return keys !== undefined && ((keys[key >> 3]! >> (key & 7)) & 1) === 1;
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
const KEYBOARD_RECORD_BYTES = PLAYER_RECORD_BYTES + KEY_BYTES;
const NO_KEYS = new Uint8Array(KEY_BYTES);
const NO_PICTURE = 1;
const NO_SOUND = 2;

export function encodeStep(step: Step): Buffer {
  const hasKeyboard = step.players.some(({ keys }) => keys !== undefined);
  const writer = new ByteWriter()
    .u32(step.number)
    .u8((step.pictureNeeded ? 0 : NO_PICTURE) | (step.soundNeeded ? 0 : NO_SOUND))
    .u8(step.players.length)
    .u8(hasKeyboard ? KEYBOARD_RECORD_BYTES : PLAYER_RECORD_BYTES);
  for (const player of step.players) {
    writer.u16(player.buttons);
    for (const axis of player.axes) writer.i16(axis);
    for (const trigger of player.triggers) writer.u16(trigger);
    for (const motion of player.mouseMotion) writer.i16(motion);
    writer.u8(player.mouseButtons).u8(player.pointerOnPicture ? 1 : 0);
    for (const coordinate of player.pointer) writer.i16(coordinate);
    if (hasKeyboard) writer.bytes(player.keys ?? NO_KEYS);
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

export function encodeDisc(index: number): Buffer {
  return new ByteWriter().u8(index).finish();
}

/** @returns the disc to be put in, from 0. */
export function decodeDisc(body: Uint8Array): number {
  const reader = new ByteReader(body);
  const index = reader.u8();
  reader.end();
  return index;
}

/** @returns how many frames the core is to be run ahead. */
export function decodeRunAhead(body: Uint8Array): number {
  const reader = new ByteReader(body);
  const frames = reader.u8();
  reader.end();
  return frames;
}

function readPlayer(reader: ByteReader): PlayerInput {
  const player: PlayerInput = {
    buttons: reader.u16(),
    axes: [reader.i16(), reader.i16(), reader.i16(), reader.i16()],
    triggers: [reader.u16(), reader.u16()],
    mouseMotion: [reader.i16(), reader.i16(), reader.i16()],
    mouseButtons: reader.u8(),
    pointerOnPicture: reader.u8() !== 0,
    pointer: [reader.i16(), reader.i16()],
  };
  // A copy: the message's memory is used again for the next.
  return reader.remaining < KEY_BYTES ? player : { ...player, keys: new Uint8Array(reader.bytes(KEY_BYTES)) };
}
