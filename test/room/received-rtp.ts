/** Reads what a host sends, apart from the code that wrote it: RTP (RFC 3550 section 5.1) and sender reports. */

export interface ReceivedRtp {
  /** The whole packet. */
  readonly bytes: Buffer;
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** One-byte header extensions by their id (RFC 8285 section 4.2). */
  readonly extensions: ReadonlyMap<number, Buffer>;
  readonly payload: Buffer;
}

export interface SenderReport {
  readonly ssrc: number;
  /** Milliseconds since 1970. */
  readonly wallTimeMs: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
}

export interface Vp8Payload {
  readonly startsFrame: boolean;
  /** 15 bits. */
  readonly pictureId: number;
  readonly data: Buffer;
}

/** RTCP's packet types stand where RTP has marker and payload type (RFC 5761 section 4). */
export function isRtcp(packet: Buffer): boolean {
  const type = packet.readUInt8(1);
  return type >= 192 && type <= 223;
}

export function readRtp(bytes: Buffer): ReceivedRtp {
  const first = bytes.readUInt8(0);
  if (first >> 6 !== 2 || first & 0x2f) throw new Error(`unexpected first byte ${first} of an RTP packet`);
  const second = bytes.readUInt8(1);
  const extensions = new Map<number, Buffer>();
  let offset = 12;
  if (first & 0x10) {
    const end = offset + 4 + 4 * bytes.readUInt16BE(offset + 2);
    if (bytes.readUInt16BE(offset) !== 0xbede) throw new Error('unexpected form of header extension');
    for (let at = offset + 4; at < end; ) {
      const header = bytes.readUInt8(at);
      const length = header === 0 ? 0 : (header & 15) + 1;
      if (header !== 0) extensions.set(header >> 4, bytes.subarray(at + 1, at + 1 + length));
      at += 1 + length;
    }
    offset = end;
  }
  return {
    bytes,
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequenceNumber: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    extensions,
    payload: bytes.subarray(offset),
  };
}

/** Reads the sender reports of a compound packet (RFC 3550 section 6.4.1). */
export function readSenderReports(packet: Buffer): SenderReport[] {
  const reports: SenderReport[] = [];
  for (let at = 0; at + 4 <= packet.length; at += 4 * (packet.readUInt16BE(at + 2) + 1)) {
    if (packet.readUInt8(at + 1) !== 200) continue;
    const seconds = packet.readUInt32BE(at + 8) - 2_208_988_800;
    reports.push({
      ssrc: packet.readUInt32BE(at + 4),
      wallTimeMs: 1000 * (seconds + packet.readUInt32BE(at + 12) / 2 ** 32),
      rtpTimestamp: packet.readUInt32BE(at + 16),
      packetCount: packet.readUInt32BE(at + 20),
    });
  }
  return reports;
}

/** Reads the payload descriptor that has a 15-bit picture id and nothing else (RFC 7741 section 4.2). */
export function readVp8Payload(payload: Buffer): Vp8Payload {
  const [first, extended] = [payload.readUInt8(0), payload.readUInt8(1)];
  if ((first & 0xef) !== 0x80 || extended !== 0x80 || payload.readUInt8(2) < 0x80) {
    throw new Error(`unexpected VP8 payload descriptor ${payload.subarray(0, 4).toString('hex')}`);
  }
  return {
    startsFrame: (first & 0x10) !== 0,
    pictureId: payload.readUInt16BE(2) & 0x7fff,
    data: payload.subarray(4),
  };
}

/** A generic NACK for one packet (RFC 4585 section 6.2.1). */
export function writeNack(ssrc: number, sequenceNumber: number): Buffer {
  const packet = Buffer.from('81cd00030000000100000000ffff0000', 'hex');
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt16BE(sequenceNumber, 12);
  return packet;
}

/** A picture loss indication (RFC 4585 section 6.3.1). */
export function writePli(ssrc: number): Buffer {
  const packet = Buffer.from('81ce00020000000100000000', 'hex');
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}

/** A receiver report about one source (RFC 3550 section 6.4.2) with a share of packets lost, 0 to 1. */
export function writeReceiverReport(
  ssrc: number,
  report: {
    readonly fractionLost: number;
    readonly cumulativeLost: number;
    readonly answering?: SenderReport;
  },
): Buffer {
  const packet = Buffer.from(`81c9000700000001${'00'.repeat(24)}`, 'hex');
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt8(Math.round(report.fractionLost * 256), 12);
  packet.writeUIntBE(report.cumulativeLost, 13, 3);
  if (report.answering) {
    const ntpSeconds = report.answering.wallTimeMs / 1000 + 2_208_988_800;
    packet.writeUInt32BE(Math.floor((ntpSeconds % 65536) * 65536), 24);
  }
  return packet;
}
