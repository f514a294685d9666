import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/bench/network/seeded-random.js';
import { payloadVp8 } from '../../src/pipeline/rtp/vp8-payloader.js';
import { FrameAssembler } from '../../src/viewer/frame-assembler.js';
import type { RtpPacket } from '../../src/viewer/rtp-packet.js';
import { vp8Depacketizer } from '../../src/viewer/vp8-depacketizer.js';

/** Packets of frames, each of three, with sequence numbers from 1000 on. */
function packetsOf(frames: number, keyframeEvery = Number.POSITIVE_INFINITY) {
  let number = 1000;
  return Array.from({ length: frames }, (_, frame) => {
    const isKeyframe = frame % keyframeEvery === 0 || frame === 0;
    const data = Buffer.alloc(3000, frame);
    data[0] = isKeyframe ? 0x10 : 0x11;
    return payloadVp8(data).map(({ prefix, content, last }): { number: number; packet: RtpPacket } => ({
      number: number++,
      packet: {
        payloadType: 96,
        marker: last,
        sequenceNumber: (number - 1) & 0xffff,
        timestamp: frame * 1500,
        ssrc: 1,
        payload: Buffer.concat([prefix, content]),
      },
    }));
  });
}

function push(assembler: FrameAssembler, packets: ReturnType<typeof packetsOf>[number], now = 0): number[] {
  return packets.flatMap(({ number, packet }) =>
    assembler.push(number, packet, now).map(({ timestamp }) => timestamp / 1500),
  );
}

describe('a frame assembler', () => {
  test('makes frames of packets that come in order', () => {
    const assembler = new FrameAssembler(vp8Depacketizer);
    expect(push(assembler, packetsOf(5).flat())).toEqual([0, 1, 2, 3, 4]);
    expect(assembler.counters).toEqual({ gaps: 0, undecodable: 0, malformed: 0 });
    expect(assembler.needsKeyframe).toBe(false);
  });

  test('brings packets into their order, and takes each once', () => {
    const assembler = new FrameAssembler(vp8Depacketizer);
    const [first, ...rest] = packetsOf(20).flat();
    const random = seededRandom(1);
    const shuffled = [...rest, ...rest].sort(() => random() - 0.5);
    expect(push(assembler, [first!, ...shuffled])).toEqual(Array.from({ length: 20 }, (_, frame) => frame));
  });

  test('waits for a repetition, and names what is missing', () => {
    const assembler = new FrameAssembler(vp8Depacketizer);
    const packets = packetsOf(4).flat();
    const lost = packets.splice(4, 2);
    expect(push(assembler, packets)).toEqual([0]);
    expect(assembler.missing()).toEqual([1004, 1005]);
    expect(assembler.giveUp(499)).toEqual([]);
    expect(push(assembler, lost, 499)).toEqual([1, 2, 3]);
    expect(assembler.missing()).toEqual([]);
    expect(assembler.counters.gaps).toBe(0);
  });

  test('gives up after a while, and goes on with a keyframe', () => {
    const assembler = new FrameAssembler(vp8Depacketizer);
    const frames = packetsOf(8, 5);
    frames[1]!.splice(1, 1);
    expect(push(assembler, frames.slice(0, 4).flat())).toEqual([0]);
    expect(assembler.giveUp(500)).toEqual([]);
    expect(assembler.needsKeyframe).toBe(true);
    expect(push(assembler, frames.slice(4).flat(), 510)).toEqual([5, 6, 7]);
    expect(assembler.counters).toMatchObject({ gaps: 1, undecodable: 3 });
  });

  test('that needs a keyframe doesn’t wait for packets before one', () => {
    const assembler = new FrameAssembler(vp8Depacketizer);
    const frames = packetsOf(8, 5);
    expect(push(assembler, frames[2]!.slice(1))).toEqual([]);
    expect(push(assembler, [...frames[3]!.slice(0, 1), ...frames[5]!, ...frames[6]!])).toEqual([5, 6]);
  });

  test('holds no more than so much of what never becomes a frame', () => {
    const assembler = new FrameAssembler(vp8Depacketizer);
    const [packet] = packetsOf(1).flat();
    for (let number = 0; number < 100_000; number++) {
      const numbered = { ...packet!.packet, timestamp: 1, marker: false };
      assembler.push(2 * number, numbered, number);
    }
    expect(assembler.counters.gaps).toBeGreaterThan(10_000);
    expect(assembler.missing().length).toBeLessThanOrEqual(400);
  });
});
