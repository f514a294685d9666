import { describe, expect, test } from 'vitest';
import type { TransportKind } from '../../src/protocol/control-message.js';
import { Inbox } from './inbox.js';
import { openPlayedRoom, type PlayedRoom } from './played-room.js';
import { type ReceivedPicture, readVp8Pictures } from './received-pictures.js';
import { writeNack, writePli } from './received-rtp.js';
import { TOKENS } from './test-room.js';
import type { TestViewer } from './test-viewer.js';

const FRAMES_FIRST = ['frames', 'rtp'];
const RTP_ONLY = ['rtp'];
/** So many without a keyframe, and none is on its way. */
const CALM_FRAMES = 20;

async function enter(made: PlayedRoom, transports: readonly string[] = FRAMES_FIRST): Promise<TestViewer> {
  const viewer = made.visit();
  await viewer.enter(TOKENS.play, { abilities: { transports: [...transports] } });
  return viewer;
}

/** Waits until a viewer has pictures by RTP, as many as are looked for. */
function rtpPictures(viewer: TestViewer, count: number): Promise<ReceivedPicture[]> {
  return viewer.video.packets.until((packets) => {
    if (packets.filter(({ marker }) => marker).length < count) return undefined;
    const pictures = readVp8Pictures(packets);
    return pictures.length >= count ? pictures : undefined;
  });
}

/** Numbers of all frames that were encoded from the first to the last of those that are given. */
function encodedBetween(numbers: readonly number[], { frames }: PlayedRoom): number[] {
  const encoded = frames.items.map(({ stamp }) => stamp.number);
  return encoded.filter((number) => number >= numbers[0]! && number <= numbers.at(-1)!);
}

/** Says with each frame that a keyframe is wanted, as a page does that lost one, until it is there. */
async function wishUntilKeyframe(viewer: TestViewer): Promise<void> {
  const { items } = viewer.received;
  // One that is on its way already would be taken for the answer: joining brings two at times.
  await viewer.received.until((frames) => {
    const latest = frames.slice(-CALM_FRAMES);
    return (latest.length === CALM_FRAMES && latest.every(({ keyframe }) => !keyframe)) || undefined;
  });
  const { length } = items;
  const { number } = items.at(-1)!;
  while (!items.slice(length).some(({ keyframe }) => keyframe)) {
    viewer.wishKeyframe(number);
    await viewer.received.take(1, items.length);
  }
}

function transportOf({ room }: PlayedRoom): TransportKind | undefined {
  return room.people[0]?.transport?.kind;
}

/** Numbers of the host's frames whose pictures came by RTP, told by their bytes. */
function numbersOf(pictures: readonly ReceivedPicture[], { frames }: PlayedRoom): number[] {
  return pictures.map(({ data }) => {
    const frame = frames.items.find(({ units }) => units[0]!.equals(data));
    if (!frame) throw new Error('a picture that the encoder did not make');
    return frame.stamp.number;
  });
}

describe('a viewer whose page can no longer take frames', () => {
  test('gets its picture by RTP at once, from a keyframe on', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    await viewer.received.take(10);
    viewer.say({ type: 'transports', transports: RTP_ONLY, reason: 'The tab is hidden.' });
    expect((await viewer.message('transport')).transport).toBe('rtp');
    const [first] = await rtpPictures(viewer, 5);
    expect(first!.keyframe).toBe(true);
    await viewer.heard();
    const byChannel = viewer.received.items.length;
    await rtpPictures(viewer, 20);
    expect(viewer.received.items.length).toBe(byChannel);
    expect(transportOf(made)).toBe('rtp');
  });

  test('gets frames again when it can take them, and RTP goes on until they are there and a moment longer', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made, RTP_ONLY);
    const soFar = (await rtpPictures(viewer, 10)).length;
    expect(viewer.received.items).toEqual([]);
    viewer.say({ type: 'transports', transports: FRAMES_FIRST });
    expect((await viewer.message('transport')).transport).toBe('frames');
    const received = await viewer.received.take(60);
    expect(received[0]).toMatchObject({ keyframe: true, number: 0 });
    const byRtp = numbersOf(readVp8Pictures(viewer.video.packets.items), made);
    // No picture is left out on the old way, which goes on beside the new one for a moment.
    expect(byRtp).toEqual(encodedBetween(byRtp, made));
    expect(byRtp.length).toBeGreaterThan(soFar);
    // For how long, test/pipeline/transport/switching-transport.test.ts knows, on a clock of its own.
    const until = byRtp.at(-1)!;
    expect(until).toBeGreaterThanOrEqual(received[0]!.frame.number);
    expect(until).toBeLessThan(received.at(-1)!.frame.number);
    expect(transportOf(made)).toBe('frames');
  });

  test('because it closed the channel gets its picture by RTP', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    await viewer.received.take(3);
    viewer.frames.close();
    while (viewer.messagesOf('transport').length === 0) await viewer.heard();
    const [first] = await rtpPictures(viewer, 5);
    expect(first!.keyframe).toBe(true);
  });

  test('is told nothing of transports that it knows', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    for (let count = 0; count < 5; count++) viewer.say({ type: 'transports', transports: FRAMES_FIRST });
    viewer.say({ type: 'transports', transports: ['warp', ...FRAMES_FIRST] });
    await viewer.heard();
    expect(viewer.messagesOf('transport')).toEqual([]);
  });

  test('is not followed to and fro without end, and costs the others next to nothing', async () => {
    const made = await openPlayedRoom();
    const [viewer, other] = [await enter(made), await enter(made)];
    await other.received.take(5);
    for (let count = 0; count < 9; count++) {
      viewer.say({ type: 'transports', transports: RTP_ONLY });
      viewer.say({ type: 'transports', transports: FRAMES_FIRST });
    }
    await viewer.heard();
    const changes = viewer.messagesOf('transport').map(({ transport }) => transport);
    expect(changes.filter((transport) => transport === 'frames')).toHaveLength(3);
    expect(changes.at(-1)).toBe('rtp');
    const before = other.received.items.length;
    const later = await other.received.take(60, before);
    expect(later.filter(({ keyframe }) => keyframe).length).toBeLessThanOrEqual(2);
    expect(other.messagesOf('transport')).toEqual([]);
  });
});

