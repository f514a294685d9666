import { describe, expect, test } from 'vitest';
import { isPatchLit, readFrameNumber } from '../../cores/test-pattern/layout.js';
import { BUTTON_INDEX } from '../../src/protocol/buttons.js';
import type { FrameMessage } from '../../src/protocol/frame-message.js';
import { decode } from '../pipeline/video/decode.js';
import { openPlayedRoom } from './played-room.js';
import { readVp8Payload } from './received-rtp.js';
import { TOKENS } from './test-room.js';

const FRAMES = { abilities: { transports: ['frames', 'rtp'] } };
const B = 1 << BUTTON_INDEX.b;

describe('the picture on the frames channel', () => {
  test('is what a page gets that likes it best: whole, in order, from a keyframe on', async () => {
    const { visit, frames } = await openPlayedRoom();
    const viewer = visit();
    const { transport } = await viewer.enter(TOKENS.watch, FRAMES);
    expect(transport).toBe('frames');
    const received = await viewer.received.take(60);
    expect(received.map(({ number }) => number)).toEqual(received.map((_, index) => index));
    expect(received[0]!.keyframe).toBe(true);
    const first = received[0]!.frame.number;
    const sent = frames.items.find(({ stamp }) => stamp.number === first)!;
    const encoded = frames.items.slice(frames.items.indexOf(sent)).map(({ stamp }) => stamp.number);
    expect(received.map(({ frame }) => frame.number)).toEqual(encoded.slice(0, received.length));
    expect(Buffer.from(received[0]!.picture).equals(sent.units[0]!)).toBe(true);
    expect(received[0]!.codec).toBe('vp8');
    // The first second of pictures came by RTP as well, and none since.
    await viewer.received.take(90);
    const byRtp = viewer.video.packets.items.length;
    await viewer.received.take(120);
    expect(viewer.video.packets.items).toHaveLength(byRtp);
    // Sound comes by RTP as ever.
    await viewer.audio.packets.take(20);
  });

  test('says when its step was, what it took, and which input went into it', async () => {
    const { visit, frames } = await openPlayedRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.play, FRAMES);
    await viewer.received.take(3);
    const sequence = viewer.sendControls({ buttons: B });
    const pressed = await viewer.received.find(({ inputs }) => inputs[0]!.sequence === sequence);
    expect(pressed.inputs).toHaveLength(8);
    expect(pressed.inputs[1]).toEqual({ sequence: 0, waitMs: 0 });
    const { stamp } = frames.items.find(({ stamp }) => stamp.number === pressed.frame.number)!;
    expect(pressed.frame.stepTime).toBe(stamp.stepTime);
    expect(pressed.frame.coreMs).toBeCloseTo(stamp.readyTime - stamp.stepTime, 2);
    expect(pressed.inputs[0]!.waitMs).toBeCloseTo(stamp.stepTime - stamp.inputTimes[0]!, 2);
    expect(pressed.frame.encodeMs).toBeGreaterThan(0);
    const earlier = viewer.received.items.slice(0, viewer.received.items.indexOf(pressed) + 1);
    const { lit, frameNumber } = await lastPattern(earlier);
    expect({ lit, frameNumber }).toEqual({ lit: true, frameNumber: pressed.frame.number });
  });

  test('in H.264 is in the byte stream format, keyframes with their parameter sets', async () => {
    const { visit } = await openPlayedRoom('h264');
    const viewer = visit();
    await viewer.enter(TOKENS.watch, FRAMES);
    const received = await viewer.received.take(10);
    expect(received.map(({ codec }) => codec)).toEqual(received.map(() => 'h264'));
    expect(received[0]!.keyframe).toBe(true);
    // A slow machine may be asked for a second keyframe among them.
    for (const { keyframe, picture } of received) {
      expect(nalUnitTypes(picture)).toEqual(keyframe ? [7, 8, 5] : [1]);
    }
  });

  test('stops where its channel is full, and goes by RTP where it stays so', async () => {
    const made = await openPlayedRoom();
    const viewer = made.visit();
    await viewer.enter(TOKENS.watch, FRAMES);
    // The first second of pictures comes by RTP as well.
    await viewer.received.take(90);
    const byRtp = viewer.video.packets.items.length;
    const transport = made.room.people[0]!.transport!;
    const skipped = transport.statistics().framesSkipped;
    // Frames are in DTLS records, RTP is not (RFC 7983 section 7).
    viewer.path.passToViewer = (packet) => packet.length < 500 || packet.readUInt8(0) >= 128;
    const [first] = await viewer.video.packets.take(1, byRtp);
    const { startsFrame, data } = readVp8Payload(first!.payload);
    expect(startsFrame).toBe(true);
    expect(data.readUInt8(0) & 1).toBe(0);
    expect(transport.statistics().framesSkipped).toBeGreaterThan(skipped);
    expect(transport.kind).toBe('rtp');
    await viewer.video.packets.take(30, byRtp);
  });

  test('is for pages that say so: to others it goes by RTP', async () => {
    const { visit } = await openPlayedRoom();
    const [old, other] = [visit(), visit()];
    expect((await old.enter(TOKENS.watch)).transport).toBe('rtp');
    const { transport } = await other.enter(TOKENS.watch, { abilities: { transports: ['rtp', 'frames'] } });
    expect(transport).toBe('rtp');
    await other.video.packets.take(20);
    expect(old.received.items).toEqual([]);
    expect(other.received.items).toEqual([]);
  });
});

/** Types of the NAL units of a byte stream (ITU-T H.264 annex B). */
function nalUnitTypes(picture: Uint8Array): number[] {
  const types: number[] = [];
  for (let at = 0; at + 4 < picture.length; at++) {
    if (picture[at] === 0 && picture[at + 1] === 0 && picture[at + 2] === 0 && picture[at + 3] === 1) {
      types.push(picture[at + 4]! & 0x1f);
    }
  }
  return types;
}

async function lastPattern(messages: readonly FrameMessage[]) {
  const stamp = { number: 1, stepTime: 0, readyTime: 0, dueTime: 0, inputSequences: [], inputTimes: [] };
  const pictures = await decode(
    messages.map(({ keyframe, picture }) => ({
      stamp,
      codec: 'vp8' as const,
      keyframe,
      units: [Buffer.from(picture)],
    })),
    256,
    240,
  );
  const pixels = pictures.at(-1)!;
  return { frameNumber: readFrameNumber(pixels, 256, 240), lit: isPatchLit(pixels, 256, 240, 0) };
}
