import { describe, expect, it } from 'vitest';
import { PacketCarrier } from '../../../src/pipeline/transport/packet-carrier.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { readFramePacket } from '../../../src/protocol/frame-packet.js';
import { ALL_PIECES } from '../../../src/protocol/repeat-request.js';
import { frameOf } from '../../web-player/frame-worker/lossy-path.js';
import { FakeTrack } from './fake-peer.js';

function openCarrier(messages = new SharedFrameMessages()) {
  const track = new FakeTrack();
  const clock = { now: 0 };
  const later: (() => void)[] = [];
  const carrier = new PacketCarrier({ track: track.asTrack, payloadType: 109, ssrc: 4_242 }, messages, {
    now: () => clock.now,
    after: (_ms, act) => later.push(act),
  });
  const sent = () => track.sent.splice(0).map((packet) => readFramePacket(packet.subarray(12))!);
  /** What is put off comes due. */
  const wait = () => {
    for (const act of later.splice(0)) act();
  };
  return { carrier, track, clock, sent, wait };
}

const LOSSY = { received: 900, lost: 100, runs: [] };

describe('frames in packets', () => {
  it('are pieces of one message, each in an RTP packet of its own', () => {
    const { carrier, track } = openCarrier();
    expect(carrier.send(frameOf(3, 2_400, false), 77)).toBe('sent');
    const [first, second, third, ...more] = track.sent;
    expect(more).toEqual([]);
    for (const packet of [first!, second!, third!]) {
      expect(packet.readUInt8(1)).toBe(109);
      expect(packet.readUInt32BE(8)).toBe(4_242);
    }
    expect((second!.readUInt16BE(2) - first!.readUInt16BE(2)) & 0xffff).toBe(1);
    expect(readFramePacket(third!.subarray(12))).toMatchObject({
      repeated: false,
      index: 2,
      pieces: 3,
      parity: 0,
      number: 77,
      messageBytes: 2_428,
    });
    expect(carrier.bytesSent).toBe(first!.length + second!.length + third!.length);
  });

  it('bring parity while the viewer tells of losses, some milliseconds behind', () => {
    const { carrier, sent, wait } = openCarrier();
    carrier.receive(LOSSY);
    carrier.send(frameOf(1, 3_000, false), 0);
    const come = () => sent().map(({ index, parity }) => [index, parity]);
    expect(come()).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(carrier.repairShare).toBe(0);
    wait();
    expect(come()).toEqual([[3, 1]]);
    // One piece for three, of 1,000 bytes and a little more.
    expect(carrier.repairShare).toBeCloseTo(0.4);
  });

  it('are repeated as they were where the viewer asks for them', () => {
    const { carrier, sent } = openCarrier();
    for (let number = 0; number < 3; number++) carrier.send(frameOf(number, 3_000, false), number);
    const pieces = sent();
    const runs = [
      { number: 1, first: 1, count: 1 },
      { number: 2, first: 0, count: ALL_PIECES },
    ];
    carrier.receive({ received: 5, lost: 0, runs });
    const repeated = sent();
    expect(repeated.map(({ number, index }) => [number, index])).toEqual([
      [1, 1],
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
    expect(repeated.every(({ repeated }) => repeated)).toBe(true);
    expect(repeated[0]!.piece).toEqual(pieces[4]!.piece);
  });

  it.each([
    ['twice where it is said three times, once might be lost', 1, 1, [1, 0, 1]],
    ['each time on a path that loses much', 50, 1, [1, 1, 1]],
    ['only once where it is for much', 50, 20, [20, 0, 0]],
  ])('are repeated for a request %s', (_how, lost, pieces, repeated) => {
    const { carrier, clock, sent } = openCarrier();
    carrier.send(frameOf(1, pieces * 1_100, false), 0);
    sent();
    const counts = [0, 8, 22].map((now) => {
      clock.now = now;
      carrier.receive({ received: 1_000, lost, runs: [{ number: 0, first: 0, count: pieces }] });
      return sent().length;
    });
    expect(counts).toEqual(repeated);
  });

  it('are not repeated where nobody has them, or too much is asked for', () => {
    const { carrier, clock, sent } = openCarrier();
    for (let number = 0; number < 100; number++) carrier.send(frameOf(number, 3_000, false), number);
    sent();
    const ask = (number: number, first = 0) => {
      clock.now += 0.001;
      carrier.receive({ received: 1, lost: 0, runs: [{ number, first, count: ALL_PIECES }] });
      return sent();
    };
    expect(ask(39)).toEqual([]);
    expect(ask(100)).toEqual([]);
    expect(ask(99, 3)).toEqual([]);
    expect(ask(99, 254)).toEqual([]);
    let bytes = 0;
    for (let count = 0; count < 1_000; count++) {
      for (const { piece } of ask(40 + (count % 60))) bytes += piece.length;
      if (count % 60 === 59) clock.now += 15;
    }
    // What is allowed at once, and what is gained in a quarter of a second.
    expect(bytes).toBeLessThanOrEqual((192 + 32) * 1024);
    expect(ask(98)).toEqual([]);
    clock.now += 1_000;
    expect(ask(98)).not.toEqual([]);
  });

  it('are cut once for all viewers, who have numbers of their own', () => {
    const messages = new SharedFrameMessages();
    const [one, other] = [openCarrier(messages), openCarrier(messages)];
    const frame = frameOf(1, 2_000, false);
    other.carrier.receive(LOSSY);
    one.carrier.send(frame, 5);
    messages.of(frame, 999);
    other.carrier.send(frame, 8);
    other.wait();
    const [ours, theirs] = [one.sent(), other.sent()];
    expect([ours[0]!.number, theirs[0]!.number]).toEqual([5, 8]);
    expect(theirs.slice(0, 2).map(({ piece }) => piece)).toEqual(ours.map(({ piece }) => piece));
    expect(theirs).toHaveLength(3);
  });

  it('have messages of another kind beside them, each a packet with the next number', () => {
    const { carrier, track } = openCarrier();
    carrier.send(frameOf(1, 500, false), 0);
    carrier.sendBeside(Uint8Array.of(130, 1, 2));
    carrier.send(frameOf(2, 500, false), 1);
    const [before, beside, after] = track.sent;
    expect([...beside!.subarray(12)]).toEqual([130, 1, 2]);
    const numbers = [before, beside, after].map((packet) => packet!.readUInt16BE(2));
    expect(numbers.map((number) => (number - numbers[0]!) & 0xffff)).toEqual([0, 1, 2]);
    expect(carrier.bytesSent).toBe(before!.length + beside!.length + after!.length);
  });

  it('are refused where they are larger than messages may be', () => {
    const { carrier } = openCarrier();
    expect(carrier.send(frameOf(1, 130 * 1024, false), 0)).toBe('too-large');
  });
});
