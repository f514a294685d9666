/**
 * Writes what `bytes` and `other` differ in to `target`, which is as long as `bytes`; what `other` lacks counts as
 * zeros. Done twice it gives the bytes again.
 */
export function xorInto(target: Uint8Array, bytes: Uint8Array, other: Uint8Array): void {
  const shared = Math.min(bytes.length, other.length);
  const words = areAligned(target, bytes, other) ? shared >>> 2 : 0;
  if (words > 0) {
    const [into, one, two] = [wordsOf(target, words), wordsOf(bytes, words), wordsOf(other, words)];
    for (let index = 0; index < words; index++) into[index] = one[index]! ^ two[index]!;
  }
  for (let index = words * 4; index < shared; index++) target[index] = bytes[index]! ^ other[index]!;
  target.set(bytes.subarray(shared), shared);
}

function areAligned(...all: readonly Uint8Array[]): boolean {
  return all.every(({ byteOffset }) => byteOffset % 4 === 0);
}

function wordsOf(bytes: Uint8Array, count: number): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, count);
}
