import { writeInputPacket } from '../../../src/protocol/input-packet.js';
import type { Receiver } from '../receiver/receiver.js';
import type { ControlsState } from './controls-state.js';
import { nextSendDelay } from './send-schedule.js';

/** The part of the web's `RTCDataChannel` that is needed. */
export interface InputChannel {
  readonly readyState: string;
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  onopen: ((event: never) => void) | null;
  onbufferedamountlow: ((event: never) => void) | null;
  send(packet: Uint8Array<ArrayBuffer>): void;
}

type Feedback = Pick<Receiver, 'lastFrame' | 'keyframeWanted'>;

/**
 * Sends the player's controls: at once on a change, again in case that was lost, and never behind a packet that still
 * waits in the browser, so that the newest always wins.
 */
export class InputSender {
  /** Whether this page has a seat: watchers only say that they are there. */
  #playing = false;
  readonly #controls: ControlsState;
  readonly #onSent: (sequence: number) => void;
  #channel: InputChannel | undefined;
  #feedback: Feedback | undefined;
  /** Goes on over connections, so that a host that knows the seat takes nothing for old. */
  #sequence = 0;
  #sent = 0;
  #owed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onSent - hears of each packet. */
  constructor(controls: ControlsState, onSent: (sequence: number) => void = () => undefined) {
    this.#controls = controls;
    this.#onSent = onSent;
  }

  set playing(playing: boolean) {
    if (playing === this.#playing) return;
    this.#playing = playing;
    this.changed();
  }

  attach(channel: InputChannel, feedback: Feedback): void {
    this.detach();
    this.#channel = channel;
    this.#feedback = feedback;
    channel.bufferedAmountLowThreshold = 0;
    channel.onopen = () => this.changed();
    channel.onbufferedamountlow = () => {
      if (this.#owed) this.#send();
    };
    this.changed();
  }

  detach(): void {
    clearTimeout(this.#timer);
    if (this.#channel) {
      this.#channel.onopen = null;
      this.#channel.onbufferedamountlow = null;
    }
    this.#channel = undefined;
    this.#feedback = undefined;
    this.#owed = false;
  }

  /** The controls, or the wish for a keyframe, are not what was sent last. */
  changed(): void {
    this.#sent = 0;
    this.#send();
  }

  #send(): void {
    const channel = this.#channel;
    if (channel?.readyState !== 'open' || !this.#feedback) return;
    clearTimeout(this.#timer);
    this.#owed = channel.bufferedAmount > 0;
    if (!this.#owed) {
      const { lastFrame, keyframeWanted } = this.#feedback;
      const controls = this.#playing ? { controls: this.#controls.controls } : {};
      channel.send(writeInputPacket({ sequence: this.#sequence, lastFrame, keyframeWanted, ...controls }));
      this.#onSent(this.#sequence);
      this.#sequence = (this.#sequence + 1) >>> 0;
      this.#sent += 1;
    }
    this.#timer = setTimeout(
      () => this.#send(),
      nextSendDelay(this.#sent, this.#controls.held, this.#playing, this.#feedback.keyframeWanted),
    );
  }
}
