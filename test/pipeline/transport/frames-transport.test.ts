import { describe, expect, it, vi } from 'vitest';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import type { KeyframeWish } from '../../../src/pipeline/keyframe-requests.js';
import { ChannelCarrier } from '../../../src/pipeline/transport/channel-carrier.js';
import { FramesTransport } from '../../../src/pipeline/transport/frames-transport.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { NO_FRAME } from '../../../src/protocol/input-packet.js';
import { FakeChannel } from './fake-peer.js';

function openTransport(messages = new SharedFrameMessages()) {
  const channel = new FakeChannel();
  const wishes: KeyframeWish[] = [];
  const told = { gaps: 0, tooLarge: 0 };
  const transport = new FramesTransport({
    carrier: new ChannelCarrier(channel.asChannel, messages),
    onKeyframeWish: (wish) => wishes.push(wish),
    onGap: () => told.gaps++,
    onTooLarge: () => told.tooLarge++,
    roundTripMs: () => 30,
  });
  return { channel, wishes, told, transport };
}

let frameNumber = 0;
function frameOf(picture: Buffer | readonly Buffer[], keyframe: boolean): EncodedFrame {
  frameNumber++;
  const stamp = {
    number: frameNumber,
    stepTime: 1000.5,
    readyTime: 1002,
    dueTime: 1001,
    inputSequences: [7, 0],
    inputTimes: [998.25, 0],
  };
  const units = Buffer.isBuffer(picture) ? [picture] : picture;
  return { stamp, codec: Buffer.isBuffer(picture) ? 'vp8' : 'h264', keyframe, units };
}

const keyframe = () => frameOf(Buffer.of(0x10, 1), true);
const frame = () => frameOf(Buffer.of(0x11, 2), false);

function numbers({ sent }: FakeChannel): number[] {
  return sent.map((message) => readFrameMessage(message)!.number);
}

describe('frames over a data channel', () => {
  it('are one message each, with what became of the frame at the host', () => {
    const { channel, transport } = openTransport();
    transport.sendFrame(keyframe());
    const message = readFrameMessage(channel.sent[0]!)!;
    expect(message).toMatchObject({ codec: 'vp8', keyframe: true, number: 0 });
    expect(message.frame).toMatchObject({ number: frameNumber, stepTime: 1000.5, coreMs: 1.5 });
    expect(message.inputs).toEqual([
      { sequence: 7, waitMs: 2.25 },
      { sequence: 0, waitMs: 0 },
    ]);
    expect([...message.picture]).toEqual([0x10, 1]);
  });

  it('are byte streams in H.264', () => {
    const { channel, transport } = openTransport();
    transport.sendFrame(frameOf([Buffer.of(0x67, 1), Buffer.of(0x68), Buffer.of(0x65, 3)], true));
    const { codec, picture } = readFrameMessage(channel.sent[0]!)!;
    expect(codec).toBe('h264');
    expect(Buffer.from(picture).toString('hex')).toBe('000000016701' + '0000000168' + '000000016503');
  });

  it('are written once for all viewers, each of which counts for itself', () => {
    const messages = new SharedFrameMessages();
    const [early, late] = [openTransport(messages), openTransport(messages)];
    early.transport.sendFrame(keyframe());
    for (const sent of [keyframe(), frame()]) {
      early.transport.sendFrame(sent);
      late.transport.sendFrame(sent);
    }
    expect(numbers(early.channel)).toEqual([0, 1, 2]);
    expect(numbers(late.channel)).toEqual([0, 1]);
    const same = [early.channel.sent[2]!, late.channel.sent[1]!].map((message) => message.toString('hex', 8));
    expect(same[0]).toBe(same[1]);
  });

  it('can be larger than all before, and smaller again', () => {
    const { channel, transport } = openTransport();
    const sizes = [10, 200_000, 20, 250_000, 30];
    for (const size of sizes) transport.sendFrame(frameOf(Buffer.alloc(size, size % 251), true));
    const pictures = channel.sent.map((message) => readFrameMessage(message)!.picture);
    expect(pictures.map(({ length }) => length)).toEqual(sizes);
    for (const picture of pictures) expect(picture.every((byte) => byte === picture.length % 251)).toBe(true);
  });

  it('begin with a keyframe', () => {
    const { channel, transport } = openTransport();
    transport.sendFrame(frame());
    expect(transport.isRunning).toBe(false);
    transport.sendFrame(keyframe());
    transport.sendFrame(frame());
    expect(numbers(channel)).toEqual([0, 1]);
    expect(transport.statistics()).toMatchObject({ framesSent: 2, framesSkipped: 1 });
  });

  it('stop where the channel is full, and go on with a keyframe that is asked for until it can be sent', () => {
    const { channel, wishes, told, transport } = openTransport();
    transport.sendFrame(keyframe());
    channel.buffered = 1;
    for (let count = 0; count < 3; count++) transport.sendFrame(frame());
    expect(wishes).toEqual([{ afterLoss: true }]);
    expect(told.gaps).toBe(1);
    transport.sendFrame(keyframe());
    expect(wishes).toHaveLength(2);
    expect(told.gaps).toBe(2);
    channel.buffered = 0;
    transport.sendFrame(frame());
    transport.sendFrame(keyframe());
    transport.sendFrame(frame());
    // What was left out took no number: the viewer sees no gap.
    expect(numbers(channel)).toEqual([0, 1, 2]);
    expect(transport.statistics()).toMatchObject({ framesSent: 3, framesSkipped: 5 });
    expect(told.gaps).toBe(2);
  });

  it('are told of where one is too large for the viewer', () => {
    const { channel, wishes, told, transport } = openTransport();
    channel.largest = 100;
    transport.sendFrame(frameOf(Buffer.alloc(100), true));
    expect(channel.sent).toEqual([]);
    expect(told.tooLarge).toBe(1);
    expect(wishes).toEqual([]);
  });

  it('end with the channel', () => {
    const { channel, transport } = openTransport();
    channel.fails = true;
    transport.sendFrame(keyframe());
    expect(transport.isRunning).toBe(false);
    channel.fails = false;
    channel.open = false;
    transport.sendFrame(keyframe());
    channel.open = true;
    transport.close();
    transport.sendFrame(keyframe());
    expect(channel.sent).toEqual([]);
  });
});

