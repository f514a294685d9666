/** Types of NAL units (ITU-T H.264, table 7-1). */
export const UNIT_TYPES = { sequenceParameterSet: 7 } as const;

const START_CODE_BYTES = 3;
const TYPE_BITS = 0x1f;

/** The NAL units of an access unit in the byte stream format (ITU-T H.264, annex B), each with a start code. */
export function splitUnits(bytes: Uint8Array): Uint8Array[] {
  const starts: number[] = [];
  for (let at = 0; at + START_CODE_BYTES < bytes.length; at++) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1) starts.push(at);
  }
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length));
}

/** @param unit - with its start code. */
export function unitType(unit: Uint8Array): number {
  return (unit[START_CODE_BYTES] ?? 0) & TYPE_BITS;
}
