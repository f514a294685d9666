import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import type { KeyframeWish } from '../../../src/pipeline/keyframe-requests.js';
import { SharedPayloads } from '../../../src/pipeline/rtp/shared-payloads.js';
import { RtpTransport } from '../../../src/pipeline/transport/rtp-transport.js';
import { bytes } from '../pieces.js';
import { FakeTrack } from './fake-peer.js';

const VIDEO_SSRC = 0x01020304;
const AUDIO_SSRC = 0x05060708;
const PLI = bytes('81ce0002 00000001 01020304');
const NACK = bytes('81cd0003 00000001 01020304 12340001');

function openTransport(playoutDelayId?: number) {
  const video = new FakeTrack();
  const audio = new FakeTrack();
  const wishes: KeyframeWish[] = [];
  const transport = new RtpTransport({
    video: { track: video.asTrack, payloadType: 96, ssrc: VIDEO_SSRC, playoutDelayId },
    audio: { track: audio.asTrack, payloadType: 111, ssrc: AUDIO_SSRC },
    payloads: new SharedPayloads(),
    onKeyframeWish: (wish) => wishes.push(wish),
  });
  return { video, audio, wishes, transport };
}

function frameOf(content: Buffer, dueTime: number, keyframe = true): EncodedFrame {
  const stamp = { number: 1, stepTime: dueTime, readyTime: 0, dueTime, inputSequences: [], inputTimes: [] };
  return { stamp, codec: 'vp8', keyframe, units: [content] };
}

/** Distance of two numbers that wrap. */
function apart(later: number, earlier: number, bits: number): number {
  return (later - earlier + 2 ** bits) % 2 ** bits;
}

describe('video over RTP', () => {
  it('is the header, the payload descriptor with a picture id, and the frame', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10aabb'), 1000));
    const [packet] = video.sent;
    expect(packet!.length).toBe(12 + 4 + 3);
    // Version 2, marker, payload type 96.
    expect(packet!.toString('hex', 0, 2)).toBe('80e0');
    expect(packet!.toString('hex', 8, 14)).toBe('01020304' + '9080');
    expect(packet![14]! & 0x80).toBe(0x80);
    expect(packet!.toString('hex', 16)).toBe('10aabb');
  });

  it('asks for no more than 100 ms of delay where that was negotiated', () => {
    const { video, transport } = openTransport(5);
    transport.sendFrame(frameOf(bytes('10aabb'), 1000));
    expect(video.sent[0]!.toString('hex', 0, 1)).toBe('90');
    expect(video.sent[0]!.toString('hex', 12, 20)).toBe('bede0001' + '52' + '00000a');
  });

  it('counts packets and pictures, and its time follows the frame clock at 90 kHz', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(Buffer.alloc(3000, 0x10), 1000));
    transport.sendFrame(frameOf(bytes('11'), 1016.64, false));
    transport.sendFrame(frameOf(bytes('11'), 1016.64, false));
    const sequences = video.sent.map((packet) => packet.readUInt16BE(2));
    expect(sequences.map((sequence) => apart(sequence, sequences[0]!, 16))).toEqual([0, 1, 2, 3, 4]);
    const times = video.sent.map((packet) => packet.readUInt32BE(4));
    // No two pictures have the same time, whatever the clock says.
    expect(times.map((time) => apart(time, times[0]!, 32))).toEqual([0, 0, 0, 1498, 1499]);
    const pictures = video.sent.map((packet) => packet.readUInt16BE(14) & 0x7fff);
    expect(pictures.map((picture) => apart(picture, pictures[0]!, 15))).toEqual([0, 0, 0, 1, 2]);
    expect(video.sent.map((packet) => packet[1]! >> 7)).toEqual([0, 0, 1, 1, 1]);
  });

  it('wraps sequence numbers and picture ids', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10'), 0));
    for (let index = 1; index <= 0x10000; index++) transport.sendFrame(frameOf(bytes('11'), index, false));
    for (let index = 1; index < video.sent.length; index++) {
      const [before, here] = [video.sent[index - 1]!, video.sent[index]!];
      if (apart(here.readUInt16BE(2), before.readUInt16BE(2), 16) !== 1)
        throw new Error(`sequence at ${index}`);
      const ids = [here, before].map((packet) => packet.readUInt16BE(14) & 0x7fff) as [number, number];
      if (apart(...ids, 15) !== 1) throw new Error(`picture id at ${index}`);
    }
  });

  it('begins with a keyframe, and counts what it left out', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('11'), 0, false));
    transport.sendFrame(frameOf(bytes('11'), 17, false));
    expect(video.sent).toEqual([]);
    transport.sendFrame(frameOf(bytes('10'), 34));
    transport.sendFrame(frameOf(bytes('11'), 51, false));
    expect(video.sent).toHaveLength(2);
    expect(transport.statistics()).toMatchObject({ framesSent: 2, framesSkipped: 2, bytesSent: 2 * 17 });
  });

  it('is not sent before the track is open, nor after the transport was closed', () => {
    const { video, audio, transport } = openTransport();
    video.open = false;
    audio.open = false;
    transport.sendFrame(frameOf(bytes('10'), 0));
    transport.sendSound({ data: bytes('aa'), timestamp: 0, afterGap: true });
    video.open = true;
    audio.open = true;
    transport.close();
    transport.sendFrame(frameOf(bytes('10'), 17));
    transport.sendSound({ data: bytes('aa'), timestamp: 480, afterGap: true });
    expect([...video.sent, ...audio.sent]).toEqual([]);
  });
});

