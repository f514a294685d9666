import { describe, expect, it } from 'vitest';
import { RtpSound } from '../../../src/pipeline/transport/rtp-sound.js';
import { readRtp } from '../../room/received-rtp.js';
import { FakeTrack } from './fake-peer.js';
import { readRed } from './red-reader.js';

const OPUS = 111;
const RED = 63;

function open({ red = true } = {}) {
  const track = new FakeTrack();
  const clock = { now: 0 };
  const sound = new RtpSound(
    { track: track.asTrack, payloadType: OPUS, ssrc: 7, ...(red && { redPayloadType: RED }) },
    () => clock.now,
  );
  const send = (number: number, isHeard?: boolean) =>
    sound.send({ data: Buffer.alloc(120, number), timestamp: 480 * number, afterGap: false }, isHeard);
  const sent = () => track.sent.splice(0).map(readRtp);
  return { sound, clock, send, sent };
}

describe('sound by RTP', () => {
  it('is each packet once where nothing is lost', () => {
    const { send, sent } = open();
    for (const number of [1, 2, 3]) send(number);
    const packets = sent();
    expect(packets.map(({ payloadType }) => payloadType)).toEqual([OPUS, OPUS, OPUS]);
    expect(packets.map(({ payload }) => [payload.length, payload[0]])).toEqual([
      [120, 1],
      [120, 2],
      [120, 3],
    ]);
  });

  it('has the packets before it in each where the path loses some, as long as it does', () => {
    const { sound, clock, send, sent } = open();
    send(1);
    sound.redundancy.report(0.05, 0);
    for (const number of [2, 3, 4]) send(number);
    clock.now = 60_000;
    send(5);
    const [, ...packets] = sent();
    const repeating = packets.slice(0, 3);
    expect(packets.map(({ payloadType }) => payloadType)).toEqual([RED, RED, RED, OPUS]);
    expect(repeating.map(({ payload }) => readRed(payload).map(({ data }) => data[0]))).toEqual([
      [1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ]);
    const blocks = readRed(repeating[2]!.payload);
    expect(blocks.map(({ payloadType, offset }) => [payloadType, offset])).toEqual([
      [OPUS, 960],
      [OPUS, 480],
      [OPUS, 0],
    ]);
    expect(blocks.every(({ data }) => data.length === 120)).toBe(true);
  });

  it('goes on in its numbers and times when that changes', () => {
    const { sound, send, sent } = open();
    send(1);
    sound.redundancy.report(0.01, 0);
    for (const number of [2, 3]) send(number);
    const [first, ...others] = sent();
    expect(others.map(({ sequenceNumber }) => (sequenceNumber - first!.sequenceNumber) & 0xffff)).toEqual([
      1, 2,
    ]);
    expect(others.map(({ timestamp }) => (timestamp - first!.timestamp) >>> 0)).toEqual([480, 960]);
  });

  it('repeats nothing from before a gap', () => {
    const { sound, send, sent } = open();
    sound.redundancy.report(0.05, 0);
    for (const number of [1, 2, 9, 10]) send(number);
    const sizes = sent().map(({ payloadType, payload }) =>
      payloadType === RED ? readRed(payload).length : 1,
    );
    expect(sizes).toEqual([1, 2, 1, 2]);
  });

  it('is each packet once for browsers that know no other way, and where it is not what is heard', () => {
    const old = open({ red: false });
    old.sound.redundancy.report(0.05, 0);
    const unheard = open();
    unheard.sound.redundancy.report(0.05, 0);
    for (const number of [1, 2, 3]) {
      old.send(number);
      unheard.send(number, false);
    }
    for (const { sent } of [old, unheard]) {
      expect(sent().map(({ payloadType, payload }) => [payloadType, payload.length])).toEqual(
        Array.from({ length: 3 }, () => [OPUS, 120]),
      );
    }
  });
});
