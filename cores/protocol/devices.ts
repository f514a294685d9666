import { ByteReader, ByteWriter, MalformedMessage } from './bytes.js';

/** What a game is played with besides the buttons of a pad, and the discs that it comes on (PROTOCOL.md, hello). */

const DEVICE_BITS = { analog: 1, mouse: 2, pointer: 4, lightgun: 8, keyboard: 16 } as const;
export type Device = keyof typeof DEVICE_BITS;

/** Discs, sides of tapes or disks: whatever is put into the console one at a time. */
export interface DiscList {
  /** One for each disc. */
  readonly labels: readonly string[];
  /** The disc that is in at the start, from 0. */
  readonly first: number;
}

interface Extension {
  readonly devices?: ReadonlySet<Device>;
  readonly discs?: DiscList;
}

/** Writes the end of a hello, which may be left out where there is nothing to say. */
export function writeExtension(writer: ByteWriter, { devices, discs }: Extension): void {
  if (!devices && !discs) return;
  writer.u8(bitsOf(devices ?? new Set())).u8(discs?.labels.length ?? 0);
  if (!discs) return;
  writer.u8(discs.first);
  for (const label of discs.labels) writer.text(label);
}

/** Reads the end of a hello. Throws `MalformedMessage`. */
export function readExtension(reader: ByteReader): Extension {
  if (reader.remaining === 0) return {};
  const devices = devicesOf(reader.u8());
  const count = reader.u8();
  if (count === 0) return { devices };
  const first = reader.u8();
  if (first >= count) throw new MalformedMessage(`disc ${first} of ${count}`);
  return { devices, discs: { first, labels: Array.from({ length: count }, () => reader.text()) } };
}

export function encodeDevices(devices: ReadonlySet<Device>): Buffer {
  return new ByteWriter().u8(bitsOf(devices)).finish();
}

/** Reads a `devices` message; devices that a later version knows are passed over. Throws `MalformedMessage`. */
export function decodeDevices(body: Uint8Array): ReadonlySet<Device> {
  const reader = new ByteReader(body);
  const devices = devicesOf(reader.u8());
  reader.end();
  return devices;
}

export function encodeDiscIn(index: number): Buffer {
  return new ByteWriter().u8(index).finish();
}

/** Reads a `disc` message: the disc that is in, from 0. Throws `MalformedMessage`. */
export function decodeDiscIn(body: Uint8Array): number {
  const reader = new ByteReader(body);
  const index = reader.u8();
  reader.end();
  return index;
}

function bitsOf(devices: ReadonlySet<Device>): number {
  let bits = 0;
  for (const device of devices) bits |= DEVICE_BITS[device];
  return bits;
}

function devicesOf(bits: number): ReadonlySet<Device> {
  const all = Object.keys(DEVICE_BITS) as Device[];
  return new Set(all.filter((device) => bits & DEVICE_BITS[device]));
}
