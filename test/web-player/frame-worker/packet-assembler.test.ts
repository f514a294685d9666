import { describe, expect, it } from 'vitest';
import { PacketCarrier } from '../../../src/pipeline/transport/packet-carrier.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { ALL_PIECES, type RepeatRequest } from '../../../src/protocol/repeat-request.js';
import { PacketAssembler } from '../../../web-player/src/frame-worker/packet-assembler.js';
import { FakeTrack } from '../../pipeline/transport/fake-peer.js';
import { frameOf, percentile, travel } from './lossy-path.js';

/** Frames of three pieces each, with the packets of each, and a page that takes those that are handed to it. */
function openPage(frames: number) {
  const track = new FakeTrack();
  const carrier = new PacketCarrier(
    { track: track.asTrack, payloadType: 111, ssrc: 1 },
    new SharedFrameMessages(),
    () => 0,
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
  return { packets, numbers, runs, assembler };
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
    expect(assembler.dueTime).toBeUndefined();
  });

  it('asks at once for what was sent before a packet that came', () => {
    const { packets, numbers, runs, assembler } = openPage(5);
    for (const packet of packets[0]!) assembler.push(packet, 100);
    assembler.push(packets[1]![1]!, 116);
    expect(runs()).toEqual([]);
    assembler.push(packets[4]![0]!, 166);
    expect(assembler.dueTime).toBe(172);
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
    let asked = 0;
    // Each request is said twice.
    for (let now = 106; assembler.dueTime !== undefined; now++) {
      assembler.tick(now);
      asked += runs().length;
      expect(now).toBeLessThan(2_000);
    }
    expect(asked).toBe(2 * 5);
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

describe('frames over a path that loses packets', () => {
  it('come as they are where nothing is lost, and bring nothing else with them', () => {
    const { delays, packetsRepeated, wishes, bytesSent } = travel('delay=25', 3_000, 5);
    expect(Math.max(...delays.map((delay) => delay ?? Number.POSITIVE_INFINITY))).toBeCloseTo(25);
    expect([packetsRepeated, wishes]).toEqual([0, 0]);
    expect(bytesSent).toBeLessThan(1.05 * (299 + 8) * 3_000);
  });

  it.each([
    ['delay=10,loss=1%', 20, 70],
    ['delay=25,loss=3%', 26, 160],
    ['delay=25,loss=5%', 80, 230],
    ['delay=22,loss=0.3%:5', 23, 160],
    ['delay=25,loss=5%:2', 110, 330],
  ])('over %s are late by little, and next to none needs a keyframe', (network, p95, p99) => {
    const journey = travel(network, 1_500, 20, 4);
    // Half of the first second has the first keyframe.
    const delays = journey.delays.slice(30);
    expect(percentile(delays, 0.95)).toBeLessThan(p95);
    expect(percentile(delays, 0.99)).toBeLessThan(p99);
    expect(journey.wishes).toBeLessThanOrEqual(2);
  });

  it('bring parity that is at most as much again, and half as much with larger ones', () => {
    const plain = (bytes: number) => travel('delay=25', bytes, 10).bytesSent;
    const lossy = (bytes: number) => travel('delay=25,loss=5%', bytes, 10).bytesSent;
    expect(lossy(700) / plain(700)).toBeLessThan(2.2);
    expect(lossy(3_000) / plain(3_000)).toBeLessThan(1.6);
  });
});
