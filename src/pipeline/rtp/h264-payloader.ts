import { MAX_PAYLOAD_BYTES, type RtpPayload } from './payload.js';

const STAP_A = 24;
const FU_A = 28;
const NRI_MASK = 0x60;
const TYPE_MASK = 0x1f;
const FU_HEADERS_BYTES = 2;
const NO_PREFIX = Buffer.alloc(0);

/** Which one is the last is known when all are made; a copy of each that says so would cost more than the cutting. */
type Payload = { -readonly [Field in keyof RtpPayload]: RtpPayload[Field] };

/**
 * Cuts an H.264 picture into RTP payloads (RFC 6184, packetization-mode 1): neighbouring small NAL units share a
 * STAP-A (section 5.7.1), large ones become FU-A fragments (section 5.8), others go as they are.
 *
 * @param units - the picture's NAL units without start codes, in decoding order.
 */
export function payloadH264(units: readonly Buffer[], maxBytes = MAX_PAYLOAD_BYTES): RtpPayload[] {
  const payloads: Payload[] = [];
  let small: Buffer[] = [];
  let smallBytes = 1;
  const flushSmall = () => {
    if (small.length > 0) payloads.push(small.length === 1 ? single(small[0]!) : aggregate(small));
    small = [];
    smallBytes = 1;
  };
  for (const unit of units) {
    if (smallBytes + 2 + unit.length > maxBytes) flushSmall();
    if (unit.length > maxBytes) {
      payloads.push(...fragment(unit, maxBytes));
    } else {
      small.push(unit);
      smallBytes += 2 + unit.length;
    }
  }
  flushSmall();
  const final = payloads.at(-1);
  if (final) final.last = true;
  return payloads;
}

function single(unit: Buffer): Payload {
  return { prefix: NO_PREFIX, content: unit, last: false };
}

/** One STAP-A: its NRI is the highest of the units in it. */
function aggregate(units: readonly Buffer[]): Payload {
  const nri = Math.max(...units.map((unit) => unit.readUInt8(0) & NRI_MASK));
  const pieces = units.flatMap((unit) => [Buffer.of(unit.length >> 8, unit.length & 0xff), unit]);
  return { prefix: Buffer.of(nri | STAP_A), content: Buffer.concat(pieces), last: false };
}

function fragment(unit: Buffer, maxBytes: number): Payload[] {
  const header = unit.readUInt8(0);
  const indicator = (header & NRI_MASK) | FU_A;
  const type = header & TYPE_MASK;
  const body = unit.subarray(1);
  const count = Math.ceil(body.length / (maxBytes - FU_HEADERS_BYTES));
  const size = Math.ceil(body.length / count);
  return Array.from({ length: count }, (_, index) => {
    const start = index === 0 ? 0x80 : 0;
    const end = index === count - 1 ? 0x40 : 0;
    return {
      prefix: Buffer.of(indicator, start | end | type),
      content: body.subarray(index * size, (index + 1) * size),
      last: false,
    };
  });
}
