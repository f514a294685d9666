import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/bench/network/seeded-random.js';
import { payloadH264 } from '../../src/pipeline/rtp/h264-payloader.js';
import type { RtpPayload } from '../../src/pipeline/rtp/payload.js';
import { payloadVp8 } from '../../src/pipeline/rtp/vp8-payloader.js';
import { h264Depacketizer } from '../../src/viewer/h264-depacketizer.js';
import { readRtpPacket } from '../../src/viewer/rtp-packet.js';
import { vp8Depacketizer } from '../../src/viewer/vp8-depacketizer.js';

const random = seededRandom(5);

function bytesOf(length: number, first: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => (index === 0 ? first : Math.floor(random() * 256))),
  );
}

function wholePayloads(payloads: readonly RtpPayload[]): Buffer[] {
  return payloads.map(({ prefix, content }) => Buffer.concat([prefix, content]));
}

describe('VP8 out of RTP', () => {
  test.each([1, 100, 1200, 50_000])('is what went in, %i bytes', (length) => {
    const frame = bytesOf(length, 0x10);
    const payloads = wholePayloads(payloadVp8(frame));
    expect(vp8Depacketizer.startsKeyframe(payloads[0]!)).toBe(true);
    expect(vp8Depacketizer.assemble(payloads)).toEqual({ data: frame, keyframe: true });
    expect(vp8Depacketizer.assemble(payloads.slice(1))).toBeUndefined();
  });

  test('is read with every form of descriptor', () => {
    const forms = ['10', '9000', '908005', '90808005', '904001', '902001', '90f0808500000000'.slice(0, 12)];
    for (const form of forms) {
      const frame = Buffer.from('11aabb', 'hex');
      const payload = Buffer.concat([Buffer.from(form, 'hex'), frame]);
      expect(vp8Depacketizer.assemble([payload]), form).toEqual({ data: frame, keyframe: false });
    }
  });

  test('is no frame where a second one begins in it', () => {
    const payload = Buffer.from('1010aabb', 'hex');
    expect(vp8Depacketizer.assemble([payload, payload])).toBeUndefined();
  });
});

describe('H.264 out of RTP', () => {
  const units = [
    bytesOf(20, 0x67),
    bytesOf(6, 0x68),
    bytesOf(30_000, 0x65),
    bytesOf(900, 0x41),
    bytesOf(10, 0x06),
  ];
  const annexB = Buffer.concat(units.flatMap((unit) => [Buffer.of(0, 0, 0, 1), unit]));

  test('is what went in, with start codes, aggregated and fragmented', () => {
    const payloads = wholePayloads(payloadH264(units));
    expect(payloads.length).toBeGreaterThan(20);
    expect(h264Depacketizer.startsKeyframe(payloads[0]!)).toBe(true);
    expect(h264Depacketizer.startsKeyframe(payloads.at(-1)!)).toBe(false);
    expect(h264Depacketizer.assemble(payloads)).toEqual({ data: annexB, keyframe: true });
  });

  test('is no picture where a fragment is missing', () => {
    const payloads = wholePayloads(payloadH264([bytesOf(5000, 0x41)]));
    expect(h264Depacketizer.assemble(payloads)?.keyframe).toBe(false);
    for (const missing of [0, payloads.length - 1]) {
      expect(h264Depacketizer.assemble(payloads.filter((_, index) => index !== missing))).toBeUndefined();
    }
  });

  test.each(['', '80', '00', '18', '180005aa', '180000', '1c', '1c85', '1c05aa', '7c85aa', '19aa', 'e1'])(
    'of “%s” is none',
    (hex) => {
      expect(h264Depacketizer.assemble([Buffer.from(hex, 'hex')])).toBeUndefined();
    },
  );
});

describe('an RTP packet', () => {
  test('is read with contributing sources, extension and padding', () => {
    const packet = Buffer.concat([
      Buffer.from('b2e0', 'hex'),
      Buffer.from('0102030405060708090a', 'hex'),
      Buffer.alloc(8, 0xcc),
      Buffer.from('bede000150aabbcc', 'hex'),
      Buffer.from('payload'),
      Buffer.of(0, 0, 3),
    ]);
    expect(readRtpPacket(packet)).toEqual({
      payloadType: 96,
      marker: true,
      sequenceNumber: 0x0102,
      timestamp: 0x03040506,
      ssrc: 0x0708090a,
      payload: Buffer.from('payload'),
    });
  });

  test.each([
    '',
    '80',
    `40${'00'.repeat(11)}`,
    `81${'00'.repeat(11)}`,
    `90${'00'.repeat(13)}`,
    `a0${'00'.repeat(11)}`,
  ])('is not “%s”', (hex) => expect(readRtpPacket(Buffer.from(hex, 'hex'))).toBeUndefined());
});

test('nothing that comes from the network makes a reader throw', () => {
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(
      Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)),
    );
    readRtpPacket(bytes);
    for (const depacketizer of [vp8Depacketizer, h264Depacketizer]) {
      depacketizer.startsKeyframe(bytes);
      depacketizer.assemble([bytes, bytes]);
    }
  }
});
