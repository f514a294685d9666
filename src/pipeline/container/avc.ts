/** H.264 as containers hold it (ISO/IEC 14496-15): parameter sets beside the stream, NAL units with their length before them. */

/** Kinds of NAL units (H.264 table 7-1). */
export const NAL_TYPE = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, accessUnitDelimiter: 9 } as const;

export function nalType(unit: Buffer): number {
  return unit.readUInt8(0) & 0x1f;
}

/** The SPS and PPS of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1), in that order. */
export function parameterSets(configuration: Buffer): Buffer[] {
  const sets: Buffer[] = [];
  let offset = 5;
  for (const countMask of [0x1f, 0xff]) {
    const count = configuration.readUInt8(offset++) & countMask;
    for (let index = 0; index < count; index++) {
      const size = configuration.readUInt16BE(offset);
      sets.push(configuration.subarray(offset + 2, offset + 2 + size));
      offset += 2 + size;
    }
  }
  return sets;
}

/** Splits a picture into its NAL units; each has its length as `u32` before it, as ffmpeg writes FLV. */
export function splitLengthPrefixed(picture: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let offset = 0;
  while (offset + 4 <= picture.length) {
    const end = offset + 4 + picture.readUInt32BE(offset);
    if (end > picture.length) throw new Error('a NAL unit is longer than its picture');
    if (end > offset + 4) units.push(picture.subarray(offset + 4, end));
    offset = end;
  }
  return units;
}
