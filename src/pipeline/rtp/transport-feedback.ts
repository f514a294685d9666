const TRANSPORT_FEEDBACK = 205;
const TRANSPORT_WIDE = 15;
const HEADER_BYTES = 20;
const REFERENCE_MS = 64;
const DELTA_MS = 0.25;
/** A browser reports every 50 to 250 ms; more packets than this are never sent in that time. */
const MOST_PACKETS = 4096;

/** What one packet of feedback tells of the packets from `baseNumber` on. Its memory is used again and again. */
export class TransportFeedback {
  /** Transport-wide sequence number of the first packet that it tells of, 16 bits. */
  baseNumber = 0;
  /** Packets that it tells of. */
  count = 0;
  /** When each arrived, ms on the receiver's clock, which begins anywhere; `NaN` for what didn't come until then. */
  readonly arrivals = new Float64Array(MOST_PACKETS);
}

/**
 * Reads transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1), by itself or in a
 * compound RTCP packet.
 *
 * @param packet - from a browser, and maybe not what it should be.
 * @param start - where to begin to look for it, bytes.
 * @returns where what was read ends, bytes; `undefined` where there is none. What is cut short tells of what is whole.
 */
export function readTransportFeedback(
  packet: Buffer,
  into: TransportFeedback,
  start = 0,
): number | undefined {
  let offset = start;
  while (offset + 4 <= packet.length) {
    const end = offset + 4 * (packet.readUInt16BE(offset + 2) + 1);
    if (packet[offset]! >> 6 !== 2 || end > packet.length) return undefined;
    const isWanted = packet[offset + 1] === TRANSPORT_FEEDBACK && (packet[offset]! & 0x1f) === TRANSPORT_WIDE;
    if (isWanted && end - offset >= HEADER_BYTES) {
      readOne(packet, offset, end, into);
      return end;
    }
    offset = end;
  }
  return undefined;
}

function readOne(packet: Buffer, start: number, end: number, into: TransportFeedback): void {
  into.baseNumber = packet.readUInt16BE(start + 12);
  const wanted = Math.min(packet.readUInt16BE(start + 14), MOST_PACKETS);
  const symbolsEnd = readSymbols(packet, start + HEADER_BYTES, end, wanted, into);
  let arrival = packet.readIntBE(start + 16, 3) * REFERENCE_MS;
  let offset = symbolsEnd;
  const { arrivals } = into;
  for (let index = 0; index < into.count; index++) {
    const bytes = arrivals[index]!;
    if (bytes === 0) {
      arrivals[index] = Number.NaN;
      continue;
    }
    if (offset + bytes > end) {
      into.count = index;
      return;
    }
    arrival += DELTA_MS * (bytes === 1 ? packet[offset]! : packet.readInt16BE(offset));
    arrivals[index] = arrival;
    offset += bytes;
  }
}

/** Leaves in `arrivals` how many bytes of time each packet has: 1 or 2, and 0 for one that didn't come. Returns where they begin. */
function readSymbols(
  packet: Buffer,
  start: number,
  end: number,
  wanted: number,
  into: TransportFeedback,
): number {
  const { arrivals } = into;
  let count = 0;
  let offset = start;
  for (; count < wanted && offset + 2 <= end; offset += 2) {
    const chunk = packet.readUInt16BE(offset);
    if (chunk < 0x8000) {
      // A run: two bits of symbol, thirteen of length.
      const bytes = deltaBytes(chunk >> 13);
      for (let left = chunk & 0x1fff; left > 0 && count < wanted; left--) arrivals[count++] = bytes;
      continue;
    }
    // A vector: fourteen symbols of one bit, or seven of two.
    const bits = chunk & 0x4000 ? 2 : 1;
    for (let shift = 14 - bits; shift >= 0 && count < wanted; shift -= bits) {
      arrivals[count++] = deltaBytes((chunk >> shift) & (bits === 2 ? 3 : 1));
    }
  }
  into.count = count;
  return offset;
}

/** The symbol 3 is reserved; libwebrtc writes none. */
function deltaBytes(symbol: number): number {
  return symbol === 3 ? 0 : symbol;
}
