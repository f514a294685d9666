/** What an RTP packet says (RFC 3550 section 5.1). */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequenceNumber: number;
  /** 32 bits. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** In the packet's memory. */
  readonly payload: Buffer;
}

const FIXED_HEADER_BYTES = 12;

/** RTCP's packet types stand where RTP has marker and payload type (RFC 5761 section 4). */
export function isRtcp(packet: Buffer): boolean {
  return packet.length >= 2 && packet[1]! >= 192 && packet[1]! <= 223;
}

/** Reads a packet; `undefined` where it is none, or is cut short. */
export function readRtpPacket(packet: Buffer): RtpPacket | undefined {
  if (packet.length < FIXED_HEADER_BYTES || packet[0]! >> 6 !== 2 || isRtcp(packet)) return undefined;
  let start = FIXED_HEADER_BYTES + 4 * (packet[0]! & 0x0f);
  if (packet[0]! & 0x10) {
    if (start + 4 > packet.length) return undefined;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  // The last byte of padding says how long it is, itself included.
  const padding = packet[0]! & 0x20 ? packet[packet.length - 1]! : 0;
  const end = packet.length - padding;
  if (start > end || (packet[0]! & 0x20 && padding === 0)) return undefined;
  return {
    payloadType: packet[1]! & 0x7f,
    marker: (packet[1]! & 0x80) !== 0,
    sequenceNumber: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(start, end),
  };
}

const ONE_BYTE_EXTENSIONS = 0xbede;

/**
 * Reads the transport-wide sequence number of a packet (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2) out
 * of its header extensions of one byte (RFC 8285 section 4.2); `undefined` where it has none, is cut short, or is RTCP.
 *
 * @param extensionId - as negotiated, 1 to 14.
 */
export function readTransportSequence(packet: Buffer, extensionId: number): number | undefined {
  const hasExtensions = packet.length >= FIXED_HEADER_BYTES && packet[0]! >> 6 === 2 && packet[0]! & 0x10;
  if (!hasExtensions || isRtcp(packet)) return undefined;
  const start = FIXED_HEADER_BYTES + 4 * (packet[0]! & 0x0f);
  if (start + 4 > packet.length || packet.readUInt16BE(start) !== ONE_BYTE_EXTENSIONS) return undefined;
  const end = Math.min(packet.length, start + 4 + 4 * packet.readUInt16BE(start + 2));
  for (let at = start + 4; at < end; ) {
    const header = packet[at]!;
    // Padding is one zero.
    const bytes = header === 0 ? 0 : (header & 0x0f) + 1;
    if (header >> 4 === 15) return undefined;
    if (header >> 4 === extensionId) {
      return bytes === 2 && at + 3 <= end ? packet.readUInt16BE(at + 1) : undefined;
    }
    at += 1 + bytes;
  }
  return undefined;
}
