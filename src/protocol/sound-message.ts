/**
 * A message of sound, little-endian, beside those of pictures (frame-message.ts): on the `frames` channel, or whole in a
 * packet of the `packets` section (frame-packet.ts). Any may be lost, so each has the packets before its own once more.
 *
 *      0  u8      130: sound, version 2
 *      1  u8      earlier packets in it
 *      2  u16     length of each packet, bytes
 *      4  u32     time stamp of the newest packet: samples of 1/48000 s, modulo 2^32
 *      8          the packets (Opus, RFC 6716, of 10 ms), each 480 samples older than the next
 */
export interface SoundMessage {
  /** Of the newest packet: samples of 1/48000 s, modulo 2^32. */
  readonly timestamp: number;
  /** Of the same length, the oldest first; in the message's memory where it was read. */
  readonly packets: readonly Uint8Array[];
}

/** Samples of 1/48000 s in a packet. */
export const SOUND_MESSAGE_SAMPLES = 480;
const SOUND_MESSAGE_VERSION = 130;
const HEADER_BYTES = 8;

/** Writes a message. */
export function writeSoundMessage({ timestamp, packets }: SoundMessage): Uint8Array {
  const { length } = packets[0]!;
  const message = new Uint8Array(HEADER_BYTES + packets.length * length);
  const view = new DataView(message.buffer);
  view.setUint8(0, SOUND_MESSAGE_VERSION);
  view.setUint8(1, packets.length - 1);
  view.setUint16(2, length, true);
  view.setUint32(4, timestamp, true);
  for (const [index, packet] of packets.entries()) message.set(packet, HEADER_BYTES + index * length);
  return message;
}

/** Reads a message; `undefined` where it is none, or of another version. */
export function readSoundMessage(bytes: Uint8Array): SoundMessage | undefined {
  if (bytes.length <= HEADER_BYTES || bytes[0] !== SOUND_MESSAGE_VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint16(2, true);
  const count = bytes[1]! + 1;
  if (length === 0 || bytes.length !== HEADER_BYTES + count * length) return undefined;
  const packets = Array.from({ length: count }, (_, index) =>
    bytes.subarray(HEADER_BYTES + index * length, HEADER_BYTES + (index + 1) * length),
  );
  return { timestamp: view.getUint32(4, true), packets };
}
