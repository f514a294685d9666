import { describe, expect, it } from 'vitest';
import {
  MOST_RTP_HEADER_BYTES,
  type RtpHeader,
  writeRtpHeader,
} from '../../../src/pipeline/rtp/rtp-header.js';

const HEADER: RtpHeader = {
  payloadType: 96,
  sequenceNumber: 0x1234,
  timestamp: 0x89abcdef,
  ssrc: 0xdeadbeef,
  marker: false,
};

function write(header: Partial<RtpHeader>): string {
  const target = Buffer.alloc(32, 0xff);
  const length = writeRtpHeader(target, { ...HEADER, ...header });
  expect(target.subarray(length).every((byte) => byte === 0xff)).toBe(true);
  return target.toString('hex', 0, length);
}

describe('an RTP header', () => {
  it('without an extension is twelve bytes', () => {
    expect(write({})).toBe('8060' + '1234' + '89abcdef' + 'deadbeef');
  });

  it('carries the marker beside the payload type', () => {
    expect(write({ marker: true })).toBe('80e0' + '1234' + '89abcdef' + 'deadbeef');
    expect(write({ marker: true, payloadType: 127 })).toBe('80ff' + '1234' + '89abcdef' + 'deadbeef');
  });

  it('with a playout delay has one extension word, in units of 10 ms', () => {
    expect(write({ playoutDelay: { id: 6, minimum: 0, maximum: 100 } })).toBe(
      '9060' + '1234' + '89abcdef' + 'deadbeef' + 'bede0001' + '62' + '00000a',
    );
    expect(write({ playoutDelay: { id: 14, minimum: 40_950, maximum: 40_950 } })).toBe(
      '9060' + '1234' + '89abcdef' + 'deadbeef' + 'bede0001' + 'e2' + 'ffffff',
    );
    expect(write({ playoutDelay: { id: 1, minimum: 10, maximum: 20 } }).slice(-8)).toBe('12001002');
  });

  it('carries a number that counts the packets of all tracks, by itself or behind a playout delay', () => {
    expect(write({ transportSequence: { extensionId: 4, nextNumber: 0x5_4321 } })).toBe(
      '9060' + '1234' + '89abcdef' + 'deadbeef' + 'bede0001' + '41' + '4321' + '00',
    );
    const playoutDelay = { id: 6, minimum: 0, maximum: 100 };
    const both = write({ playoutDelay, transportSequence: { extensionId: 14, nextNumber: 0xffff } });
    expect(both).toBe(
      '9060' + '1234' + '89abcdef' + 'deadbeef' + 'bede0002' + '62' + '00000a' + 'e1' + 'ffff' + '00',
    );
    expect(both).toHaveLength(2 * MOST_RTP_HEADER_BYTES);
  });

  it('carries when it was sent, in 24 bits of which 18 are behind the point of a second', () => {
    const header = write({ sendTime: { id: 2, now: 65_500 } });
    // A second and a half behind the wrap, which is every 64 s.
    expect(header.slice(24)).toBe('bede0001' + '22' + '060000');
  });

  it('wraps sequence numbers at 16 bits and time stamps at 32', () => {
    expect(write({ sequenceNumber: 0xffff })).toContain('8060ffff');
    expect(write({ sequenceNumber: 0x10000 })).toContain('80600000');
    expect(write({ sequenceNumber: 0x3_0002 })).toContain('80600002');
    expect(write({ timestamp: 2 ** 32 })).toBe('80601234' + '00000000' + 'deadbeef');
    expect(write({ timestamp: 2 ** 35 + 5 })).toBe('80601234' + '00000005' + 'deadbeef');
  });
});
