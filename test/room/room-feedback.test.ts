import { describe, expect, test } from 'vitest';
import type { EncodedFrame } from '../../src/pipeline/frame.js';
import type { KeyframeWish } from '../../src/pipeline/keyframe-requests.js';
import { NO_FRAME, writeInputPacket } from '../../src/protocol/input-packet.js';
import { openPlayedRoom, type PlayedRoom } from './played-room.js';
import { readVp8Pictures } from './received-pictures.js';
import { writeNack, writePli } from './received-rtp.js';
import { TOKENS } from './test-room.js';
import { OFFERED, type TestViewer } from './test-viewer.js';

/** Within this time (ms) after its last keyframe a viewer that lost nothing gets no other. */
const VIEWER_INTERVAL = 300;
const VIEWER_INTERVAL_AFTER_LOSS = 100;
/** Between a wish's arrival and the step that it is answered with, the clock of the test may be off by this (ms). */
const SLACK = 5;

/** A wish that reached the host, and the newest step at that moment. */
interface Wish extends KeyframeWish {
  readonly step: number;
}

async function openWatched() {
  const made = await openPlayedRoom();
  const wishes: Wish[] = [];
  const { renditions } = made.pipeline;
  const wishKeyframe = renditions.wishKeyframe.bind(renditions);
  const viewer = made.visit();
  await viewer.enter(TOKENS.play);
  renditions.wishKeyframe = (transport, wish) => {
    wishes.push({ ...wish, step: made.pipeline.statistics().steps });
    wishKeyframe(transport, wish);
  };
  const [first] = await viewer.video.packets.take(1);
  return { ...made, viewer, wishes, ssrc: first!.ssrc };
}

/** Waits until a viewer may have another keyframe. */
function untilKeyframesAreFree({ frames }: PlayedRoom): Promise<EncodedFrame> {
  return frames.until((items) => {
    const last = items.findLast(({ keyframe }) => keyframe);
    const newest = items.at(-1);
    if (!last || !newest) return undefined;
    return newest.stamp.readyTime - last.stamp.readyTime > VIEWER_INTERVAL + 50 ? newest : undefined;
  });
}

/** Does something with each of the next frames until so many keyframes have come, and returns the times between them. */
async function keyframesDuring(count: number, { frames }: PlayedRoom, action: () => void): Promise<number[]> {
  const start = frames.items.length;
  for (let index = start; ; index++) {
    action();
    await frames.take(1, index);
    const intervals = keyframeIntervals(frames.items.slice(start));
    if (intervals.length >= count - 1) return intervals;
  }
}

/** Waits until a viewer has got a frame, bit by bit. */
function untilReceived(viewer: TestViewer, frame: EncodedFrame): Promise<true> {
  return viewer.video.packets.until((packets) => {
    if (!packets.at(-1)?.marker) return undefined;
    return readVp8Pictures(packets).some(({ data }) => data.equals(frame.units[0]!)) || undefined;
  });
}

function keyframeIntervals(frames: readonly EncodedFrame[]): number[] {
  const times = frames.filter(({ keyframe }) => keyframe).map(({ stamp }) => stamp.readyTime);
  return times.slice(1).map((time, index) => time - times[index]!);
}

function pli(viewer: TestViewer, ssrc: number): void {
  viewer.video.track.sendMessageBinary(writePli(ssrc));
}

