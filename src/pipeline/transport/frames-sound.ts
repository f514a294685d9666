import type { DataChannel } from 'node-datachannel';
import { SOUND_MESSAGE_SAMPLES, writeSoundMessage } from '../../protocol/sound-message.js';
import type { EncodedSound } from '../frame.js';

const NOTHING = new Uint8Array(0);

/** One viewer's sound as messages of its `frames` channel, beside the pictures. */
export class FramesSound {
  readonly #channel: DataChannel;
  #before: EncodedSound | undefined;
  bytesSent = 0;

  /** @param channel - unordered, nothing is repeated: each packet is sent in two messages. */
  constructor(channel: DataChannel) {
    this.#channel = channel;
  }

  send(packet: EncodedSound): void {
    const { data, timestamp } = packet;
    const before = this.#before;
    this.#before = packet;
    // Sound that waits is late, and pictures behind it would wait as well.
    if (!this.#channel.isOpen() || this.#channel.bufferedAmount() > 0) return;
    const follows = before !== undefined && before.timestamp + SOUND_MESSAGE_SAMPLES === timestamp;
    const message = writeSoundMessage({
      timestamp: timestamp >>> 0,
      packet: data,
      before: follows ? before.data : NOTHING,
    });
    try {
      this.#channel.sendMessageBinary(message);
    } catch {
      // The viewer closed the connection this very moment: its room hears of that next.
      return;
    }
    this.bytesSent += message.length;
  }
}
