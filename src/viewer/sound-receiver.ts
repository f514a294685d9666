import { readSenderReportTime, writeReceiverReport } from './rtcp-writer.js';
import { isRtcp, readRtpPacket } from './rtp-packet.js';
import { type RtpCounters, RtpReception } from './rtp-reception.js';

const SOUND_CLOCK = 48_000;

/** Counts the packets of the sound. */
export class SoundReceiver {
  readonly #reception = new RtpReception(SOUND_CLOCK);
  readonly #ownSsrc: number;
  readonly #send: (packet: Buffer) => void;
  readonly #payloadType: number;
  #firstAt: number | undefined;
  #lastAt = 0;
  #longestGap = 0;
  #malformed = 0;

  constructor(options: {
    readonly ownSsrc: number;
    readonly payloadType: number;
    /** Sends RTCP to the host. */
    readonly send: (packet: Buffer) => void;
  }) {
    this.#ownSsrc = options.ownSsrc;
    this.#payloadType = options.payloadType;
    this.#send = options.send;
  }

  /** When the first packet came, ms. */
  get firstAt(): number | undefined {
    return this.#firstAt;
  }

  get counters(): RtpCounters & { readonly malformed: number; readonly longestGapMs: number } {
    return {
      ...this.#reception.counters,
      malformed: this.#malformed,
      longestGapMs: Math.round(1000 * this.#longestGap) / 1000,
    };
  }

  /** Takes whatever came on the track. */
  receive(bytes: Buffer, now: number): void {
    if (isRtcp(bytes)) {
      const time = readSenderReportTime(bytes);
      if (time !== undefined) this.#reception.receiveSenderReport(time, now);
      return;
    }
    const packet = readRtpPacket(bytes);
    if (packet?.payloadType !== this.#payloadType) {
      this.#malformed++;
      return;
    }
    if (this.#reception.receive(packet, bytes.length, now) === undefined) return;
    if (this.#firstAt === undefined) this.#firstAt = now;
    else this.#longestGap = Math.max(this.#longestGap, now - this.#lastAt);
    this.#lastAt = now;
  }

  /** Reports to the host how the reception is. */
  report(now: number): void {
    const report = this.#reception.report(now);
    if (report) this.#send(writeReceiverReport(this.#ownSsrc, report));
  }
}
