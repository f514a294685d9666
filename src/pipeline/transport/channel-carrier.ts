import type { DataChannel } from 'node-datachannel';
import type { EncodedFrame } from '../frame.js';
import type { FrameCarrier } from './frame-carrier.js';
import type { SharedFrameMessages } from './shared-frame-messages.js';

/** Frames as messages of the viewer's `frames` channel: unordered, and nothing is repeated. */
export class ChannelCarrier implements FrameCarrier {
  readonly #channel: DataChannel;
  readonly #messages: SharedFrameMessages;
  bytesSent = 0;
  /** Nothing is repeated. */
  readonly repairShare = 0;

  constructor(channel: DataChannel, messages: SharedFrameMessages) {
    this.#channel = channel;
    this.#messages = messages;
  }

  get isOpen(): boolean {
    return this.#channel.isOpen();
  }

  get isFull(): boolean {
    return this.#channel.bufferedAmount() > 0;
  }

  send(frame: EncodedFrame, number: number): 'sent' | 'too-large' | 'failed' {
    const message = this.#messages.of(frame, number);
    if (message.length > this.#channel.maxMessageSize()) return 'too-large';
    return this.#send(message) ? 'sent' : 'failed';
  }

  sendBeside(message: Uint8Array): number {
    return this.#send(message) ? message.length : 0;
  }

  #send(message: Uint8Array): boolean {
    try {
      // The bytes are copied before the call returns, so all viewers share them.
      this.#channel.sendMessageBinary(message);
    } catch {
      // The viewer closed the connection this very moment: its room hears of that next.
      return false;
    }
    this.bytesSent += message.length;
    return true;
  }
}
