import { describe, expect, test } from 'vitest';
import { readRtcp } from '../../src/pipeline/rtp/rtcp-reader.js';
import {
  readSenderReportTime,
  writeNack,
  writePli,
  writeReceiverReport,
} from '../../src/viewer/rtcp-writer.js';
import { RtpReception } from '../../src/viewer/rtp-reception.js';
import { SequenceNumbers } from '../../src/viewer/sequence-numbers.js';

function packet(sequenceNumber: number, timestamp = 0) {
  const payload = Buffer.alloc(0);
  return {
    payloadType: 96,
    marker: false,
    sequenceNumber: sequenceNumber & 0xffff,
    timestamp,
    ssrc: 77,
    payload,
  };
}

describe('sequence numbers', () => {
  test('are counted on over their wraps, forth and back', () => {
    const numbers = new SequenceNumbers();
    const first = numbers.extend(0xfffe);
    expect([0xffff, 1, 0, 0xfffd].map((number) => numbers.extend(number) - first)).toEqual([1, 3, 2, -1]);
    expect(numbers.highest).toBe(first + 3);
  });
});

describe('the reception of a source', () => {
  test('counts what is lost, late and double', () => {
    const reception = new RtpReception(90_000);
    for (const number of [65_534, 65_535, 1, 2, 0, 2, 5]) reception.receive(packet(number), 100, 0);
    expect(reception.counters).toMatchObject({ packets: 6, bytes: 600, lost: 2, late: 1, duplicates: 1 });
  });

  test('has no jitter where packets come as they were sent, and their difference’s where not', () => {
    const reception = new RtpReception(90_000);
    for (let index = 0; index < 100; index++)
      reception.receive(packet(index, 1500 * index), 100, (index * 1000) / 60);
    expect(reception.counters.jitterMs).toBeLessThan(0.001);
    for (let index = 100; index < 400; index++) {
      reception.receive(packet(index, 1500 * index), 100, (index * 1000) / 60 + (index % 2) * 5);
    }
    expect(reception.counters.jitterMs).toBeCloseTo(5, 1);
  });

  test('is reported so that the host understands it, for the time since the last report', () => {
    const reception = new RtpReception(90_000);
    expect(reception.report(0)).toBeUndefined();
    for (let index = 0; index < 100; index++) if (index % 10 !== 5) reception.receive(packet(index), 100, 0);
    reception.receiveSenderReport(0xabcd0000, 1000);
    const [first] = readRtcp(writeReceiverReport(1, reception.report(1500)!));
    expect(first).toMatchObject({
      kind: 'report',
      ssrc: 77,
      cumulativeLost: 10,
      lastSenderReport: 0xabcd0000,
      delaySinceLastSenderReport: 32_768,
    });
    expect((first as { fractionLost: number }).fractionLost).toBeCloseTo(0.1, 1);
    expect(reception.report(2000)).toMatchObject({ fractionLost: 0, cumulativeLost: 10 });
  });
});

describe('RTCP', () => {
  test('asks for packets one by one and by bits', () => {
    const nack = writeNack(1, 77, [65_535, 65_536, 65_551, 65_552, 65_600]);
    expect(nack.subarray(12).toString('hex')).toBe('ffff8001001000000040' + '0000');
    expect(readRtcp(nack)).toEqual([{ kind: 'loss', ssrc: 77 }]);
    expect(readRtcp(writePli(1, 77))).toEqual([{ kind: 'keyframe-wanted', ssrc: 77 }]);
  });

  test('of the host tells the time of its sender reports, and anything else nothing', () => {
    const report = Buffer.from(`80c80006${'00000001'}${'11112222'}${'33334444'}${'00'.repeat(12)}`, 'hex');
    expect(readSenderReportTime(report)).toBe(0x22223333);
    for (const hex of ['', '80c8', '80c80006', '80c9000100000000', 'ff'.repeat(40)]) {
      expect(readSenderReportTime(Buffer.from(hex, 'hex'))).toBeUndefined();
    }
  });
});
