import { crc32 } from '../../../src/pipeline/container/crc32.js';

const SAMPLES_PER_PACKET = 480;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

/** Opus packets of 10 ms stereo as an Ogg file (RFC 7845), a page each. */
export function oggOpus(packets: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head[8] = 1;
  head[9] = 2;
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), Buffer.alloc(8)]);
  return Buffer.concat([
    page(0, FIRST_PAGE, 0, head),
    page(1, 0, 0, tags),
    ...packets.map((packet, index) =>
      page(index + 2, index === packets.length - 1 ? LAST_PAGE : 0, (index + 1) * SAMPLES_PER_PACKET, packet),
    ),
  ]);
}

/** A page of one packet (RFC 3533 section 6). */
function page(sequence: number, flags: number, granule: number, packet: Buffer): Buffer {
  if (packet.length >= 255) throw new RangeError('a packet that needs more than one segment');
  const bytes = Buffer.concat([Buffer.alloc(28), packet]);
  bytes.write('OggS', 'latin1');
  bytes[5] = flags;
  bytes.writeBigUInt64LE(BigInt(granule), 6);
  bytes.writeUInt32LE(1, 14);
  bytes.writeUInt32LE(sequence, 18);
  bytes[26] = 1;
  bytes[27] = packet.length;
  bytes.writeUInt32LE(crc32(bytes), 22);
  return bytes;
}
