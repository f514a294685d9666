import { describe, expect, it } from 'vitest';
import { FramesSound } from '../../../src/pipeline/transport/frames-sound.js';
import { readSoundMessage } from '../../../src/protocol/sound-message.js';
import { FakeChannel } from './fake-peer.js';

function packet(timestamp: number) {
  return { data: Buffer.of(timestamp / 480), timestamp, afterGap: false };
}

/** What each message holds: its packet, and the one before it. */
function sentBy(channel: FakeChannel): number[][] {
  return channel.sent.map((message) => {
    const { packet, before } = readSoundMessage(message)!;
    return [...packet, ...before];
  });
}

describe('sound as messages of a channel', () => {
  it('has each packet twice, so that one lost message takes nothing away', () => {
    const channel = new FakeChannel();
    const sound = new FramesSound(channel.asChannel);
    for (const number of [1, 2, 3]) sound.send(packet(480 * number));
    expect(sentBy(channel)).toEqual([[1], [2, 1], [3, 2]]);
    expect(sound.bytesSent).toBe(9 + 10 + 10);
  });

  it('repeats nothing from before a pause', () => {
    const channel = new FakeChannel();
    const sound = new FramesSound(channel.asChannel);
    sound.send(packet(480));
    sound.send(packet(480 * 7));
    expect(sentBy(channel)).toEqual([[1], [7]]);
  });

  it('waits in no full channel, and makes up for one packet of that afterwards', () => {
    const channel = new FakeChannel();
    const sound = new FramesSound(channel.asChannel);
    sound.send(packet(480));
    channel.buffered = 1;
    sound.send(packet(960));
    channel.buffered = 0;
    sound.send(packet(1440));
    expect(sentBy(channel)).toEqual([[1], [3, 2]]);
  });

  it('counts the time stamp modulo 2^32', () => {
    const channel = new FakeChannel();
    new FramesSound(channel.asChannel).send(packet(2 ** 32 + 480));
    expect(readSoundMessage(channel.sent[0]!)!.timestamp).toBe(480);
  });

  it('is silent about a channel that closes', () => {
    const channel = new FakeChannel();
    const sound = new FramesSound(channel.asChannel);
    channel.fails = true;
    sound.send(packet(480));
    channel.open = false;
    sound.send(packet(960));
    expect(sound.bytesSent).toBe(0);
  });
});
