import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/bench/network/seeded-random.js';
import { writeRtpHeader } from '../../src/pipeline/rtp/rtp-header.js';
import { readTransportFeedback, TransportFeedback } from '../../src/pipeline/rtp/transport-feedback.js';
import { ArrivalFeedback } from '../../src/viewer/arrival-feedback.js';
import { readTransportSequence } from '../../src/viewer/rtp-packet.js';
import { writeTransportFeedback } from '../../src/viewer/transport-feedback-writer.js';
import { bytes } from '../pipeline/pieces.js';

const EXTENSION_ID = 4;
const SSRC = 0xa0a1a2a3;
const { NaN: LOST } = Number;

function packet(transportNumber: number, playoutDelay = false): Buffer {
  const buffer = Buffer.alloc(40);
  const length = writeRtpHeader(buffer, {
    payloadType: 96,
    sequenceNumber: 1,
    timestamp: 0,
    ssrc: SSRC,
    marker: false,
    ...(playoutDelay && { playoutDelay: { id: 5, minimum: 0, maximum: 100 } }),
    transportSequence: { extensionId: EXTENSION_ID, nextNumber: transportNumber },
  });
  return buffer.subarray(0, length);
}

/** What a host reads of it. */
function read(from: Buffer) {
  const feedback = new TransportFeedback();
  expect(readTransportFeedback(from, feedback)).toBe(from.length);
  return { base: feedback.baseNumber, arrivals: [...feedback.arrivals.subarray(0, feedback.count)] };
}

function write(base: number, arrivals: number[]) {
  return writeTransportFeedback({ ownSsrc: 1, ssrc: SSRC, feedbackNumber: 7 }, base, arrivals);
}

describe('transport-wide feedback', () => {
  test('is written as the draft says', () => {
    // A run of three with small deltas: 0, 1 and 255 quarters of a millisecond behind the reference, 16 times 64 ms.
    expect(write(0x1234, [1024, 1024.25, 1088])!.packet).toEqual(
      bytes('8f cd 0006 00000001 a0a1a2a3 1234 0003 000010 07 2003 0001ff 000000'),
    );
    // A vector, as there are fewer than fourteen of a kind, and a run of the rest.
    expect(write(1, [1024, LOST, 2048, 2047.75, LOST, LOST, LOST, 2047.75, 2047.75])!.packet).toEqual(
      bytes('8f cd 0007 00000001 a0a1a2a3 0001 0009 000010 07 d280 2002 00 1000 ffff 00 00 00'),
    );
  });

  test('says what hosts read, whatever came', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 500; round++) {
      const lossShare = random() ** 2;
      let time = 1e6 * random();
      const arrivals = Array.from({ length: 1 + Math.floor(300 * random()) }, () => {
        time += random() < 0.9 ? 3 * random() : 200 * (random() - 0.3);
        return random() < lossShare ? LOST : Math.round(4 * time) / 4;
      });
      arrivals.push(Math.round(4 * time) / 4);
      const { packet: written, count } = write(round * 200, arrivals)!;
      expect(count).toBe(arrivals.length);
      expect(read(written)).toEqual({ base: (round * 200) & 0xffff, arrivals });
    }
  });

  test('of which there is too much, or too long a pause in it, comes in several packets', () => {
    expect(
      write(
        0,
        Array.from({ length: 1_000 }, (_, index) => index),
      ),
    ).toMatchObject({ count: 400 });
    expect(write(0, [0, 1, LOST, 9_000])).toMatchObject({ count: 3 });
    expect(write(0, [LOST, LOST])).toBeUndefined();
  });
});

describe('the number of a packet for transport-wide feedback', () => {
  test('is read by itself and behind other extensions', () => {
    expect(readTransportSequence(packet(0xbeef), EXTENSION_ID)).toBe(0xbeef);
    expect(readTransportSequence(packet(0xbeef, true), EXTENSION_ID)).toBe(0xbeef);
    expect(readTransportSequence(packet(0xbeef, true), 3)).toBeUndefined();
  });

  test('is not there in RTCP, in packets that are cut short, and in anything else', () => {
    expect(readTransportSequence(bytes('90c90001 00000001 00000000 bede0001 41beef00'), 4)).toBeUndefined();
    const whole = packet(0xbeef, true);
    for (let length = 0; length < whole.length - 1; length++) {
      expect(readTransportSequence(whole.subarray(0, length), EXTENSION_ID)).toBeUndefined();
    }
    const random = seededRandom(3);
    for (let round = 0; round < 20_000; round++) {
      const garbage = Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => random() * 256));
      if (garbage.length > 16) garbage.set([0x90, 96, ...bytes('0001 00000000 00000001 bede')].slice(0, 14));
      const number = readTransportSequence(garbage, EXTENSION_ID) ?? 0;
      expect(number >= 0 && number <= 0xffff).toBe(true);
    }
  });
});

/** A viewer's feedback, and what a host reads of it: arrivals by number. */
function watch() {
  const told: { base: number; arrivals: number[] }[] = [];
  const feedback = new ArrivalFeedback({ extensionId: EXTENSION_ID, ownSsrc: 1 });
  const source = { send: (rtcp: Buffer) => void told.push(read(rtcp)) };
  return {
    told,
    arrive: (number: number, now: number) => feedback.receive(packet(number), source, now),
    tick: (now: number) => feedback.tick(now),
    feedback,
    source,
  };
}

describe('a viewer', () => {
  test('tells every 100 ms what came since it last did, and what didn’t', () => {
    const { told, arrive, tick } = watch();
    arrive(0xffff, 1000);
    tick(1000);
    arrive(0x10000, 1010);
    arrive(0x10003, 1020);
    tick(1080);
    tick(1100);
    tick(1300);
    expect(told).toEqual([
      { base: 0xffff, arrivals: [1000] },
      { base: 0, arrivals: [1010, LOST, LOST, 1020] },
    ]);
  });

  test('tells once more of packets behind one that came late, and only of the first of two copies', () => {
    const { told, arrive, tick } = watch();
    arrive(1, 1000);
    arrive(3, 1001);
    tick(1001);
    arrive(2, 1050);
    arrive(3, 1051);
    arrive(4, 1052);
    tick(1101);
    arrive(4, 1110);
    tick(1300);
    expect(told.map(({ base }) => base)).toEqual([1, 2]);
    expect(told[1]!.arrivals).toEqual([1050, 1001, 1052]);
  });

  test('says nothing where packets have no numbers, and lives with any numbers', () => {
    const { told, arrive, tick, feedback, source } = watch();
    feedback.receive(bytes('80e00001 00000000 00000001'), source, 0);
    tick(1000);
    expect(told).toEqual([]);
    const random = seededRandom(5);
    for (let now = 1100; now < 20_000; now += 20) {
      for (let index = 0; index < 8; index++) arrive(Math.floor(random() * 0x10000), now);
      tick(now);
    }
    expect(Math.max(...told.map(({ arrivals }) => arrivals.length))).toBeLessThanOrEqual(400);
  });
});
