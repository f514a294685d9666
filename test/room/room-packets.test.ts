import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/bench/network/seeded-random.js';
import type { FrameMessage } from '../../src/protocol/frame-message.js';
import { NO_FRAME } from '../../src/protocol/input-packet.js';
import { ALL_PIECES, writeRepeatRequest } from '../../src/protocol/repeat-request.js';
import { openPlayedRoom, type PlayedRoom } from './played-room.js';
import { TOKENS } from './test-room.js';
import type { TestViewer } from './test-viewer.js';

const FRAMES_FIRST = ['frames', 'rtp'];
/** Frames of 60 a second. */
const SECOND = 60;

async function enter(made: PlayedRoom): Promise<TestViewer> {
  const viewer = made.visit({ packets: true });
  await viewer.enter(TOKENS.play, { abilities: { transports: FRAMES_FIRST } });
  return viewer;
}

/** SRTP, by the version in its first bits (RFC 7983): no DTLS, under which the channels are. */
function isMedia(packet: Buffer): boolean {
  return packet.readUInt8(0) >> 6 === 2;
}

/** Loses a share of the host's media packets, the same ones each time. */
function lose(viewer: TestViewer, share: number): { lost: number } {
  const random = seededRandom(5, 0);
  const counts = { lost: 0 };
  viewer.path.passToViewer = (packet) => {
    if (!isMedia(packet) || random() >= share) return true;
    counts.lost++;
    return false;
  };
  return counts;
}

function numbers(frames: readonly FrameMessage[]): number[] {
  return frames.map(({ number }) => number).sort((a, b) => a - b);
}

describe('a viewer whose page takes packets of frames', () => {
  test('gets its frames by them, whole and as the encoder made them', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    const received = await viewer.received.take(SECOND);
    expect(received[0]).toMatchObject({ number: 0, keyframe: true });
    expect(numbers(received)).toEqual(received.map((_, number) => number));
    for (const { frame, picture } of received) {
      const encoded = made.frames.items.filter(({ stamp }) => stamp.number === frame.number);
      expect(encoded.map(({ units }) => units[0]!.equals(picture))).toContain(true);
    }
  });

  test('has none missing where one packet in ten is lost, needs no keyframe and keeps its way', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    await viewer.received.take(SECOND);
    const before = made.pipeline.statistics().keyframes;
    const counts = lose(viewer, 0.1);
    await viewer.received.take(3 * SECOND);
    expect(counts.lost).toBeGreaterThan(10);
    viewer.path.passToViewer = () => true;
    const { number: newest } = (await viewer.received.take(1, viewer.received.items.length))[0]!;
    await viewer.received.find(({ number }) => number > newest + SECOND);
    const got = new Set(numbers(viewer.received.items));
    const missing = Array.from({ length: newest }, (_, number) => number).filter(
      (number) => !got.has(number),
    );
    expect(missing).toEqual([]);
    expect(made.pipeline.statistics().keyframes).toBe(before);
    expect(viewer.messagesOf('transport')).toEqual([]);
    expect(made.room.people[0]?.transport?.kind).toBe('frames');
  });

  test('gets its frames by the channel where no packet arrives', async () => {
    const made = await openPlayedRoom();
    const viewer = made.visit({ packets: true });
    viewer.hearsPackets = false;
    await viewer.enter(TOKENS.play, { abilities: { transports: FRAMES_FIRST } });
    while (viewer.received.items.length === 0) {
      if (viewer.input.isOpen()) viewer.wishKeyframe(NO_FRAME);
      await made.frames.take(1, made.frames.items.length);
    }
    expect(viewer.received.items[0]!.keyframe).toBe(true);
    await viewer.received.take(20);
  });
});

describe('a viewer that asks for packets', () => {
  test('that never were, or for everything again and again, is served within bounds and harms nobody', async () => {
    const made = await openPlayedRoom();
    const [viewer, other] = [await enter(made), await enter(made)];
    await viewer.received.take(5);
    let bytes = 0;
    viewer.path.passToViewer = (packet) => {
      if (isMedia(packet)) bytes += packet.length;
      return true;
    };
    const { number } = viewer.received.items.at(-1)!;
    const runs = Array.from({ length: 64 }, (_, back) => ({
      number: (number - back) >>> 0,
      first: 0,
      count: ALL_PIECES,
    }));
    for (let count = 0; count < 200; count++) {
      viewer.frames.sendMessageBinary(
        writeRepeatRequest({ received: count, lost: 0xffffffff - count, runs }),
      );
    }
    await viewer.heard();
    await other.received.take(SECOND, other.received.items.length);
    expect(bytes).toBeLessThan(1_500_000);
    expect(made.room.people).toHaveLength(2);
    expect(other.messagesOf('transport')).toEqual([]);
  });

  test('in no way that hosts understand is shut out', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    await viewer.received.take(1);
    for (let count = 0; count < 60; count++) viewer.frames.sendMessageBinary(Buffer.of(1, 200, 3));
    expect((await viewer.message('refused')).code).toBe('misbehaviour');
  });
});