describe('a viewer’s wish for a keyframe', () => {
  test('by PLI is met by the very next step', async () => {
    const made = await openWatched();
    const { frames, viewer, wishes, ssrc } = made;
    const before = await untilKeyframesAreFree(made);
    pli(viewer, ssrc);
    const keyframe = await frames.find((frame) => frame.keyframe, frames.items.indexOf(before));
    expect(wishes).toHaveLength(1);
    expect(wishes[0]!.afterLoss).toBe(false);
    expect(keyframe.stamp.number - wishes[0]!.step).toBeGreaterThanOrEqual(0);
    expect(keyframe.stamp.number - wishes[0]!.step).toBeLessThanOrEqual(2);
    await untilReceived(viewer, keyframe);
  });

  test('by an input packet is met as well, from one who only watches', async () => {
    const made = await openWatched();
    const watcher = made.visit();
    await watcher.enter(TOKENS.watch);
    await watcher.video.packets.take(1);
    const before = await untilKeyframesAreFree(made);
    const packet = writeInputPacket({ sequence: 1, lastFrame: NO_FRAME, keyframeWanted: true });
    watcher.input.sendMessageBinary(packet);
    await made.frames.find((frame) => frame.keyframe, made.frames.items.indexOf(before));
    expect(made.wishes).toMatchObject([{ afterLoss: false }]);
  });

  test('is met while the game is paused', async () => {
    const made = await openWatched();
    const { frames, viewer, pipeline, ssrc } = made;
    const before = await untilKeyframesAreFree(made);
    pipeline.pause();
    pli(viewer, ssrc);
    await frames.find((frame) => frame.keyframe, frames.items.indexOf(before));
  });

  test('for another source than its picture is passed over', async () => {
    const made = await openWatched();
    const { viewer, wishes, ssrc } = made;
    await untilKeyframesAreFree(made);
    pli(viewer, ssrc + 1);
    pli(viewer, ssrc);
    await made.frames.find((frame) => frame.keyframe, made.frames.items.length - 1);
    expect(wishes).toHaveLength(1);
  });

  test('that is repeated all the time brings one every 300 ms at the most, or every 100 ms after losses', async () => {
    const made = await openWatched();
    const { viewer, ssrc } = made;
    await untilKeyframesAreFree(made);
    const calm = await keyframesDuring(4, made, () => pli(viewer, ssrc));
    expect(Math.min(...calm)).toBeGreaterThan(VIEWER_INTERVAL - SLACK);

    const lossy = await keyframesDuring(6, made, () => {
      const { sequenceNumber } = viewer.video.packets.items.at(-1)!;
      viewer.video.track.sendMessageBinary(writeNack(ssrc, sequenceNumber));
      pli(viewer, ssrc);
    });
    expect(Math.min(...lossy)).toBeGreaterThan(VIEWER_INTERVAL_AFTER_LOSS - SLACK);
    expect(Math.min(...lossy)).toBeLessThan(VIEWER_INTERVAL);
  });

  test('that many have together is met by one keyframe for all', async () => {
    const made = await openWatched();
    const others = Array.from({ length: 3 }, () => made.visit());
    await Promise.all(others.map((other) => other.enter(TOKENS.watch)));
    const viewers = [made.viewer, ...others];
    const ssrcs = await Promise.all(viewers.map(async ({ video }) => (await video.packets.take(1))[0]!.ssrc));
    await untilKeyframesAreFree(made);
    const intervals = await keyframesDuring(4, made, () => {
      for (const [index, viewer] of viewers.entries()) pli(viewer, ssrcs[index]!);
    });
    expect(Math.min(...intervals)).toBeGreaterThan(VIEWER_INTERVAL_AFTER_LOSS - SLACK);
    for (const { video } of viewers) {
      const numbers = video.packets.items.map(({ sequenceNumber }) => sequenceNumber);
      expect(numbers.slice(1).every((number, index) => ((number - numbers[index]!) & 0xffff) === 1)).toBe(
        true,
      );
    }
  });
});

describe('a packet that was lost on its way', () => {
  test('is sent again, the very same, to the viewer that asks for it', async () => {
    const made = await openWatched();
    const { viewer, ssrc } = made;
    const { sequenceNumber: newest } = viewer.video.packets.items.at(-1)!;
    const lost = (newest + 20) & 0xffff;
    const onTheWay: Buffer[] = [];
    viewer.path.passToViewer = (packet) => {
      // SRTP leaves the header as it is (RFC 3711 section 3.1).
      const isVideo = packet.length > 12 && (packet.readUInt8(1) & 0x7f) === OFFERED.vp8;
      if (!isVideo || packet.readUInt32BE(8) !== ssrc || packet.readUInt16BE(2) !== lost) return true;
      onTheWay.push(packet);
      return onTheWay.length > 1;
    };
    const next = await viewer.video.packets.find(
      ({ sequenceNumber }) => sequenceNumber === ((lost + 1) & 0xffff),
    );
    expect(onTheWay).toHaveLength(1);
    viewer.video.track.sendMessageBinary(writeNack(ssrc, lost));
    const again = await viewer.video.packets.find(({ sequenceNumber }) => sequenceNumber === lost);
    expect(onTheWay).toHaveLength(2);
    expect(onTheWay[1]!.equals(onTheWay[0]!)).toBe(true);
    expect(viewer.video.packets.items.indexOf(again)).toBeGreaterThan(
      viewer.video.packets.items.indexOf(next),
    );
    // In its place it completes the picture.
    const packets = [...viewer.video.packets.items].filter((packet) => packet !== again);
    packets.splice(packets.indexOf(next), 0, again);
    const ids = readVp8Pictures(packets).map(({ pictureId }) => pictureId);
    expect(ids.slice(1).every((id, index) => ((id - ids[index]!) & 0x7fff) === 1)).toBe(true);
  });

  test('makes the next wish of its viewer one after a loss', async () => {
    const made = await openWatched();
    const { viewer, wishes, ssrc } = made;
    await untilKeyframesAreFree(made);
    viewer.video.track.sendMessageBinary(writeNack(ssrc, viewer.video.packets.items[0]!.sequenceNumber));
    pli(viewer, ssrc);
    const keyframe = await made.frames.find((frame) => frame.keyframe, made.frames.items.length - 1);
    expect(wishes).toMatchObject([{ afterLoss: true }]);
    await untilReceived(viewer, keyframe);
    await untilKeyframesAreFree(made);
    pli(viewer, ssrc);
    await made.frames.find((frame) => frame.keyframe, made.frames.items.length - 1);
    expect(wishes).toMatchObject([{ afterLoss: true }, { afterLoss: false }]);
  });
});
