import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import { type RtcpFeedback, readRtcp, roundTripMs } from '../../../src/pipeline/rtp/rtcp-reader.js';
import { bytes } from '../pieces.js';

/** A report block: SSRC, a quarter lost, 5 in all, highest sequence, jitter, last SR, delay since. */
const BLOCK = 'a0a1a2a3 40 000005 00012345 00000384 b7053200 00018000';
const BLOCK_READ = {
  kind: 'report',
  ssrc: 0xa0a1a2a3,
  fractionLost: 0.25,
  cumulativeLost: 5,
  highestSequence: 0x12345,
  jitter: 900,
  lastSenderReport: 0xb7053200,
  delaySinceLastSenderReport: 0x18000,
};
const OTHER_BLOCK = 'b0b1b2b3 00 ffffff 00000001 00000000 00000000 00000000';
const OTHER_BLOCK_READ = {
  kind: 'report',
  ssrc: 0xb0b1b2b3,
  fractionLost: 0,
  cumulativeLost: -1,
  highestSequence: 1,
  jitter: 0,
  lastSenderReport: 0,
  delaySinceLastSenderReport: 0,
};

const RECEIVER_REPORT = `81 c9 0007 00000001 ${BLOCK}`;
const PLI = '81 ce 0002 00000001 a0a1a2a3';
const NACK = '81 cd 0003 00000001 a0a1a2a3 1234 0001';
/** FIR: the media source stands in its entry, behind an empty field of the common header. */
const FIR = '84 ce 0004 00000001 00000000 a0a1a2a3 07000000';
/** REMB of 1 Mb/s. */
const REMB = '8f ce 0005 00000001 00000000 52454d42 010bd090 a0a1a2a3';
/** SDES with a CNAME. */
const SDES = '81 ca 0002 00000001 01016100';

function read(hex: string): RtcpFeedback[] {
  return readRtcp(bytes(hex));
}

