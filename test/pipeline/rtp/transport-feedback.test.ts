import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import { readTransportFeedback, TransportFeedback } from '../../../src/pipeline/rtp/transport-feedback.js';

import { bytes } from '../pieces.js';

/** A header of so many 32-bit words: sender, media source, base number, packets, reference time (64 ms each), count. */
function packet(words: string, base: string, packets: string, rest: string, reference = '000010'): Buffer {
  return bytes(`8f cd ${words} 00000001 a0a1a2a3 ${base} ${packets} ${reference} 07 ${rest}`);
}

function read(from: Buffer) {
  const feedback = new TransportFeedback();
  const end = readTransportFeedback(from, feedback);
  if (end === undefined) return undefined;
  return { base: feedback.baseNumber, arrivals: [...feedback.arrivals.subarray(0, feedback.count)] };
}

describe('transport-wide feedback', () => {
  it('tells of a run of packets, each a small time after the one before', () => {
    // Three with a small delta: 0, 1 and 255 quarters of a millisecond.
    expect(read(packet('0006', '1234', '0003', '2003 0001ff 000000'))).toEqual({
      base: 0x1234,
      arrivals: [1024, 1024.25, 1088],
    });
  });

  it('tells of lost packets, and of times that are long or go backwards', () => {
    // Two bits each: came, lost, came with a large time, the same backwards; three of the seven are none.
    expect(read(packet('0006', 'ffff', '0004', 'd280 04 1000 fffc 00'))).toEqual({
      base: 0xffff,
      arrivals: [1025, Number.NaN, 2049, 2048],
    });
  });

  it('tells of packets that are told in one bit each', () => {
    // Came, thirteen times lost, and again a run of lost ones.
    expect(read(packet('0006', '0001', '0010', 'a000 0002 08 000000'))).toEqual({
      base: 1,
      arrivals: [1026, ...Array.from({ length: 15 }, () => Number.NaN)],
    });
  });

  it('has a reference time with a sign', () => {
    expect(read(packet('0005', '0001', '0001', '2001 04 00', 'ffffff'))!.arrivals).toEqual([-63]);
  });

  it('is found behind other packets', () => {
    const pli = bytes('81 ce 0002 00000001 a0a1a2a3');
    const compound = Buffer.concat([pli, packet('0005', '0001', '0001', '2001 04 00'), pli]);
    const feedback = new TransportFeedback();
    expect(readTransportFeedback(compound, feedback)).toBe(12 + 24);
    expect(feedback.count).toBe(1);
    expect(readTransportFeedback(compound, feedback, 12 + 24)).toBeUndefined();
  });

  it('is not what other packets are', () => {
    for (const other of [
      '81 ce 0002 00000001 a0a1a2a3',
      '81 cd 0003 00000001 a0a1a2a3 1234 0001',
      '',
      '8f',
    ]) {
      expect(read(bytes(other))).toBeUndefined();
    }
    expect(read(bytes('8f cd 0003 00000001 a0a1a2a3 00000000'))).toBeUndefined();
  });

  it('that is cut short tells of the packets whose times are there', () => {
    expect(read(packet('0005', '0001', '0009', '2009 0404'))!.arrivals).toEqual([1025, 1026]);
    const whole = packet('0006', '0001', '0003', '2003 0001ff 000000');
    for (let length = 0; length < whole.length; length++)
      expect(read(whole.subarray(0, length))).toBeUndefined();
  });

  it('tells of a bounded number of packets, whatever it claims', () => {
    const many = read(packet('000b', '0000', 'ffff', '1fff'.repeat(14)))!;
    expect(many.arrivals).toHaveLength(4096);
  });

  it('may be anything at all', () => {
    const random = seededRandom(5);
    const feedback = new TransportFeedback();
    const ends: number[] = [];
    let latest = 0;
    for (let round = 0; round < 20_000; round++) {
      const garbage = Buffer.from(
        Array.from({ length: 4 * Math.floor(random() * 20) }, () => random() * 256),
      );
      if (garbage.length >= 20) {
        garbage.writeUInt16BE(0x8fcd, 0);
        garbage.writeUInt16BE(garbage.length / 4 - 1, 2);
      }
      const end = readTransportFeedback(garbage, feedback);
      if (end === undefined) continue;
      ends.push(end - garbage.length);
      const arrivals = feedback.arrivals
        .subarray(0, feedback.count)
        .filter((arrival) => !Number.isNaN(arrival));
      latest = Math.max(latest, ...arrivals.map(Math.abs));
    }
    expect(ends.length).toBeGreaterThan(1_000);
    expect(ends.every((behind) => behind === 0)).toBe(true);
    expect(latest).toBeLessThan(2 ** 30);
  });
});
