import type { Depacketizer } from './depacketizer.js';

interface Vp8Payload {
  /** The first byte of a frame follows: S = 1 and partition 0. */
  readonly startsFrame: boolean;
  readonly data: Buffer;
}

/** VP8 frames out of RTP payloads (RFC 7741). */
export const vp8Depacketizer: Depacketizer = {
  startsKeyframe(payload) {
    const read = readVp8Payload(payload);
    return read?.startsFrame === true && isKeyframe(read.data);
  },
  assemble(payloads) {
    const read = payloads.map(readVp8Payload);
    if (!read.every((each, index) => each && each.startsFrame === (index === 0))) return undefined;
    const data = Buffer.concat(read.map((each) => each!.data));
    return data.length === 0 ? undefined : { data, keyframe: isKeyframe(data) };
  },
};

/** Reads the payload descriptor in any of its forms (RFC 7741 section 4.2). */
function readVp8Payload(payload: Buffer): Vp8Payload | undefined {
  const first = payload[0];
  if (first === undefined) return undefined;
  let offset = 1;
  if (first & 0x80) {
    const extension = payload[offset++] ?? 0;
    // A picture id has two bytes where its own first bit says so.
    if (extension & 0x80) offset += (payload[offset] ?? 0) & 0x80 ? 2 : 1;
    if (extension & 0x40) offset += 1;
    if (extension & 0x30) offset += 1;
  }
  if (offset >= payload.length) return undefined;
  return { startsFrame: (first & 0x1f) === 0x10, data: payload.subarray(offset) };
}

/** The P bit of the frame tag is 0 (RFC 6386 section 9.1). */
function isKeyframe(frame: Buffer): boolean {
  return frame.length > 0 && (frame[0]! & 1) === 0;
}