describe('RTCP from a viewer', () => {
  it('tells loss, jitter and the times of a receiver report', () => {
    expect(read(RECEIVER_REPORT)).toEqual([BLOCK_READ]);
  });

  it('tells each block of a report, among them a negative number of lost packets', () => {
    expect(read(`82 c9 000d 00000001 ${BLOCK} ${OTHER_BLOCK}`)).toEqual([BLOCK_READ, OTHER_BLOCK_READ]);
  });

  it('without report blocks tells nothing', () => {
    expect(read('80 c9 0001 00000001')).toEqual([]);
  });

  it('tells the blocks that a sender report carries behind its own figures', () => {
    const sender = '83aa7e80 00000000 00000000 00000010 00001000';
    expect(read(`81 c8 000c 00000001 ${sender} ${BLOCK}`)).toEqual([BLOCK_READ]);
  });

  it('tells which source lost packets (NACK)', () => {
    expect(read(NACK)).toEqual([{ kind: 'loss', ssrc: 0xa0a1a2a3 }]);
  });

  it('tells which source a keyframe is wanted of, by PLI and by FIR', () => {
    expect(read(PLI)).toEqual([{ kind: 'keyframe-wanted', ssrc: 0xa0a1a2a3 }]);
    expect(read(FIR)).toEqual([{ kind: 'keyframe-wanted', ssrc: 0xa0a1a2a3 }]);
  });

  it('tells the bitrate that the receiver estimates (REMB)', () => {
    expect(read(REMB)).toEqual([{ kind: 'bandwidth', bps: 1_000_000 }]);
    // Any six bits of exponent, any eighteen of mantissa.
    expect(read(REMB.replace('010bd090', '01ffffff'))).toEqual([
      { kind: 'bandwidth', bps: 0x3ffff * 2 ** 63 },
    ]);
    expect(read(REMB.replace('010bd090', '01000000'))).toEqual([{ kind: 'bandwidth', bps: 0 }]);
    // Another application's message, and one that is cut short.
    expect(read(REMB.replace('52454d42', '52454d43'))).toEqual([]);
    expect(read('8f ce 0003 00000001 00000000 52454d42')).toEqual([]);
  });

  it('may be anything at all', () => {
    const random = seededRandom(9);
    const kinds = new Set<string>();
    for (let round = 0; round < 20_000; round++) {
      const packet = Buffer.from(Array.from({ length: 4 * Math.floor(random() * 20) }, () => random() * 256));
      if (packet.length >= 8) {
        packet[0] = 0x80 | Math.floor(random() * 32);
        packet[1] = 200 + Math.floor(random() * 8);
        packet.writeUInt16BE(packet.length / 4 - 1, 2);
      }
      for (const { kind } of readRtcp(packet)) kinds.add(kind);
    }
    expect([...kinds].sort()).toEqual(['keyframe-wanted', 'loss', 'report']);
  });

  it('says nothing by SDES, transport-wide feedback or an unknown packet', () => {
    expect(read(SDES)).toEqual([]);
    expect(read('8f cd 0004 00000001 a0a1a2a3 00010001 00000000')).toEqual([]);
    expect(read('80 cf 0001 00000001')).toEqual([]);
  });

  it('is read to the end where several packets come as one', () => {
    expect(read(`${RECEIVER_REPORT} ${SDES} ${REMB} ${NACK} ${PLI}`)).toEqual([
      BLOCK_READ,
      { kind: 'bandwidth', bps: 1_000_000 },
      { kind: 'loss', ssrc: 0xa0a1a2a3 },
      { kind: 'keyframe-wanted', ssrc: 0xa0a1a2a3 },
    ]);
  });

  it('that is cut short anywhere tells what came before the cut and never throws', () => {
    const whole = bytes(`${PLI} ${RECEIVER_REPORT}`);
    for (let length = 0; length < whole.length; length++) {
      expect(readRtcp(whole.subarray(0, length)).length, `${length} bytes`).toBe(length < 12 ? 0 : 1);
    }
  });

  it('that lies about its size or its blocks is not believed', () => {
    expect(read('81 ce ffff 00000001 a0a1a2a3')).toEqual([]);
    expect(read(`9f c9 0007 00000001 ${BLOCK}`)).toEqual([BLOCK_READ]);
    expect(read('81 ce 0001 00000001')).toEqual([]);
    expect(read('84 ce 0002 00000001 00000000')).toEqual([]);
  });

  it('of another version is not read', () => {
    expect(read(`41 ce 0002 00000001 a0a1a2a3 ${PLI}`)).toEqual([]);
  });
});

describe('the round trip by a receiver report', () => {
  /** 2000-01-01 00:00 UTC, whose NTP seconds are 0xbc17c200. */
  const MILLENNIUM = 946_684_800_000;

  function reportOf(lastSenderReport: number, delaySinceLastSenderReport: number) {
    const [report] = read(RECEIVER_REPORT) as [Extract<RtcpFeedback, { kind: 'report' }>];
    return { ...report, lastSenderReport, delaySinceLastSenderReport };
  }

  it('is the time since the sender report without what the receiver kept it', () => {
    // Sent at second 0xc200, kept for 1.5 s.
    expect(roundTripMs(reportOf(0xc200_0000, 0x1_8000), MILLENNIUM + 1750)).toBeCloseTo(250, 1);
  });

  it('is found over the wrap of the middle 32 bits, every 18 hours', () => {
    const secondsToWrap = 0x10000 - 0xc200;
    const now = MILLENNIUM + secondsToWrap * 1000 + 100;
    expect(roundTripMs(reportOf(0xffff_8000, 0x8000), now)).toBeCloseTo(100, 1);
  });

  it('is never below 0, whatever the clocks say', () => {
    expect(roundTripMs(reportOf(0xc200_0000, 0x1_0000), MILLENNIUM + 900)).toBe(0);
  });

  it('is unknown before the receiver has seen a sender report', () => {
    expect(roundTripMs(reportOf(0, 0), MILLENNIUM)).toBeUndefined();
  });
});
