const RTPFB = 205;
const TRANSPORT_WIDE = 15;
const HEADER_BYTES = 20;
const REFERENCE_MS = 64;
const TICKS_PER_MS = 4;
const TICKS_PER_REFERENCE = REFERENCE_MS * TICKS_PER_MS;
/** Of two bits each: didn't come, came a small time after the one before, or a large one, which may be negative. */
const [LOST, SMALL, LARGE] = [0, 1, 2];
const SYMBOLS_PER_VECTOR = 7;
const LONGEST_RUN = 0x1fff;
/** Shorter runs of one symbol take no less room than a vector. */
const SHORTEST_RUN = 2 * SYMBOLS_PER_VECTOR;
/** So many packets can be told of in one of feedback that isn't cut on its way. */
const MOST_PACKETS = 400;

/** Who tells whom of what. */
export interface FeedbackAddress {
  readonly ownSsrc: number;
  /** A source of the packets. */
  readonly ssrc: number;
  /** Counts the packets of feedback; its lowest eight bits go out. */
  readonly feedbackNumber: number;
}

/** What was written, and how many packets it tells of. */
export interface WrittenFeedback {
  readonly packet: Buffer;
  readonly count: number;
}

/**
 * Writes transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).
 *
 * @param base - transport-wide sequence number of the first packet; its lowest 16 bits go out.
 * @param arrivals - when each packet from there on came, ms of any steady clock; `NaN` for those that didn't. The last one
 *   has to have come.
 * @returns `undefined` where nothing came. It may tell of fewer packets than there are: the rest takes another one.
 */
export function writeTransportFeedback(
  { ownSsrc, ssrc, feedbackNumber }: FeedbackAddress,
  base: number,
  arrivals: readonly number[],
): WrittenFeedback | undefined {
  const first = arrivals.find((arrival) => !Number.isNaN(arrival));
  if (first === undefined) return undefined;
  const reference = Math.floor(Math.round(first * TICKS_PER_MS) / TICKS_PER_REFERENCE);
  const { symbols, deltas } = symbolsOf(arrivals, reference * TICKS_PER_REFERENCE);
  const chunks = chunksOf(symbols);
  const deltaBytes = deltas.reduce((sum, delta) => sum + (isSmall(delta) ? 1 : 2), 0);
  const bytes = 4 * Math.ceil((HEADER_BYTES + 2 * chunks.length + deltaBytes) / 4);
  const packet = Buffer.alloc(bytes);
  packet.writeUInt8(0x80 | TRANSPORT_WIDE, 0);
  packet.writeUInt8(RTPFB, 1);
  packet.writeUInt16BE(bytes / 4 - 1, 2);
  packet.writeUInt32BE(ownSsrc, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt16BE(base & 0xffff, 12);
  packet.writeUInt16BE(symbols.length, 14);
  packet.writeUIntBE(reference & 0xffffff, 16, 3);
  packet.writeUInt8(feedbackNumber & 0xff, 19);
  let offset = HEADER_BYTES;
  for (const chunk of chunks) offset = packet.writeUInt16BE(chunk, offset);
  for (const delta of deltas) {
    offset = isSmall(delta) ? packet.writeUInt8(delta, offset) : packet.writeInt16BE(delta, offset);
  }
  return { packet, count: symbols.length };
}

/** Ends where a packet came later after the one before it than can be said, eight seconds. */
function symbolsOf(arrivals: readonly number[], reference: number): { symbols: number[]; deltas: number[] } {
  const symbols: number[] = [];
  const deltas: number[] = [];
  let last = reference;
  for (const arrival of arrivals.slice(0, MOST_PACKETS)) {
    if (Number.isNaN(arrival)) {
      symbols.push(LOST);
      continue;
    }
    const ticks = Math.round(arrival * TICKS_PER_MS);
    const delta = ticks - last;
    if (delta < -0x8000 || delta > 0x7fff) break;
    symbols.push(isSmall(delta) ? SMALL : LARGE);
    deltas.push(delta);
    last = ticks;
  }
  return { symbols, deltas };
}

function isSmall(delta: number): boolean {
  return delta >= 0 && delta <= 0xff;
}

/** Runs where one symbol goes on for long, vectors of two bits a symbol elsewhere; a last vector is filled up with zeros. */
function chunksOf(symbols: readonly number[]): number[] {
  const chunks: number[] = [];
  for (let at = 0; at < symbols.length; ) {
    const symbol = symbols[at]!;
    let end = at;
    while (end < symbols.length && end - at < LONGEST_RUN && symbols[end] === symbol) end++;
    if (end - at >= SHORTEST_RUN || end === symbols.length) {
      chunks.push((symbol << 13) | (end - at));
      at = end;
      continue;
    }
    let vector = 0xc000;
    for (let index = 0; index < SYMBOLS_PER_VECTOR; index++) {
      vector |= (symbols[at + index] ?? LOST) << (12 - 2 * index);
    }
    chunks.push(vector);
    at += SYMBOLS_PER_VECTOR;
  }
  return chunks;
}
