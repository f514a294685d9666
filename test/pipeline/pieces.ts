/** A stream in two pieces, cut at every possible place in turn. */
export function* cutInTwo(stream: Buffer): Generator<[Buffer, Buffer]> {
  for (let cut = 0; cut <= stream.length; cut++) yield [stream.subarray(0, cut), stream.subarray(cut)];
}

/** A stream in pieces of one byte each. */
export function bytewise(stream: Buffer): Buffer[] {
  return Array.from(stream, (_, index) => stream.subarray(index, index + 1));
}

/** Bytes from hexadecimal digits, spaces allowed. */
export function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
}
