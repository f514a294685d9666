import { ByteReader, ByteWriter, MalformedMessage } from './bytes.js';
import { type Device, type DiscList, readExtension, writeExtension } from './devices.js';
import { type MediaFormat, readFormat, writeFormat } from './format.js';

/** What a core says first: what it is, and what it can (PROTOCOL.md, hello). */

export const CORE_PROTOCOL_VERSION = 1;

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
