import { type ReceivedRtp, readVp8Payload } from './received-rtp.js';

/** A VP8 picture put together from its packets. */
export interface ReceivedPicture {
  readonly timestamp: number;
  readonly pictureId: number;
  readonly keyframe: boolean;
  readonly packets: readonly ReceivedRtp[];
  readonly data: Buffer;
}

/** Puts the whole pictures of a VP8 stream together; what is cut off at the end is left out. */
export function readVp8Pictures(packets: readonly ReceivedRtp[]): ReceivedPicture[] {
  const pictures: ReceivedPicture[] = [];
  let start = 0;
  for (const [index, packet] of packets.entries()) {
    if (!packet.marker) continue;
    const own = packets.slice(start, index + 1);
    start = index + 1;
    const payloads = own.map(({ payload }) => readVp8Payload(payload));
    const data = Buffer.concat(payloads.map((payload) => payload.data));
    const starts = payloads.map(({ startsFrame }) => startsFrame);
    if (starts.lastIndexOf(true) !== 0) throw new Error('a picture does not begin with its beginning');
    if (own.some(({ timestamp }) => timestamp !== packet.timestamp)) {
      throw new Error('the packets of a picture have different time stamps');
    }
    const ids = new Set(payloads.map(({ pictureId }) => pictureId));
    if (ids.size !== 1) throw new Error('the packets of a picture have different picture ids');
    pictures.push({
      timestamp: packet.timestamp,
      pictureId: payloads[0]!.pictureId,
      // The frame tag's lowest bit (RFC 6386 section 9.1).
      keyframe: (data.readUInt8(0) & 1) === 0,
      packets: own,
      data,
    });
  }
  return pictures;
}

/** The differences between neighbours, modulo a power of two. */
export function differences(values: readonly number[], bits: number): number[] {
  return values.slice(1).map((value, index) => (value - values[index]! + 2 ** bits) % 2 ** bits);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
