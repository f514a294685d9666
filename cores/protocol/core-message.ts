import { ByteReader, ByteWriter, MalformedMessage } from './bytes.js';
import { type Device, type DiscList, readExtension, writeExtension } from './devices.js';
import {
  canHaveSize,
  type MediaFormat,
  type PixelFormat,
  pictureBytes,
  readFormat,
  rowBytes,
  writeFormat,
} from './format.js';

/** What a core sends (PROTOCOL.md, core → host). */

export const CORE_PROTOCOL_VERSION = 1;

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

const ABILITY_BITS = {
  states: 1,
  saveRam: 2,
  reset: 4,
  options: 8,
  ownClock: 16,
  runAhead: 32,
  cheats: 64,
  discs: 128,
} as const;
export type Ability = keyof typeof ABILITY_BITS;

export interface CoreOption {
  readonly key: string;
  readonly label: string;
  /** The first is the default. */
  readonly values: readonly string[];
}

export interface CoreHello {
  readonly abilities: ReadonlySet<Ability>;
  readonly players: number;
  readonly name: string;
  readonly version: string;
  /** Title of the game; may be empty. */
  readonly title: string;
  readonly format: MediaFormat;
  /** What each button does, by its RetroPad index. */
  readonly buttonLabels: ReadonlyMap<number, string>;
  readonly options: readonly CoreOption[];
  /** What the game is played with besides buttons, as far as it is known yet; none where it is absent. */
  readonly devices?: ReadonlySet<Device>;
  /** The discs of the game by their labels; none, or one that stays in, where it is absent. */
  readonly discs?: DiscList;
}

/** One step's picture and sound. */
export interface CoreFrame {
  readonly step: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next (of I420's first plane). */
  readonly pitch: number;
  /** As many bytes as `pictureBytes` says; empty where the picture is the one before. */
  readonly pixels: Buffer;
  /** Signed 16-bit samples, little-endian, channels interleaved. */
  readonly sound: Buffer;
}

const FRAME_HEADER_BYTES = 17;
const HAS_PICTURE = 1;

export function encodeHello(hello: CoreHello): Buffer {
  let abilities = 0;
  for (const ability of hello.abilities) abilities |= ABILITY_BITS[ability];
  const writer = new ByteWriter()
    .u16(CORE_PROTOCOL_VERSION)
    .u16(abilities)
    .u8(hello.players)
    .text(hello.name)
    .text(hello.version)
    .text(hello.title);
  writeFormat(writer, hello.format);
  writer.u8(hello.buttonLabels.size);
  for (const [button, label] of hello.buttonLabels) writer.u8(button).text(label);
  writer.u8(hello.options.length);
  for (const option of hello.options) {
    writer.text(option.key).text(option.label).u8(option.values.length);
    for (const value of option.values) writer.text(value);
  }
  writeExtension(writer, hello);
  return writer.finish();
}

/** Throws `MalformedMessage`; its message names the version where that is what doesn't fit. */
export function decodeHello(body: Uint8Array): CoreHello {
  const reader = new ByteReader(body);
  const protocolVersion = reader.u16();
  if (protocolVersion !== CORE_PROTOCOL_VERSION) {
    throw new MalformedMessage(`core protocol ${protocolVersion} where ${CORE_PROTOCOL_VERSION} is spoken`);
  }
  const abilityBits = reader.u16();
  const abilities = new Set<Ability>();
  for (const [ability, bit] of Object.entries(ABILITY_BITS)) {
    if (abilityBits & bit) abilities.add(ability as Ability);
  }
  const players = reader.u8();
  if (players < 1 || players > 16) throw new MalformedMessage(`${players} players`);
  const hello: CoreHello = {
    abilities,
    players,
    name: reader.text(),
    version: reader.text(),
    title: reader.text(),
    format: readFormat(reader),
    buttonLabels: readButtonLabels(reader),
    options: readOptions(reader),
    ...readExtension(reader),
  };
  reader.end();
  return hello;
}

/** Writes the part of a `frame` message before its pixels. */
export function encodeFrameHeader(frame: Omit<CoreFrame, 'sound'>, sampleCount: number): Buffer {
  return new ByteWriter()
    .u32(frame.step)
    .u8(frame.pixels.length > 0 ? HAS_PICTURE : 0)
    .u16(frame.width)
    .u16(frame.height)
    .u32(frame.pitch)
    .u32(sampleCount)
    .finish();
}

/** Reads a `frame`; pixels and sound are views of the body. Throws `MalformedMessage` where sizes don't add up. */
export function decodeFrame(body: Buffer, pixelFormat: PixelFormat, channels: number): CoreFrame {
  const reader = new ByteReader(body);
  const step = reader.u32();
  const hasPicture = (reader.u8() & HAS_PICTURE) !== 0;
  const width = reader.u16();
  const height = reader.u16();
  const pitch = reader.u32();
  const sampleCount = reader.u32();
  const soundBytes = sampleCount * channels * 2;
  const fits = canHaveSize(pixelFormat, width, height) && canHaveSize(pixelFormat, pitch, height);
  if (hasPicture && (!fits || pitch < rowBytes(pixelFormat, width))) {
    throw new MalformedMessage(`frame of ${width}×${height} with a pitch of ${pitch} bytes`);
  }
  const pixelBytes = hasPicture ? pictureBytes(pixelFormat, pitch, height) : 0;
  if (body.length !== FRAME_HEADER_BYTES + pixelBytes + soundBytes) {
    throw new MalformedMessage(
      `frame message of ${body.length} bytes where ${FRAME_HEADER_BYTES + pixelBytes + soundBytes} follow from its header`,
    );
  }
  return { step, width, height, pitch, pixels: reader.bytes(pixelBytes), sound: reader.bytes(soundBytes) };
}

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

function readButtonLabels(reader: ByteReader): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  for (let left = reader.u8(); left > 0; left--) {
    const button = reader.u8();
    if (button > 15) throw new MalformedMessage(`a label for button ${button}`);
    labels.set(button, reader.text());
  }
  return labels;
}

function readOptions(reader: ByteReader): CoreOption[] {
  return Array.from({ length: reader.u8() }, () => ({
    key: reader.text(),
    label: reader.text(),
    values: Array.from({ length: reader.u8() }, () => reader.text()),
  }));
}
