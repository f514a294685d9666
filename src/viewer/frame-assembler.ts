import type { DepacketizedFrame, Depacketizer } from './depacketizer.js';
import type { RtpPacket } from './rtp-packet.js';

export interface AssembledFrame extends DepacketizedFrame {
  /** RTP time stamp, 32 bits. */
  readonly timestamp: number;
}

/** What went wrong with frames on their way. */
export interface AssemblyCounters {
  /** How often packets were missing for good, and frames with them. */
  readonly gaps: number;
  /** Frames that came whole but follow on one that didn't. */
  readonly undecodable: number;
  /** Frames that are none, whose packets all came. */
  readonly malformed: number;
}

/** How long a missing packet is waited for, ms: a repetition takes a round trip. */
const LONGEST_WAIT_MS = 500;
/** Packets that wait behind a missing one. */
const MOST_WAITING = 1024;
/** Packets and bytes of a frame; more is no picture of a game. */
const MOST_PACKETS = 4096;
const MOST_FRAME_BYTES = 4 << 20;
/** Missing packets that are asked for at once. */
const MOST_ASKED = 400;

/**
 * Puts packets in their order and makes frames of them that a decoder can take: what is missing is waited for, and where it
 * doesn't come, nothing goes out until a keyframe.
 */
export class FrameAssembler {
  readonly #depacketizer: Depacketizer;
  readonly #waiting = new Map<number, RtpPacket>();
  #next: number | undefined;
  #current: RtpPacket[] = [];
  #currentBytes = 0;
  #gapSince: number | undefined;
  #needsKeyframe = true;
  #counters = { gaps: 0, undecodable: 0, malformed: 0 };

  constructor(depacketizer: Depacketizer) {
    this.#depacketizer = depacketizer;
  }

  get counters(): AssemblyCounters {
    return { ...this.#counters };
  }

  /** Whether a decoder would need a keyframe to go on. */
  get needsKeyframe(): boolean {
    return this.#needsKeyframe;
  }

  /**
   * Takes a packet.
   *
   * @param number - its sequence number, counted on over wraps.
   * @param now - ms.
   * @returns the frames that are whole now.
   */
  push(number: number, packet: RtpPacket, now: number): AssembledFrame[] {
    this.#next ??= number;
    if (number < this.#next) return [];
    this.#waiting.set(number, packet);
    const skips =
      this.#needsKeyframe && number > this.#next && this.#depacketizer.startsKeyframe(packet.payload);
    if (skips || this.#waiting.size > MOST_WAITING) this.#skipTo(skips ? number : this.#lowestWaiting());
    return this.#drain(now);
  }

  /** Gives up what has been missing for too long; returns the frames that are whole then. */
  giveUp(now: number): AssembledFrame[] {
    if (this.#gapSince === undefined || now - this.#gapSince < LONGEST_WAIT_MS) return [];
    this.#skipTo(this.#lowestWaiting());
    return this.#drain(now);
  }

  /** Sequence numbers, counted on, that are missing before the newest packet. */
  missing(): number[] {
    if (this.#next === undefined || this.#waiting.size === 0) return [];
    const highest = Math.max(...this.#waiting.keys());
    const missing: number[] = [];
    for (let number = this.#next; number < highest && missing.length < MOST_ASKED; number++) {
      if (!this.#waiting.has(number)) missing.push(number);
    }
    return missing;
  }

  #drain(now: number): AssembledFrame[] {
    const frames: AssembledFrame[] = [];
    for (;;) {
      const packet = this.#waiting.get(this.#next!);
      if (!packet) break;
      this.#waiting.delete(this.#next!);
      this.#next! += 1;
      const frame = this.#append(packet);
      if (frame) frames.push(frame);
      this.#gapSince = undefined;
    }
    if (this.#waiting.size > 0) this.#gapSince ??= now;
    return frames;
  }

  #append(packet: RtpPacket): AssembledFrame | undefined {
    // Retransmissions and probes may come as padding alone.
    if (packet.payload.length === 0) return undefined;
    if (this.#current.length > 0 && this.#current[0]!.timestamp !== packet.timestamp) this.#breakOff();
    this.#current.push(packet);
    this.#currentBytes += packet.payload.length;
    if (this.#current.length > MOST_PACKETS || this.#currentBytes > MOST_FRAME_BYTES) {
      this.#breakOff();
      return undefined;
    }
    return packet.marker ? this.#finish(packet.timestamp) : undefined;
  }

  #finish(timestamp: number): AssembledFrame | undefined {
    const frame = this.#depacketizer.assemble(this.#current.map(({ payload }) => payload));
    if (!frame) {
      this.#breakOff();
      return undefined;
    }
    this.#clearCurrent();
    if (frame.keyframe) this.#needsKeyframe = false;
    if (!this.#needsKeyframe) return { ...frame, timestamp };
    this.#counters.undecodable++;
    return undefined;
  }

  /** A frame without its end, or that is none. The rest of one whose start was missing is counted with the gap. */
  #breakOff(): void {
    if (!this.#needsKeyframe) this.#counters.malformed++;
    this.#needsKeyframe = true;
    this.#clearCurrent();
  }

  #skipTo(number: number): void {
    this.#counters.gaps++;
    this.#needsKeyframe = true;
    this.#clearCurrent();
    for (const waiting of this.#waiting.keys()) if (waiting < number) this.#waiting.delete(waiting);
    this.#next = number;
    this.#gapSince = undefined;
  }

  #clearCurrent(): void {
    this.#current = [];
    this.#currentBytes = 0;
  }

  #lowestWaiting(): number {
    return Math.min(...this.#waiting.keys());
  }
}
