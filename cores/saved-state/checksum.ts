/** The multiplier of the FNV-1a hash. */
const PRIME = 0x0100_0193;
const START = 0x811c_9dc5;

/**
 * 32 bits that differ where bytes were changed by accident; in words rather than bytes, and two chains side by side, it
 * costs a tenth of a millisecond where SHA-256 takes one. Aligned or not, the same bytes give the same.
 */
export function checksum(bytes: Uint8Array): number {
  const whole = bytes.length >>> 3;
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Int32Array(buffer, byteOffset, whole * 2);
  let one = START ^ bytes.length;
  let other = ~START;
  for (let index = 0; index < words.length; index += 2) {
    one = Math.imul(one ^ words[index]!, PRIME);
    other = Math.imul(other ^ words[index + 1]!, PRIME);
    // A multiplication carries upwards only: what is high must come down as well.
    one ^= one >>> 15;
    other ^= other >>> 15;
  }
  for (const byte of bytes.subarray(whole * 8)) one = Math.imul(one ^ byte, PRIME);
  return (Math.imul(one ^ (other >>> 7), PRIME) ^ other) >>> 0;
}
