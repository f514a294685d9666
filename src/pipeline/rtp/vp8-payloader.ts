import { MAX_PAYLOAD_BYTES, type RtpPayload } from './payload.js';

/**
 * Cuts a VP8 frame into RTP payloads (RFC 7741 section 4.2), with a 15-bit picture id:
 *
 *      0 1 2 3 4 5 6 7
 *     +-+-+-+-+-+-+-+-+
 *     |X|R|N|S|R| PID |   X = 1; S = 1 at the start of the frame's (only) partition
 *     +-+-+-+-+-+-+-+-+
 *     |I|L|T|K| RSV   |   I = 1
 *     +-+-+-+-+-+-+-+-+
 *     |M| PictureID   |   M = 1
 *     +-+-+-+-+-+-+-+-+
 *     |   PictureID   |
 *     +-+-+-+-+-+-+-+-+
 *
 * The picture id is left 0: it counts the frames that one viewer was sent, so it is written per viewer
 * (`writePictureId`).
 */
export function payloadVp8(frame: Buffer, maxBytes = MAX_PAYLOAD_BYTES): RtpPayload[] {
  const room = maxBytes - DESCRIPTOR_BYTES;
  // Pieces of equal size rather than a small last one: what is lost together should be alike.
  const count = Math.max(1, Math.ceil(frame.length / room));
  const size = Math.ceil(frame.length / count);
  return Array.from({ length: count }, (_, index) => ({
    prefix: index === 0 ? FIRST_DESCRIPTOR : NEXT_DESCRIPTOR,
    content: frame.subarray(index * size, (index + 1) * size),
    last: index === count - 1,
  }));
}

/** Writes a viewer's own picture id into the payload descriptor that begins at `offset`. */
export function writePictureId(packet: Buffer, offset: number, pictureId: number): void {
  packet.writeUInt16BE(0x8000 | (pictureId & 0x7fff), offset + 2);
}

const DESCRIPTOR_BYTES = 4;
const FIRST_DESCRIPTOR = Buffer.of(0x90, 0x80, 0x80, 0x00);
const NEXT_DESCRIPTOR = Buffer.of(0x80, 0x80, 0x80, 0x00);

/** Whether decoding can start at a VP8 frame: the P bit of its frame tag is 0 (RFC 6386 section 9.1). */
export function isVp8Keyframe(frame: Buffer): boolean {
  return (frame.readUInt8(0) & 1) === 0;
}
