/** What a viewer's RTCP packets say that the sender acts on. */
export type RtcpFeedback =
  | { readonly kind: 'keyframe-wanted'; readonly ssrc: number }
  | { readonly kind: 'loss'; readonly ssrc: number }
  /** What the receiver thinks that the whole path carries, bit/s. */
  | { readonly kind: 'bandwidth'; readonly bps: number }
  | {
      readonly kind: 'report';
      readonly ssrc: number;
      /** Share of packets lost since the last report, 0 to 1. */
      readonly fractionLost: number;
      /** Packets lost since the beginning. */
      readonly cumulativeLost: number;
      /** The highest sequence number that came, and above its 16 bits how often those ran over. */
      readonly highestSequence: number;
      /** Interarrival jitter in ticks of the codec's clock. */
      readonly jitter: number;
      /** Middle 32 bits of the last sender report's NTP time, 0 before the first. */
      readonly lastSenderReport: number;
      /** Time between that report's arrival and this one's departure, in units of 1/65536 s. */
      readonly delaySinceLastSenderReport: number;
    };

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const TRANSPORT_FEEDBACK = 205;
const PAYLOAD_FEEDBACK = 206;
const GENERIC_NACK = 1;
const PLI = 1;
const FIR = 4;
const APPLICATION_LAYER = 15;
const REMB_NAME = 'REMB';
const REPORT_BLOCK_BYTES = 24;

/**
 * Reads a compound RTCP packet: receiver reports (RFC 3550 section 6.4), generic NACK and PLI (RFC 4585 section 6),
 * FIR (RFC 5104 section 4.3.1), the receiver's estimated bitrate (draft-alvestrand-rmcat-remb-03). Other packets are passed over; what is cut short ends the reading.
 */
export function readRtcp(packet: Buffer): RtcpFeedback[] {
  const feedback: RtcpFeedback[] = [];
  let offset = 0;
  while (offset + 8 <= packet.length) {
    const count = packet.readUInt8(offset) & 0x1f;
    const type = packet.readUInt8(offset + 1);
    const end = offset + 4 * (packet.readUInt16BE(offset + 2) + 1);
    if (packet.readUInt8(offset) >> 6 !== 2 || end > packet.length) break;
    feedback.push(...readOne(packet.subarray(offset, end), type, count));
    offset = end;
  }
  return feedback;
}

function readOne(packet: Buffer, type: number, count: number): RtcpFeedback[] {
  if (type === RECEIVER_REPORT) return readReportBlocks(packet, 8, count);
  if (type === SENDER_REPORT) return readReportBlocks(packet, 28, count);
  if (packet.length < 12) return [];
  if (type === TRANSPORT_FEEDBACK && count === GENERIC_NACK) {
    return [{ kind: 'loss', ssrc: packet.readUInt32BE(8) }];
  }
  if (type !== PAYLOAD_FEEDBACK) return [];
  if (count === PLI) return [{ kind: 'keyframe-wanted', ssrc: packet.readUInt32BE(8) }];
  // FIR names its media source in each entry, not in the common header.
  if (count === FIR && packet.length >= 20) {
    return [{ kind: 'keyframe-wanted', ssrc: packet.readUInt32BE(12) }];
  }
  if (count === APPLICATION_LAYER && packet.length >= 20) return readEstimatedBitrate(packet);
  return [];
}

/** Six bits of exponent and eighteen of mantissa (section 2.2): a number that says nothing where it is none of a path. */
function readEstimatedBitrate(packet: Buffer): RtcpFeedback[] {
  if (packet.toString('latin1', 12, 16) !== REMB_NAME) return [];
  const bps = (packet.readUIntBE(17, 3) & 0x3ffff) * 2 ** (packet[17]! >> 2);
  return [{ kind: 'bandwidth', bps }];
}

function readReportBlocks(packet: Buffer, start: number, count: number): RtcpFeedback[] {
  const available = Math.max(0, Math.floor((packet.length - start) / REPORT_BLOCK_BYTES));
  return Array.from({ length: Math.min(count, available) }, (_, index) => {
    const offset = start + index * REPORT_BLOCK_BYTES;
    return {
      kind: 'report',
      ssrc: packet.readUInt32BE(offset),
      fractionLost: packet.readUInt8(offset + 4) / 256,
      cumulativeLost: packet.readIntBE(offset + 5, 3),
      highestSequence: packet.readUInt32BE(offset + 8),
      jitter: packet.readUInt32BE(offset + 12),
      lastSenderReport: packet.readUInt32BE(offset + 16),
      delaySinceLastSenderReport: packet.readUInt32BE(offset + 20),
    };
  });
}

/**
 * Round trip by a receiver report (RFC 3550 section 6.4.1, figure 2).
 *
 * @param now - wall clock, ms since 1970: the clock of the sender reports.
 * @returns milliseconds, or `undefined` before the receiver has seen a sender report.
 */
export function roundTripMs(
  report: Extract<RtcpFeedback, { kind: 'report' }>,
  now: number,
): number | undefined {
  if (report.lastSenderReport === 0) return undefined;
  const roundTrip = (compactNtp(now) - report.lastSenderReport - report.delaySinceLastSenderReport) | 0;
  return Math.max(0, (roundTrip * 1000) / 65536);
}

/** Middle 32 bits of NTP time: 16 of seconds, 16 of fraction. */
function compactNtp(unixMs: number): number {
  const NTP_OFFSET_SECONDS = 2_208_988_800;
  const seconds = unixMs / 1000 + NTP_OFFSET_SECONDS;
  return Math.floor((seconds % 65536) * 65536) >>> 0;
}
