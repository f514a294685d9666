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
