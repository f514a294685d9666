const POLYNOMIAL = 0x04c11db7;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 0x80000000 ? (remainder << 1) ^ POLYNOMIAL : remainder << 1;
  }
  return remainder >>> 0;
});

/** CRC-32 as NUT and Ogg use it: polynomial 0x04C11DB7, most significant bit first, starting at 0, not inverted. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) remainder = (remainder << 8) ^ TABLE[(remainder >>> 24) ^ byte]!;
  return remainder >>> 0;
}
