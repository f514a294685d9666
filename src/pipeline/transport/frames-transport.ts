import { isNewerSequence, NO_FRAME } from '../../protocol/input-packet.js';
import type { EncodedFrame } from '../frame.js';
import type { KeyframeWish } from '../keyframe-requests.js';
import type { FrameCarrier } from './frame-carrier.js';
import type { PictureTransport, TransportStatistics } from './transport.js';

export interface FramesTransportOptions {
  /** Takes the messages to the viewer. */
  readonly carrier: FrameCarrier;
  readonly onKeyframeWish: (wish: KeyframeWish) => void;
  /** The viewer's picture has a gap: something was lost on its way, or the way was full. */
  readonly onGap: () => void;
  /** A frame is larger than what the viewer takes as one message. */
  readonly onTooLarge: () => void;
  /** Round trip by what else is known of the connection, ms. */
  readonly roundTripMs: () => number | undefined;
}

/** For so long (ms) and a round trip a keyframe may be on its way before its viewer's wish is taken for a new one. */
const KEYFRAME_PATIENCE_MS = 100;

/**
 * Pictures as messages, each whole, for pages that decode and draw them by themselves: less than half
 * the latency of `<video>` where the path is clean, and a gap where a packet is lost.
 */
export class FramesTransport implements PictureTransport {
  readonly kind = 'frames';
  readonly #options: FramesTransportOptions;
  /** Of the next message. */
  #number = 0;
  #keyframeNumber: number | undefined;
  #keyframeTime = Number.NEGATIVE_INFINITY;
  #needsKeyframe = true;
  /** Whether a gap since the last keyframe was told of: a viewer wishes for the next one again and again. */
  #gapTold = false;
  #carrier: FrameCarrier;
  /** Of carriers before this one. */
  #bytesSentBefore = 0;
  #closed = false;
  #statistics = { framesSent: 0, framesSkipped: 0 };

  constructor(options: FramesTransportOptions) {
    this.#options = options;
    this.#carrier = options.carrier;
  }

  /** Whether the viewer still has the channel. */
  get isOpen(): boolean {
    return !this.#closed && this.#carrier.isOpen;
  }

  /** Whether pictures go this way: no keyframe is waited for. */
  get isRunning(): boolean {
    return !this.#needsKeyframe;
  }

  /** What repairs take: so many times the pictures. */
  get repairShare(): number {
    return this.#carrier.repairShare;
  }

  sendFrame(frame: EncodedFrame): void {
    if (!this.isOpen) return;
    if (this.#needsKeyframe && !frame.keyframe) {
      this.#statistics.framesSkipped++;
      return;
    }
    // What waits is late already: nothing more is put behind it.
    if (this.#carrier.isFull) {
      this.#skip(frame);
      return;
    }
    const outcome = this.#carrier.send(frame, this.#number);
    if (outcome === 'too-large') {
      this.#statistics.framesSkipped++;
      this.#needsKeyframe = true;
      this.#options.onTooLarge();
    }
    if (outcome !== 'sent') return;
    this.#statistics.framesSent++;
    if (frame.keyframe) {
      this.#needsKeyframe = false;
      this.#keyframeNumber = this.#number;
      this.#keyframeTime = performance.now();
      this.#gapTold = false;
    }
    this.#number = (this.#number + 1) >>> 0;
  }

  /**
   * Sends a message of sound. What waits is late already: nothing more is put behind it.
   *
   * @returns how many bytes went out other than in RTP packets.
   */
  sendSound(message: Uint8Array): number {
    return this.isOpen && !this.#carrier.isFull ? this.#carrier.sendBeside(message) : 0;
  }

  /** Another carrier takes the messages from the next keyframe on. */
  carryBy(carrier: FrameCarrier): void {
    this.#bytesSentBefore += this.#carrier.bytesSent;
    this.#carrier = carrier;
    this.#needsKeyframe = true;
  }

  /** Goes on with a keyframe, after pictures that went another way. */
  restart(): void {
    this.#needsKeyframe = true;
  }

  /**
   * The viewer wants a keyframe. It says so again and again until it has one, so while one may be on its way that is not
   * a new wish.
   *
   * @param lastFrame - number of the newest message that it decoded.
   */
  wishKeyframe(lastFrame: number): void {
    const roundTripMs = this.#options.roundTripMs() ?? 0;
    const onItsWay = performance.now() - this.#keyframeTime < roundTripMs + KEYFRAME_PATIENCE_MS;
    const afterLoss = this.#hasDecodedKeyframe(lastFrame) || !onItsWay;
    if (afterLoss && !this.#gapTold && this.#keyframeNumber !== undefined) {
      this.#gapTold = true;
      this.#options.onGap();
    }
    this.#options.onKeyframeWish({ afterLoss });
  }

  statistics(): TransportStatistics {
    return {
      ...this.#statistics,
      bytesSent: this.#bytesSentBefore + this.#carrier.bytesSent,
      roundTripMs: this.#options.roundTripMs(),
      fractionLost: 0,
    };
  }

  close(): void {
    this.#closed = true;
  }

  #hasDecodedKeyframe(lastFrame: number): boolean {
    if (lastFrame === NO_FRAME || this.#keyframeNumber === undefined) return false;
    return lastFrame === this.#keyframeNumber || isNewerSequence(lastFrame, this.#keyframeNumber);
  }

  #skip(frame: EncodedFrame): void {
    this.#statistics.framesSkipped++;
    const wasRunning = !this.#needsKeyframe;
    this.#needsKeyframe = true;
    if (!wasRunning && !frame.keyframe) return;
    // A channel that is still full when its keyframe comes is another gap: one that stays full is of no use.
    this.#options.onGap();
    this.#options.onKeyframeWish({ afterLoss: true });
  }
}
