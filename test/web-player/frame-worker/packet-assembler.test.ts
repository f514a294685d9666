import { describe, expect, it } from 'vitest';
import { PacketCarrier } from '../../../src/pipeline/transport/packet-carrier.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { ALL_PIECES, type RepeatRequest } from '../../../src/protocol/repeat-request.js';
import { PacketAssembler } from '../../../web-player/src/frame-worker/packet-assembler.js';
import { FakeTrack } from '../../pipeline/transport/fake-peer.js';
import { frameOf, frozenMs, percentile, travel } from './lossy-path.js';

/** Frames of three pieces each, with the packets of each, and a page that takes those that are handed to it. */
function openPage(frames: number) {
  const track = new FakeTrack();
  const carrier = new PacketCarrier(
    { track: track.asTrack, payloadType: 111, ssrc: 1 },
    new SharedFrameMessages(),
    { now: () => 0, after: () => {} },
  );
  const packets = Array.from({ length: frames }, (_, number) => {
    carrier.send(frameOf(number, 3_000, false), number);
    return track.sent.splice(0).map((packet) => packet.subarray(12));
  });
  const numbers: number[] = [];
  const requests: RepeatRequest[] = [];
  const assembler = new PacketAssembler({
    onMessage: (message) => numbers.push(readFrameMessage(message)!.number),
    onRequest: (request) => requests.push(request),
  });
  const runs = () => requests.splice(0).flatMap((request) => request.runs);
  return { packets, numbers, runs, requests, assembler };
}

describe('the assembler of packets', () => {
  it('gives messages out when they are whole, in whatever order packets come, and once', () => {
    const { packets, numbers, runs, assembler } = openPage(2);
    const [first, second] = [packets[0]!, packets[1]!];
    for (const packet of [first[1]!, first[0]!, first[2]!, first[1]!, ...second, ...second]) {
      assembler.push(packet, 100);
    }
    expect(numbers).toEqual([0, 1]);
    expect(runs()).toEqual([]);
    expect(assembler.dueTime).toBeGreaterThan(200);
  });

  it('asks at once for what was sent before a packet that came', () => {
    const { packets, numbers, runs, assembler } = openPage(5);
    for (const packet of packets[0]!) assembler.push(packet, 100);
    assembler.push(packets[1]![1]!, 116);
    expect(runs()).toEqual([]);
    assembler.push(packets[4]![0]!, 166);
    expect(runs()).toEqual([
      { number: 1, first: 0, count: 1 },
      { number: 1, first: 2, count: 1 },
      { number: 2, first: 0, count: ALL_PIECES },
      { number: 3, first: 0, count: ALL_PIECES },
    ]);
    for (const index of [0, 2]) assembler.push(packets[1]![index]!, 200);
    expect(numbers).toEqual([0, 1]);
  });

  it('asks for the end of a message that doesn’t come with the rest, and again, and then no more', () => {
    const { packets, runs, assembler } = openPage(1);
    assembler.push(packets[0]![0]!, 100);
    runs();
    expect(assembler.dueTime).toBe(106);
    assembler.tick(105);
    expect(runs()).toEqual([]);
    const asked: number[] = [];
    for (let now = 106; assembler.dueTime !== undefined; now++) {
      assembler.tick(now);
      if (runs().some(({ number }) => number === 0)) asked.push(now);
      expect(now).toBeLessThan(4_000);
    }
    // Each request is said three times.
    expect(asked).toHaveLength(3 * 12);
    expect(asked.slice(0, 3)).toEqual([106, 114, 128]);
  });

  it('asks for nothing that is of no use any more', () => {
    const { packets, runs, assembler } = openPage(4);
    assembler.push(packets[0]![0]!, 100);
    assembler.push(packets[2]![0]!, 133);
    runs();
    assembler.settle(2);
    assembler.tick(500);
    expect(runs()).toEqual([]);
    assembler.push(packets[3]![0]!, 510);
    expect(runs()).toEqual([]);
  });

  it('passes over what is no packet, and looks after so many messages only', () => {
    const { packets, assembler, numbers } = openPage(2);
    assembler.push(new Uint8Array(40), 100);
    assembler.push(packets[0]![0]!, 100);
    const far = Uint8Array.from(packets[0]![0]!);
    new DataView(far.buffer).setUint32(4, 0x7000_0000, true);
    assembler.push(far, 101);
    for (const packet of packets[1]!) assembler.push(packet, 102);
    expect(numbers).toEqual([]);
  });
});

