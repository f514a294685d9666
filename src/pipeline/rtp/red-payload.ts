const EARLIER_HEADER_BYTES = 4;
/** What the header's 14 and 10 bits can hold. */
const MOST_OFFSET = 0x3fff;
const MOST_LENGTH = 0x3ff;

/**
 * Writes the header of an earlier packet in redundant audio data (RFC 2198 section 3). The headers of all of them, the
 * oldest first, and that of the newest stand before the packets themselves, which come in the same order.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     |1|   block PT  |  timestamp offset         |   block length    |
 *     |0|   block PT  |  of the newest
 *
 * @param offset - by how many ticks it is older than the newest, at most 16383.
 * @param length - bytes, at most 1023.
 * @returns the header's length, bytes.
 */
export function writeEarlierHeader(
  into: Buffer,
  at: number,
  { payloadType, offset, length }: { payloadType: number; offset: number; length: number },
): number {
  if (offset > MOST_OFFSET || length > MOST_LENGTH) throw new RangeError('too old or too long for RFC 2198');
  into.writeUInt8(0x80 | payloadType, at);
  into.writeUIntBE((offset << 10) | length, at + 1, 3);
  return EARLIER_HEADER_BYTES;
}

/** Writes the header of the newest packet; returns its length, bytes. */
export function writeNewestHeader(into: Buffer, at: number, payloadType: number): number {
  into.writeUInt8(payloadType, at);
  return 1;
}
