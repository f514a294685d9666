import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_FRAME, readInputPacket } from '../../../src/protocol/input-packet.js';
import { ControlsState } from '../../../web-player/src/input/controls-state.js';
import { type InputChannel, InputSender } from '../../../web-player/src/input/input-sender.js';

const A = 1 << 8;

class Channel implements InputChannel {
  readyState = 'open';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = -1;
  onopen: ((event: never) => void) | null = null;
  onbufferedamountlow: ((event: never) => void) | null = null;
  readonly packets: NonNullable<ReturnType<typeof readInputPacket>>[] = [];
  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.packets.push(readInputPacket(bytes)!);
  }
}

const receiver = { lastFrame: NO_FRAME, keyframeWanted: false };

function player() {
  const controls: ControlsState = new ControlsState(() => sender.changed());
  const sender = new InputSender(controls);
  const channel = new Channel();
  sender.playing = true;
  sender.attach(channel, receiver);
  return { controls, sender, channel };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the input sender', () => {
  it('sends a change before the event is over, and repeats it', () => {
    const { controls, channel } = player();
    vi.advanceTimersByTime(1000);
    channel.packets.length = 0;
    controls.update('keyboard', { buttons: A });
    expect(channel.packets.map(({ controls }) => controls?.buttons)).toEqual([A]);
    vi.advanceTimersByTime(30);
    expect(channel.packets).toHaveLength(4);
    vi.advanceTimersByTime(200);
    expect(channel.packets).toHaveLength(6);
    controls.update('keyboard', { buttons: 0 });
    expect(channel.packets.at(-1)?.controls?.buttons).toBe(0);
    expect(channel.packets.at(-1)?.controls?.pressCounts[8]).toBe(1);
  });

  it('numbers packets without a gap, over connections too', () => {
    const { controls, sender, channel } = player();
    controls.update('keyboard', { buttons: A });
    const next = new Channel();
    sender.attach(next, receiver);
    vi.advanceTimersByTime(20);
    const sequences = [...channel.packets, ...next.packets].map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index));
    expect(next.packets.length).toBeGreaterThan(1);
  });

  it('never sends behind a packet that waits, but the newest as soon as it is gone', () => {
    const { controls, channel } = player();
    vi.advanceTimersByTime(1000);
    channel.packets.length = 0;
    channel.bufferedAmount = 60;
    controls.update('keyboard', { buttons: A });
    controls.update('keyboard', { buttons: A | 1 });
    expect(channel.packets).toEqual([]);
    channel.bufferedAmount = 0;
    channel.onbufferedamountlow?.(undefined as never);
    expect(channel.packets.map(({ controls }) => controls?.buttons)).toEqual([A | 1]);
    expect(channel.bufferedAmountLowThreshold).toBe(0);
  });

  it('keeps looking where the browser does not tell that the packet is gone', () => {
    const { controls, channel } = player();
    channel.packets.length = 0;
    channel.bufferedAmount = 60;
    controls.update('keyboard', { buttons: A });
    vi.advanceTimersByTime(20);
    expect(channel.packets).toEqual([]);
    channel.bufferedAmount = 0;
    vi.advanceTimersByTime(10);
    expect(channel.packets).toHaveLength(1);
  });

  it('waits for the channel to open', () => {
    const sender = new InputSender(new ControlsState(() => undefined));
    const channel = new Channel();
    channel.readyState = 'connecting';
    sender.attach(channel, receiver);
    vi.advanceTimersByTime(2000);
    expect(channel.packets).toEqual([]);
    channel.readyState = 'open';
    channel.onopen?.(undefined as never);
    expect(channel.packets).toHaveLength(1);
  });

  it('sends no controls while watching, and what the receiver knows of frames', () => {
    const sender = new InputSender(new ControlsState(() => undefined));
    const channel = new Channel();
    sender.attach(channel, { lastFrame: 17, keyframeWanted: false });
    expect(channel.packets).toEqual([{ sequence: 0, lastFrame: 17, keyframeWanted: false }]);
    vi.advanceTimersByTime(1000);
    expect(channel.packets).toHaveLength(2);
    sender.playing = true;
    expect(channel.packets.at(-1)?.controls?.buttons).toBe(0);
  });

  it('tells of a wish for a keyframe at once, and again until it is fulfilled, while watching too', () => {
    const sent: number[] = [];
    const sender = new InputSender(new ControlsState(() => undefined), (sequence) => sent.push(sequence));
    const channel = new Channel();
    const feedback = { lastFrame: 5, keyframeWanted: false };
    sender.attach(channel, feedback);
    channel.packets.length = 0;
    feedback.keyframeWanted = true;
    sender.changed();
    vi.advanceTimersByTime(100);
    feedback.keyframeWanted = false;
    feedback.lastFrame = 9;
    sender.changed();
    vi.advanceTimersByTime(900);
    expect(channel.packets.map(({ keyframeWanted }) => keyframeWanted)).toEqual([
      ...Array(5).fill(true),
      false,
    ]);
    expect(channel.packets.at(-1)?.lastFrame).toBe(9);
    expect(sent).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('stops with its channel', () => {
    const { controls, sender, channel } = player();
    sender.detach();
    channel.packets.length = 0;
    controls.update('keyboard', { buttons: A });
    vi.advanceTimersByTime(2000);
    expect(channel.packets).toEqual([]);
  });
});
