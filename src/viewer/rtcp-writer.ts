import type { ReceptionReport } from './rtp-reception.js';

const RECEIVER_REPORT = 201;
const TRANSPORT_FEEDBACK = 205;
const PAYLOAD_FEEDBACK = 206;
const GENERIC_NACK = 1;
const PLI = 1;
/** So many feedback entries fit into a packet that isn't cut on its way. */
const MOST_NACK_ENTRIES = 250;

/** Writes a receiver report about one source (RFC 3550 section 6.4.2). */
export function writeReceiverReport(ownSsrc: number, report: ReceptionReport): Buffer {
  const packet = packetOf(1, RECEIVER_REPORT, 32);
  packet.writeUInt32BE(ownSsrc, 4);
  packet.writeUInt32BE(report.ssrc, 8);
  packet.writeUInt8(report.fractionLost, 12);
  packet.writeUIntBE(report.cumulativeLost, 13, 3);
  packet.writeUInt32BE(report.highestSequence, 16);
  packet.writeUInt32BE(report.jitter, 20);
  packet.writeUInt32BE(report.lastSenderReport, 24);
  packet.writeUInt32BE(report.delaySinceLastSenderReport, 28);
  return packet;
}

/**
 * Writes a generic NACK (RFC 4585 section 6.2.1): each entry names a packet and, by bits, those of the 16 after it that
 * are missing too.
 *
 * @param numbers - rising; their lowest 16 bits are the sequence numbers.
 */
export function writeNack(ownSsrc: number, ssrc: number, numbers: readonly number[]): Buffer {
  const entries: { first: number; following: number }[] = [];
  for (const number of numbers) {
    const last = entries.at(-1);
    const distance = last === undefined ? 0 : number - last.first;
    if (last && distance >= 1 && distance <= 16) last.following |= 1 << (distance - 1);
    else entries.push({ first: number, following: 0 });
  }
  const sent = entries.slice(0, MOST_NACK_ENTRIES);
  const packet = packetOf(GENERIC_NACK, TRANSPORT_FEEDBACK, 12 + 4 * sent.length);
  packet.writeUInt32BE(ownSsrc, 4);
  packet.writeUInt32BE(ssrc, 8);
  sent.forEach(({ first, following }, index) => {
    packet.writeUInt16BE(first & 0xffff, 12 + 4 * index);
    packet.writeUInt16BE(following, 14 + 4 * index);
  });
  return packet;
}

/** Writes a picture loss indication (RFC 4585 section 6.3.1): a wish for a keyframe. */
export function writePli(ownSsrc: number, ssrc: number): Buffer {
  const packet = packetOf(PLI, PAYLOAD_FEEDBACK, 12);
  packet.writeUInt32BE(ownSsrc, 4);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}

/** Reads the middle 32 bits of the NTP time of a sender report (RFC 3550 section 6.4.1); `undefined` where there is none. */
export function readSenderReportTime(packet: Buffer): number | undefined {
  for (let at = 0; at + 8 <= packet.length; at += 4 * (packet.readUInt16BE(at + 2) + 1)) {
    if (packet[at + 1] === 200 && at + 16 <= packet.length) return packet.readUInt32BE(at + 10);
  }
  return undefined;
}

function packetOf(count: number, type: number, bytes: number): Buffer {
  const packet = Buffer.alloc(bytes);
  packet.writeUInt8(0x80 | count, 0);
  packet.writeUInt8(type, 1);
  packet.writeUInt16BE(bytes / 4 - 1, 2);
  return packet;
}
