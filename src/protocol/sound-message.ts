/**
 * A message of sound on the `frames` channel, little-endian, beside those of pictures (frame-message.ts). Messages may be
 * lost, so each has the packet before its own once more.
 *
 *      0  u8      129: sound, version 1
 *      1  u8      0
 *      2  u16     length of the first packet, bytes
 *      4  u32     time stamp of the first packet: samples of 1/48000 s, modulo 2^32
 *      8          the first packet (Opus, RFC 6716, of 10 ms), and then, where it has one, the packet that is 480 samples
 *                 older
 */
export interface SoundMessage {
  /** Samples of 1/48000 s, modulo 2^32. */
  readonly timestamp: number;
  /** In the message's memory. */
  readonly packet: Uint8Array;
  /** The packet before it, in the message's memory; empty where there is none. */
  readonly before: Uint8Array;
}

/** Samples of 1/48000 s in a packet. */
export const SOUND_MESSAGE_SAMPLES = 480;
const SOUND_MESSAGE_VERSION = 129;
const HEADER_BYTES = 8;

/** Writes a message. */
export function writeSoundMessage({ timestamp, packet, before }: SoundMessage): Uint8Array {
  const message = new Uint8Array(HEADER_BYTES + packet.length + before.length);
  const view = new DataView(message.buffer);
  view.setUint8(0, SOUND_MESSAGE_VERSION);
  view.setUint16(2, packet.length, true);
  view.setUint32(4, timestamp, true);
  message.set(packet, HEADER_BYTES);
  message.set(before, HEADER_BYTES + packet.length);
  return message;
}

/** Reads a message; `undefined` where it is none, or of another version. */
export function readSoundMessage(bytes: Uint8Array): SoundMessage | undefined {
  if (bytes.length <= HEADER_BYTES || bytes[0] !== SOUND_MESSAGE_VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = HEADER_BYTES + view.getUint16(2, true);
  if (end === HEADER_BYTES || end > bytes.length) return undefined;
  return {
    timestamp: view.getUint32(4, true),
    packet: bytes.subarray(HEADER_BYTES, end),
    before: bytes.subarray(end),
  };
}