describe('what is missing', () => {
  it('is waited for longer where packets of a frame come apart', () => {
    const { packets, runs, assembler } = openPage(2);
    assembler.push(packets[0]![0]!, 100);
    assembler.push(packets[0]![1]!, 105);
    assembler.push(packets[0]![2]!, 120);
    runs();
    assembler.push(packets[1]![0]!, 130);
    expect(assembler.dueTime).toBeCloseTo(160, 0);
  });

  it('is asked for again by the round trip that was measured, and as evenly as that was', () => {
    const { packets, runs, assembler } = openPage(60);
    let now = 100;
    for (let number = 0; number < 59; number++) {
      const [first, second, third] = packets[number]!;
      assembler.push(first!, now);
      assembler.push(third!, now);
      runs();
      const repeated = Uint8Array.from(second!);
      repeated[0]! |= 0x80;
      now += 40;
      assembler.push(repeated, now);
      expect(assembler.dueTime).toBeGreaterThan(now);
    }
    assembler.push(packets[59]![0]!, now);
    const asked: number[] = [];
    while (asked.length < 4) {
      now = assembler.dueTime!;
      assembler.tick(now);
      if (runs().some(({ number }) => number === 59)) asked.push(now);
    }
    expect(asked.map((time) => Math.round(time - asked[0]!))).toEqual([0, 8, 22, 52]);
  });

  it('is missed by the rhythm of messages, before another one comes, and given up where none may have been sent', () => {
    const { packets, numbers, runs, assembler } = openPage(101);
    let now = 100;
    for (let number = 0; number < 100; number++) {
      now += 16;
      for (const packet of packets[number]!) assembler.push(packet, now);
      assembler.settle(number);
    }
    expect(runs()).toEqual([]);
    expect(assembler.dueTime! - now).toBeCloseTo(16 + 8, 0);
    const asked: number[] = [];
    for (let count = 0; count < 20 && assembler.dueTime !== undefined; count++) {
      assembler.tick(assembler.dueTime);
      asked.push(...runs().map(({ number }) => number));
    }
    expect(asked).toEqual(new Array(2 * 3).fill(100));
    for (const packet of packets[100]!) assembler.push(packet, now + 1_000);
    expect(numbers.at(-1)).toBe(100);
    expect(runs()).toEqual([]);
  });

  it('was not lost where it only was late', () => {
    const { packets, assembler, requests } = openPage(12);
    for (let number = 0; number < 12; number++) {
      const [first, second, third] = packets[number]!;
      const time = 100 + 1_000 * number;
      for (const packet of [first!, third!]) assembler.push(packet, time);
      assembler.tick(assembler.dueTime!);
      // Of the first two frames it never comes, and is repeated in one of them.
      const late = Uint8Array.from(second!);
      if (number < 2) late[0]! |= 0x80;
      assembler.push(late, time + 30);
      assembler.settle(number);
    }
    const { received, lost } = requests.at(-1)!;
    expect({ received, lost }).toEqual({ received: 12 * 3 - 2 - 1, lost: 2 });
  });
});

describe('frames over a path that loses packets', () => {
  it.each(['delay=25', 'delay=25,jitter=5', 'lan'])(
    'come as they are over %s, and bring nothing else with them',
    (network) => {
      const journey = travel({ network, frameBytes: 3_000, seconds: 20 });
      expect(journey.delays).not.toContain(undefined);
      expect(journey.wishes).toBe(0);
      expect(journey.packetsRepeated).toBeLessThan(60);
      expect(journey.bytesSent / journey.bytesNeeded).toBeLessThan(1.02);
      expect(journey.lossTold).toBe(0);
    },
  );

  it.each([
    ['delay=10,loss=1%', 20, 70],
    ['delay=25,loss=3%', 31, 110],
    ['delay=25,loss=5%', 31, 110],
    ['delay=22,loss=0.3%:5', 23, 160],
    ['delay=25,loss=5%:2', 90, 160],
    ['lossy', 95, 180],
    ['4g', 50, 110],
    ['wifi', 15, 60],
  ])('over %s are late by little, and next to none needs a keyframe', (network, p95, p99) => {
    const journey = travel({ network, frameBytes: 1_500, varied: true, seconds: 60, seed: 4 });
    // Half of the first second has the first keyframe.
    const delays = journey.delays.slice(30);
    expect(percentile(delays, 0.95)).toBeLessThan(p95);
    expect(percentile(delays, 0.99)).toBeLessThan(p99);
    expect(journey.wishes).toBeLessThanOrEqual(1);
  });

  it.each([500, 1_500, 3_000])(
    'of %i bytes never stand still for 200 ms in five minutes, with a twentieth lost',
    (frameBytes) => {
      const journey = travel({ network: 'delay=25,loss=5%', frameBytes, varied: true, seconds: 300 });
      expect(frozenMs(journey, 200)).toBe(0);
      expect(journey.lossTold).toBeGreaterThan(0.03);
      expect(journey.lossTold).toBeLessThan(0.08);
    },
  );

  it.each(['delay=25', 'delay=25,loss=1%', 'wifi', '4g'])(
    'are back within 300 ms of an outage of 100 ms over %s',
    (network) => {
      const outages = { every: 2_917, last: 100 };
      const journey = travel({ network, frameBytes: 1_500, varied: true, seconds: 120, outages });
      expect(frozenMs(journey, 300)).toBe(0);
      expect(frozenMs(journey, 100)).toBeGreaterThan(0);
    },
  );

  it('bring parity that is at most as much again, and a third with larger ones', () => {
    const more = (frameBytes: number) => {
      const journey = travel({ network: 'delay=25,loss=5%', frameBytes, seconds: 60 });
      return journey.bytesSent / journey.bytesNeeded - 1;
    };
    expect(more(700)).toBeLessThan(1.1);
    expect(more(3_000)).toBeLessThan(0.4);
    expect(more(10_000)).toBeLessThan(0.3);
  });

  it('are sent again once after an outage, however often that was asked for', () => {
    const outages = { every: 5_000, last: 300 };
    const journey = travel({ network: 'delay=25', frameBytes: 1_000, seconds: 30, outages });
    // 18 frames are lost each time, of one packet each and one of parity.
    expect(journey.packetsRepeated).toBeLessThan(6 * 18 * 2.2);
  });
});
