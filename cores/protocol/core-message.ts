import { ByteReader, ByteWriter } from './bytes.js';
import { type MediaFormat, readFormat, writeFormat } from './format.js';

/** What a core sends (PROTOCOL.md, core → host), and the smaller of its messages. */

export const CORE_MESSAGE = {
  hello: 0x81,
  frame: 0x82,
  state: 0x83,
  done: 0x84,
  format: 0x85,
  rumble: 0x86,
  error: 0x87,
  saveRam: 0x88,
  lag: 0x89,
  devices: 0x8a,
  disc: 0x8b,
  ended: 0x8c,
} as const;

export function encodeDone(refusal?: string): Buffer {
  return new ByteWriter()
    .u8(refusal === undefined ? 1 : 0)
    .text(refusal ?? '')
    .finish();
}

/** @returns why the host's request was refused, or `undefined` where it was carried out. */
export function decodeDone(body: Uint8Array): string | undefined {
  const reader = new ByteReader(body);
  const done = reader.u8();
  const refusal = reader.text();
  reader.end();
  return done ? undefined : refusal || 'no reason given';
}

export function encodeFormat(format: MediaFormat): Buffer {
  const writer = new ByteWriter();
  writeFormat(writer, format);
  return writer.finish();
}

export function decodeFormat(body: Uint8Array): MediaFormat {
  const reader = new ByteReader(body);
  const format = readFormat(reader);
  reader.end();
  return format;
}

/** Strength of a pad's two motors, 0 to 65535. */
export interface Rumble {
  /** From 0. */
  readonly player: number;
  readonly strong: number;
  readonly weak: number;
}

export function encodeRumble(rumble: Rumble): Buffer {
  return new ByteWriter().u8(rumble.player).u16(rumble.strong).u16(rumble.weak).finish();
}

export function decodeRumble(body: Uint8Array): Rumble {
  const reader = new ByteReader(body);
  const rumble = { player: reader.u8(), strong: reader.u16(), weak: reader.u16() };
  reader.end();
  return rumble;
}

/** How a game reacts, and what it costs to run it ahead. */
export interface Lag {
  /** How many frames the game lets pass before it shows a reaction; absent where none was seen. */
  readonly frames: number | undefined;
  /** What a frame costs of which neither picture nor sound is needed. */
  readonly hiddenFrameMicroseconds: number;
  /** What saving and loading a state costs, together. */
  readonly stateMicroseconds: number;
}

const NO_REACTION = 255;

export function encodeLag(lag: Lag): Buffer {
  return new ByteWriter()
    .u8(lag.frames ?? NO_REACTION)
    .u32(lag.hiddenFrameMicroseconds)
    .u32(lag.stateMicroseconds)
    .finish();
}

export function decodeLag(body: Uint8Array): Lag {
  const reader = new ByteReader(body);
  const frames = reader.u8();
  const lag = {
    frames: frames === NO_REACTION ? undefined : frames,
    hiddenFrameMicroseconds: reader.u32(),
    stateMicroseconds: reader.u32(),
  };
  reader.end();
  return lag;
}

/** What a core says before it gives up. */
export interface CoreComplaint {
  readonly message: string;
  /** What to do; may be empty. */
  readonly hint: string;
}

export function encodeError(complaint: CoreComplaint): Buffer {
  return new ByteWriter().text(complaint.message).text(complaint.hint).finish();
}

export function decodeError(body: Uint8Array): CoreComplaint {
  const reader = new ByteReader(body);
  const complaint = { message: reader.text(), hint: reader.text() };
  reader.end();
  return complaint;
}
