import { describe, expect, it } from 'vitest';
import { payloadH264 } from '../../../src/pipeline/rtp/h264-payloader.js';
import { MAX_PAYLOAD_BYTES, type RtpPayload } from '../../../src/pipeline/rtp/payload.js';
import { bytes } from '../pieces.js';

const SPS = bytes('6742c01e');
const PPS = bytes('68ce3c80');

function unit(header: number, size: number): Buffer {
  const content = Buffer.from(Uint8Array.from({ length: size }, (_, index) => index * 5));
  content[0] = header;
  return content;
}

function payloadBytes({ prefix, content }: RtpPayload): string {
  return Buffer.concat([prefix, content]).toString('hex');
}

/** Puts a picture together again as RFC 6184 sections 5.6 to 5.8 have it. */
function depayload(payloads: readonly RtpPayload[]): Buffer[] {
  const units: Buffer[] = [];
  let fragments: Buffer[] = [];
  for (const payload of payloads) {
    const packet = Buffer.concat([payload.prefix, payload.content]);
    const type = packet[0]! & 0x1f;
    if (type === 24) {
      for (let offset = 1; offset < packet.length; offset += 2 + packet.readUInt16BE(offset)) {
        units.push(packet.subarray(offset + 2, offset + 2 + packet.readUInt16BE(offset)));
      }
    } else if (type === 28) {
      const start = (packet[1]! & 0x80) !== 0;
      expect(start, 'a start bit on the first fragment only').toBe(fragments.length === 0);
      if (start) fragments.push(Buffer.of((packet[0]! & 0xe0) | (packet[1]! & 0x1f)));
      fragments.push(packet.subarray(2));
      if (packet[1]! & 0x40) {
        units.push(Buffer.concat(fragments));
        fragments = [];
      }
    } else units.push(packet);
  }
  expect(fragments).toEqual([]);
  return units;
}

describe('an H.264 picture as RTP payloads', () => {
  it('of one small unit is that unit as it is', () => {
    expect(payloadH264([bytes('41 9a00')])).toEqual([
      { prefix: bytes(''), content: bytes('419a00'), last: true },
    ]);
  });

  it('puts SPS, PPS and a small slice into one STAP-A of the highest NRI among them', () => {
    const payloads = payloadH264([SPS, PPS, bytes('25 88')]);
    expect(payloads.map(payloadBytes)).toEqual([
      '78' + '0004' + '6742c01e' + '0004' + '68ce3c80' + '0002' + '2588',
    ]);
    expect(payloads[0]!.last).toBe(true);
  });

  it('puts SPS and PPS into a STAP-A before a slice in fragments', () => {
    const payloads = payloadH264([SPS, PPS, unit(0x65, 25)], 12 + 1);
    expect(payloads.map(payloadBytes).slice(0, 1)).toEqual([
      '78' + '0004' + '6742c01e' + '0004' + '68ce3c80',
    ]);
    expect(payloads.slice(1).map(({ prefix }) => prefix.toString('hex'))).toEqual(['7c85', '7c05', '7c45']);
    expect(payloads.map(({ last }) => last)).toEqual([false, false, false, true]);
  });

  it('keeps the NRI in fragments, and leaves the slice’s own header out of them', () => {
    const payloads = payloadH264([bytes('21 0102030405060708')], 6);
    expect(payloads.map(payloadBytes)).toEqual(['3c81' + '01020304', '3c41' + '05060708']);
  });

  it('fragments a unit of one byte too many, and none of exactly the limit', () => {
    expect(payloadH264([unit(0x41, MAX_PAYLOAD_BYTES)]).map(({ prefix }) => prefix.length)).toEqual([0]);
    const payloads = payloadH264([unit(0x41, MAX_PAYLOAD_BYTES + 1)]);
    expect(payloads.map(({ prefix }) => prefix.toString('hex'))).toEqual(['5c81', '5c41']);
  });

  it('keeps small units after a large one apart from those before it', () => {
    const units = [bytes('0601'), bytes('0602'), unit(0x41, 40), bytes('0603'), bytes('0604')];
    const payloads = payloadH264(units, 20);
    expect(payloads.map(({ prefix }) => prefix[0]! & 0x1f)).toEqual([24, 28, 28, 28, 24]);
    expect(depayload(payloads)).toEqual(units);
  });

  it('never exceeds the limit, marks the last payload alone, and comes back whole', () => {
    for (let size = 1; size <= 120; size++) {
      const units = [SPS, PPS, unit(0x65, size), unit(0x65, (size * 13) % 70 || 1), bytes('0601')];
      const payloads = payloadH264(units, 24);
      for (const { prefix, content } of payloads) {
        expect(content.length).toBeGreaterThan(0);
        expect(prefix.length + content.length).toBeLessThanOrEqual(24);
      }
      expect(payloads.map(({ last }) => last).indexOf(true)).toBe(payloads.length - 1);
      expect(depayload(payloads)).toEqual(units);
    }
  });

  it('of no units is no payloads', () => {
    expect(payloadH264([])).toEqual([]);
  });
});