describe('sound over RTP', () => {
  it('is a packet of Opus, marked where it follows a gap', () => {
    const { audio, transport } = openTransport();
    transport.sendSound({ data: bytes('fcaabb'), timestamp: 0, afterGap: true });
    transport.sendSound({ data: bytes('fcccdd'), timestamp: 480, afterGap: false });
    const [first, second] = audio.sent as [Buffer, Buffer];
    expect(first.toString('hex', 0, 2)).toBe('80ef');
    expect(second.toString('hex', 0, 2)).toBe('806f');
    expect(first.toString('hex', 8)).toBe('05060708' + 'fcaabb');
    expect(apart(second.readUInt16BE(2), first.readUInt16BE(2), 16)).toBe(1);
    expect(apart(second.readUInt32BE(4), first.readUInt32BE(4), 32)).toBe(480);
  });
});

describe('a viewer’s wish for a keyframe', () => {
  it('counts as after a loss before the first keyframe, and not after it', () => {
    const { video, wishes, transport } = openTransport();
    video.receive(PLI);
    transport.sendFrame(frameOf(bytes('10'), 0));
    video.receive(PLI);
    expect(wishes).toEqual([{ afterLoss: true }, { afterLoss: false }]);
  });

  it('counts as after a loss when packets were missing since the last keyframe', () => {
    const { video, wishes, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10'), 0));
    video.receive(NACK);
    expect(wishes).toEqual([]);
    video.receive(PLI);
    transport.sendFrame(frameOf(bytes('10'), 17));
    video.receive(PLI);
    expect(wishes).toEqual([{ afterLoss: true }, { afterLoss: false }]);
  });

  it('counts as after a loss when a report told of more lost packets', () => {
    const { video, wishes, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10'), 0));
    const report = '81c90007 00000001 01020304 40 000005 00000001 00000000 00000000 00000000';
    video.receive(bytes(report));
    video.receive(PLI);
    transport.sendFrame(frameOf(bytes('10'), 17));
    // The same number again is no new loss.
    video.receive(bytes(report));
    video.receive(PLI);
    expect(wishes).toEqual([{ afterLoss: true }, { afterLoss: false }]);
    expect(transport.statistics()).toMatchObject({ fractionLost: 0.25, roundTripMs: undefined });
  });

  it('is not taken for another source’s', () => {
    const { video, wishes } = openTransport();
    video.receive(bytes('81ce0002 00000001 05060708'));
    expect(wishes).toEqual([]);
  });
});

describe('a picture that came before its time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** The picture of a step that was so much (ms) early. */
  function earlyFrame(content: Buffer, dueTime: number, earlyMs: number): EncodedFrame {
    const { stamp, ...frame } = frameOf(content, dueTime, false);
    return { ...frame, stamp: { ...stamp, stepTime: dueTime - earlyMs } };
  }

  it('is sent in time, with the time stamp that it would have had', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10'), 1000));
    transport.sendFrame(earlyFrame(bytes('11'), 1016, 8));
    vi.advanceTimersByTime(6);
    expect(video.sent).toHaveLength(1);
    vi.advanceTimersByTime(4);
    expect(video.sent).toHaveLength(2);
    expect(apart(video.sent[1]!.readUInt32BE(4), video.sent[0]!.readUInt32BE(4), 32)).toBe(16 * 90);
  });

  it('is not overtaken by the next', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10'), 1000));
    transport.sendFrame(earlyFrame(bytes('11aa'), 1016, 8));
    transport.sendFrame(frameOf(bytes('11bb'), 1033, false));
    vi.advanceTimersByTime(10);
    expect(video.sent.map((packet) => packet.toString('hex', 16))).toEqual(['10', '11aa', '11bb']);
    const sequences = video.sent.map((packet) => packet.readUInt16BE(2));
    expect(sequences.map((sequence) => apart(sequence, sequences[0]!, 16))).toEqual([0, 1, 2]);
  });

  it('is not sent any more where its viewer has gone meanwhile', () => {
    const { video, transport } = openTransport();
    transport.sendFrame(frameOf(bytes('10'), 1000));
    transport.sendFrame(earlyFrame(bytes('11'), 1016, 8));
    transport.close();
    vi.advanceTimersByTime(100);
    expect(video.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
