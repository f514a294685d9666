import { type FrameMessage, readFrameMessage } from '../protocol/frame-message.js';
import { NO_FRAME } from '../protocol/input-packet.js';

/** What came on the `frames` channel. */
export interface FramesCounters {
  readonly messages: number;
  readonly bytes: number;
  /** Messages that never came, those that came late not among them. */
  readonly missing: number;
  /** Messages that others overtook; their frames were given up by then. */
  readonly late: number;
  /** Frames that came but follow on one that didn't. */
  readonly undecodable: number;
  readonly malformed: number;
}

/** Takes the messages of the `frames` channel and tells which a decoder can take, as the page does. */
export class FramesReader {
  #last = NO_FRAME;
  #newest: number | undefined;
  #needsKeyframe = true;
  #counters = { messages: 0, bytes: 0, missing: 0, late: 0, undecodable: 0, malformed: 0 };

  get counters(): FramesCounters {
    return { ...this.#counters };
  }

  /** Number of the newest message whose frame could be decoded, for input packets. */
  get lastFrame(): number {
    return this.#last;
  }

  get needsKeyframe(): boolean {
    return this.#needsKeyframe;
  }

  /** Reads a message; `undefined` where it is none, or no decoder could take its frame. */
  receive(bytes: Uint8Array): FrameMessage | undefined {
    const message = readFrameMessage(bytes);
    if (!message) {
      this.#counters.malformed++;
      return undefined;
    }
    this.#counters.messages++;
    this.#counters.bytes += bytes.length;
    const ahead = this.#newest === undefined ? 1 : (message.number - this.#newest) | 0;
    if (ahead <= 0) {
      this.#counters.late++;
      this.#counters.missing = Math.max(0, this.#counters.missing - 1);
      return undefined;
    }
    this.#newest = message.number;
    this.#counters.missing += ahead - 1;
    if (ahead > 1) this.#needsKeyframe = true;
    if (message.keyframe) this.#needsKeyframe = false;
    if (this.#needsKeyframe) {
      this.#counters.undecodable++;
      return undefined;
    }
    this.#last = message.number;
    return message;
  }
}
