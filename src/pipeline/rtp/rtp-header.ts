/**
 * RTP headers (RFC 3550 section 5.1) with header extensions: the playout delay and the transport-wide sequence number.
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
 *     |       0xBEDE (RFC 8285 section 4.2)   |   length = 1 or 2     |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |  ID   | len=2 |   min delay (12 bits) |  max delay (12 bits)  |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |  ID   | len=1 |transport-wide sequence number | zero padding  |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * Each of the two words behind the length is there only where its extension is.
 */
export interface RtpHeader {
  readonly payloadType: number;
  readonly sequenceNumber: number;
  /** Ticks of the codec's clock; cut to 32 bits. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** The last packet of a picture, or the first of sound after a gap. */
  readonly marker: boolean;
  readonly playoutDelay?: PlayoutDelay | undefined;
  readonly transportSequence?: TransportSequence | undefined;
  /** Beside no more than one of the others. */
  readonly sendTime?: SendTime | undefined;
}

/** http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time: by it receivers estimate what the path carries. */
export interface SendTime {
  /** The extension's id as negotiated, 1 to 14. */
  readonly id: number;
  /** When the packet goes out, ms of a steady clock. */
  readonly now: number;
}

/** draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2: counts the packets of all tracks of a viewer. */
export interface TransportSequence {
  /** The extension's id as negotiated, 1 to 14. */
  readonly extensionId: number;
  /** Cut to 16 bits. */
  readonly nextNumber: number;
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
export const SEND_TIME_URI = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';
export const TRANSPORT_SEQUENCE_URI =
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** With two extensions. */
export const MOST_RTP_HEADER_BYTES = 24;
const FIXED_HEADER_BYTES = 12;
const ONE_BYTE_EXTENSIONS = 0xbede;
/** 24 bits of seconds, 18 of them behind the point. */
const SEND_TIME_TICKS_PER_MS = 2 ** 18 / 1000;

/** Writes a header at the start of `target`; returns its length in bytes: 12, and with extensions 20 or 24. */
export function writeRtpHeader(target: Buffer, header: RtpHeader): number {
  const { playoutDelay, transportSequence, sendTime } = header;
  const words = (playoutDelay ? 1 : 0) + (transportSequence ? 1 : 0) + (sendTime ? 1 : 0);
  target.writeUInt8(0x80 | (words > 0 ? 0x10 : 0), 0);
  target.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1);
  target.writeUInt16BE(header.sequenceNumber & 0xffff, 2);
  target.writeUInt32BE(header.timestamp >>> 0, 4);
  target.writeUInt32BE(header.ssrc >>> 0, 8);
  if (words === 0) return FIXED_HEADER_BYTES;
  target.writeUInt16BE(ONE_BYTE_EXTENSIONS, 12);
  target.writeUInt16BE(words, 14);
  let end = FIXED_HEADER_BYTES + 4;
  if (playoutDelay) {
    target.writeUInt8((playoutDelay.id << 4) | 2, end);
    target.writeUIntBE(((playoutDelay.minimum / 10) << 12) | (playoutDelay.maximum / 10), end + 1, 3);
    end += 4;
  }
  if (transportSequence) {
    target.writeUInt8((transportSequence.extensionId << 4) | 1, end);
    target.writeUIntBE((transportSequence.nextNumber & 0xffff) << 8, end + 1, 3);
    end += 4;
  }
  if (sendTime) {
    target.writeUInt8((sendTime.id << 4) | 2, end);
    target.writeUIntBE(Math.floor(sendTime.now * SEND_TIME_TICKS_PER_MS) % 0x1000000, end + 1, 3);
    end += 4;
  }
  return end;
}
