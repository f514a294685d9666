/**
 * RTP headers (RFC 3550 section 5.1) with one header extension, the playout delay.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                           timestamp                           |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |           synchronization source (SSRC) identifier            |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |       0xBEDE (RFC 8285 section 4.2)   |       length = 1      |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |  ID   | len=2 |   min delay (12 bits) |  max delay (12 bits)  |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export interface RtpHeader {
  readonly payloadType: number;
  readonly sequenceNumber: number;
  /** Ticks of the codec's clock; cut to 32 bits. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** The last packet of a picture, or the first of sound after a gap. */
  readonly marker: boolean;
  readonly playoutDelay?: PlayoutDelay;
}

/** http://www.webrtc.org/experiments/rtp-hdrext/playout-delay: how long the receiver may hold a frame back. */
export interface PlayoutDelay {
  /** The extension's id as negotiated, 1 to 14. */
  readonly id: number;
  /** Milliseconds, in steps of 10. */
  readonly minimum: number;
  readonly maximum: number;
}

export const PLAYOUT_DELAY_URI = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';

const FIXED_HEADER_BYTES = 12;
const EXTENSION_BYTES = 8;
const ONE_BYTE_EXTENSIONS = 0xbede;

/** Writes a header at the start of `target`; returns its length in bytes (12, or 20 with a playout delay). */
export function writeRtpHeader(target: Buffer, header: RtpHeader): number {
  const { playoutDelay } = header;
  target.writeUInt8(0x80 | (playoutDelay ? 0x10 : 0), 0);
  target.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1);
  target.writeUInt16BE(header.sequenceNumber & 0xffff, 2);
  target.writeUInt32BE(header.timestamp >>> 0, 4);
  target.writeUInt32BE(header.ssrc >>> 0, 8);
  if (!playoutDelay) return FIXED_HEADER_BYTES;
  target.writeUInt16BE(ONE_BYTE_EXTENSIONS, 12);
  target.writeUInt16BE(1, 14);
  target.writeUInt8((playoutDelay.id << 4) | 2, 16);
  target.writeUIntBE(((playoutDelay.minimum / 10) << 12) | (playoutDelay.maximum / 10), 17, 3);
  return FIXED_HEADER_BYTES + EXTENSION_BYTES;
}