describe('sound beside frames', () => {
  it('goes out at once, and counts as sent', () => {
    const { channel, transport } = openTransport();
    transport.sendSound(Uint8Array.of(130, 2));
    expect(channel.sent.map((message) => [...message])).toEqual([[130, 2]]);
    expect(transport.statistics().bytesSent).toBe(2);
  });

  it('waits in no full channel, and is nothing to one that closes', () => {
    const { channel, transport } = openTransport();
    channel.buffered = 1;
    transport.sendSound(Uint8Array.of(130));
    channel.buffered = 0;
    channel.fails = true;
    transport.sendSound(Uint8Array.of(130));
    channel.open = false;
    transport.sendSound(Uint8Array.of(130));
    expect(channel.sent).toEqual([]);
    expect(transport.statistics().bytesSent).toBe(0);
  });
});

describe('a wish for a keyframe in input packets', () => {
  it('is one after a loss where the last keyframe was decoded', () => {
    const { wishes, told, transport } = openTransport();
    transport.sendFrame(keyframe());
    transport.sendFrame(frame());
    transport.wishKeyframe(0);
    expect(wishes).toEqual([{ afterLoss: true }]);
    expect(told.gaps).toBe(1);
  });

  it('counts as one gap however often it is repeated', () => {
    const { told, transport } = openTransport();
    transport.sendFrame(keyframe());
    for (let count = 0; count < 5; count++) transport.wishKeyframe(0);
    expect(told.gaps).toBe(1);
    transport.sendFrame(keyframe());
    transport.wishKeyframe(1);
    expect(told.gaps).toBe(2);
  });

  it('is an old one while the last keyframe may be on its way, and a new one after that', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { wishes, told, transport } = openTransport();
      transport.sendFrame(keyframe());
      transport.wishKeyframe(NO_FRAME);
      vi.advanceTimersByTime(129);
      transport.wishKeyframe(NO_FRAME);
      expect(told.gaps).toBe(0);
      vi.advanceTimersByTime(2);
      transport.wishKeyframe(NO_FRAME);
      expect(wishes.map(({ afterLoss }) => afterLoss)).toEqual([false, false, true]);
      expect(told.gaps).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is no gap before anything was sent', () => {
    const { told, transport } = openTransport();
    transport.wishKeyframe(NO_FRAME);
    expect(told.gaps).toBe(0);
  });
});