describe('a viewer whose path loses packets', () => {
  test('that wants keyframes again and again gets its picture by RTP, without a break', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    await viewer.received.take(1);
    await wishUntilKeyframe(viewer);
    expect(viewer.messagesOf('transport')).toEqual([]);
    await wishUntilKeyframe(viewer);
    expect((await viewer.message('transport')).transport).toBe('rtp');
    const pictures = await rtpPictures(viewer, 60);
    expect(pictures[0]!.keyframe).toBe(true);
    const byRtp = numbersOf(pictures, made);
    const byChannel = viewer.received.items.map(({ frame }) => frame.number);
    expect(byChannel).toEqual(encodedBetween(byChannel, made));
    // The two ways overlap.
    expect(byChannel).toContain(byRtp[0]);
    expect(byChannel).toContain(byRtp[5]);
    expect(byChannel).not.toContain(byRtp.at(-1)!);
  });

  test('by what it asks for again begins to stay with RTP', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made, RTP_ONLY);
    const [{ ssrc, sequenceNumber } = { ssrc: 0, sequenceNumber: 0 }] = await viewer.video.packets.take(1);
    const repeated = new Inbox<number>();
    viewer.path.passToViewer = (packet) => {
      // SRTP leaves the header as it is (RFC 3711 section 3.1).
      const isVideo = packet.length > 12 && packet.readUInt32BE(8) === ssrc;
      if (isVideo && packet.readUInt16BE(2) === sequenceNumber) repeated.push(sequenceNumber);
      return true;
    };
    for (let count = 0; count < 3; count++) {
      viewer.video.track.sendMessageBinary(writeNack(ssrc, sequenceNumber));
    }
    await repeated.take(3);
    // RTCP comes in its order, but other than what is said on channels.
    const wishes = new Inbox<true>();
    made.pipeline.renditions.wishKeyframe = () => wishes.push(true);
    viewer.video.track.sendMessageBinary(writePli(ssrc));
    await wishes.take(1);
    // What was asked for again is looked at with a ping.
    await viewer.heard();
    viewer.say({ type: 'transports', transports: FRAMES_FIRST });
    await viewer.heard();
    expect(viewer.messagesOf('transport')).toEqual([]);
    expect(transportOf(made)).toBe('rtp');
  });
});

describe('a viewer that has its picture by the frames channel', () => {
  test('gets a keyframe that it wants in an input packet, and none by PLI', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made, RTP_ONLY);
    const [{ ssrc } = { ssrc: 0 }] = await viewer.video.packets.take(1);
    viewer.say({ type: 'transports', transports: FRAMES_FIRST });
    await viewer.received.take(40);
    const before = made.pipeline.statistics().keyframes;
    for (let count = 0; count < 20; count++) {
      viewer.video.track.sendMessageBinary(writePli(ssrc));
      await viewer.received.take(1, viewer.received.items.length);
    }
    expect(made.pipeline.statistics().keyframes).toBe(before);
    const newest = viewer.received.items.at(-1)!;
    viewer.wishKeyframe(newest.number);
    const keyframe = await viewer.received.find(({ keyframe, number }) => keyframe && number > newest.number);
    expect(keyframe.number - newest.number).toBeLessThan(30);
  });
});

describe('the answer to a ping', () => {
  test('tells the clock by which frames are stamped', async () => {
    const made = await openPlayedRoom();
    const viewer = await enter(made);
    const before = performance.now();
    viewer.say({ type: 'ping', id: 77 });
    const { time } = await viewer.messages.find(
      (message): message is Extract<typeof message, { type: 'pong' }> => message.type === 'pong',
    );
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(performance.now());
    const { frame } = (await viewer.received.take(1, viewer.received.items.length))[0]!;
    expect(Math.abs(frame.stepTime - before)).toBeLessThan(60_000);
  });
});
