const REFERENCE_MS = 64;
const TICKS_PER_MS = 4;
const HEADER_BYTES = 20;
const TWO_BYTES = 2;

/**
 * Writes transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).
 *
 * @param base - number of the first packet that it tells of.
 * @param arrivals - when each came, ms; `undefined` where it didn't.
 */
export function writeTransportFeedback(base: number, arrivals: readonly (number | undefined)[]): Buffer {
  const came = arrivals.filter((time) => time !== undefined);
  const chunks = Math.ceil(arrivals.length / 7);
  const bytes = HEADER_BYTES + 2 * chunks + TWO_BYTES * came.length;
  const packet = Buffer.alloc(4 * Math.ceil(bytes / 4));
  packet.writeUInt16BE(0x8fcd, 0);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt16BE(base & 0xffff, 12);
  packet.writeUInt16BE(arrivals.length, 14);
  const reference = Math.floor((came[0] ?? 0) / REFERENCE_MS);
  packet.writeIntBE(reference, 16, 3);
  let offset = HEADER_BYTES;
  for (let first = 0; first < arrivals.length; first += 7) {
    let chunk = 0xc000;
    for (let index = 0; index < 7; index++) {
      if (arrivals[first + index] !== undefined) chunk |= TWO_BYTES << (12 - 2 * index);
    }
    offset = packet.writeUInt16BE(chunk, offset);
  }
  let last = reference * REFERENCE_MS * TICKS_PER_MS;
  for (const time of came) {
    const ticks = Math.round(time * TICKS_PER_MS);
    offset = packet.writeInt16BE(ticks - last, offset);
    last = ticks;
  }
  return packet;
}
