import type { Depacketizer } from './depacketizer.js';

const TYPE_MASK = 0x1f;
const IDR = 5;
const SPS = 7;
const LAST_SINGLE = 23;
const STAP_A = 24;
const FU_A = 28;
const START_CODE = Buffer.of(0, 0, 0, 1);

/** H.264 access units with start codes (Annex B) out of RTP payloads in packetization mode 1 (RFC 6184). */
export const h264Depacketizer: Depacketizer = {
  startsKeyframe(payload) {
    const types = firstTypes(payload);
    return types.includes(SPS) || types.includes(IDR);
  },
  assemble(payloads) {
    const units = unitsOf(payloads);
    if (!units || units.length === 0) return undefined;
    return {
      data: Buffer.concat(units.flatMap((unit) => [START_CODE, unit])),
      keyframe: units.some((unit) => (unit[0]! & TYPE_MASK) === IDR),
    };
  },
};

function unitsOf(payloads: readonly Buffer[]): Buffer[] | undefined {
  const units: Buffer[] = [];
  let fragments: Buffer[] | undefined;
  for (const payload of payloads) {
    const type = typeOf(payload);
    // A fragmented unit is whole before anything else follows (RFC 6184 section 5.8).
    if (type === undefined || (fragments !== undefined && type !== FU_A)) return undefined;
    if (type <= LAST_SINGLE) {
      units.push(payload);
    } else if (type === STAP_A) {
      const aggregated = aggregatedUnits(payload);
      if (!aggregated) return undefined;
      units.push(...aggregated);
    } else if (type === FU_A && payload.length > 2) {
      const header = payload[1]!;
      const starts = (header & 0x80) !== 0;
      if (starts === (fragments !== undefined)) return undefined;
      fragments ??= [Buffer.of((payload[0]! & 0xe0) | (header & TYPE_MASK))];
      fragments.push(payload.subarray(2));
      if ((header & 0x40) === 0) continue;
      units.push(Buffer.concat(fragments));
      fragments = undefined;
    } else {
      return undefined;
    }
  }
  return fragments ? undefined : units;
}

/** The units of a STAP-A (RFC 6184 section 5.7.1): each has its length before it. */
function aggregatedUnits(payload: Buffer): Buffer[] | undefined {
  const units: Buffer[] = [];
  for (let offset = 1; offset < payload.length; ) {
    const start = offset + 2;
    if (start > payload.length) return undefined;
    const end = start + payload.readUInt16BE(offset);
    if (end === start || end > payload.length) return undefined;
    units.push(payload.subarray(start, end));
    offset = end;
  }
  return units;
}

/** The types of the units that begin in a payload. */
function firstTypes(payload: Buffer): number[] {
  const type = typeOf(payload);
  if (type === STAP_A) return (aggregatedUnits(payload) ?? []).map((unit) => unit[0]! & TYPE_MASK);
  if (type === FU_A) return (payload[1] ?? 0) & 0x80 ? [payload[1]! & TYPE_MASK] : [];
  return type === undefined ? [] : [type];
}

/** `undefined` for what is empty or has the forbidden bit set (RFC 6184 section 1.3). */
function typeOf(payload: Buffer): number | undefined {
  const first = payload[0];
  const type = first === undefined || first & 0x80 ? 0 : first & TYPE_MASK;
  return type === 0 ? undefined : type;
}
