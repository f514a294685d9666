/** A packet within redundant audio data (RFC 2198). */
export interface RedBlock {
  readonly payloadType: number;
  /** Ticks by which it is older than the newest. */
  readonly offset: number;
  readonly data: Buffer;
}

/** Reads what a host sends, apart from the code that wrote it: the oldest packet first. */
export function readRed(payload: Buffer): RedBlock[] {
  const headers: { payloadType: number; offset: number; length: number }[] = [];
  let at = 0;
  for (; payload.readUInt8(at) & 0x80; at += 4) {
    const word = payload.readUInt32BE(at);
    headers.push({ payloadType: (word >>> 24) & 0x7f, offset: (word >>> 10) & 0x3fff, length: word & 0x3ff });
  }
  headers.push({ payloadType: payload.readUInt8(at++), offset: 0, length: Number.NaN });
  return headers.map(({ payloadType, offset, length }) => {
    const end = offset === 0 ? payload.length : at + length;
    const data = payload.subarray(at, end);
    at = end;
    return { payloadType, offset, data };
  });
}
