import type { RtpPacket } from './rtp-packet.js';
import { SequenceNumbers } from './sequence-numbers.js';

/** What is known of the packets of one source. */
export interface RtpCounters {
  readonly packets: number;
  readonly bytes: number;
  /** Packets that never came, those that were repeated in time not among them. */
  readonly lost: number;
  /** Packets that came after a later one, repeated ones among them. */
  readonly late: number;
  readonly duplicates: number;
  /** Interarrival jitter (RFC 3550 section 6.4.1), ms. */
  readonly jitterMs: number;
}

/** What a receiver report says of a source (RFC 3550 section 6.4.1). */
export interface ReceptionReport {
  readonly ssrc: number;
  /** Since the last report, in 256ths. */
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  readonly highestSequence: number;
  /** Ticks of the codec's clock. */
  readonly jitter: number;
  readonly lastSenderReport: number;
  /** In units of 1/65536 s. */
  readonly delaySinceLastSenderReport: number;
}

/** How many of the newest packets are told apart from duplicates. */
const REMEMBERED = 2048;

/** Statistics of one RTP source (RFC 3550 appendix A.3 and A.8). */
export class RtpReception {
  readonly #clockRate: number;
  readonly #numbers = new SequenceNumbers();
  readonly #seen = new Set<number>();
  #ssrc = 0;
  #first = 0;
  #packets = 0;
  #bytes = 0;
  #late = 0;
  #duplicates = 0;
  #transit: number | undefined;
  #jitter = 0;
  #reported = { expected: 0, received: 0 };
  #senderReport: { readonly middle: number; readonly at: number } | undefined;

  /** @param clockRate - ticks of the codec's clock per second. */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /**
   * Takes a packet.
   *
   * @param now - ms.
   * @returns its number, counted on; `undefined` for a duplicate.
   */
  receive(packet: RtpPacket, bytes: number, now: number): number | undefined {
    const before = this.#numbers.highest;
    const number = this.#numbers.extend(packet.sequenceNumber);
    if (before === undefined) {
      this.#first = number;
      this.#ssrc = packet.ssrc;
    }
    if (this.#seen.has(number)) {
      this.#duplicates++;
      return undefined;
    }
    this.#seen.add(number);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value!);
    this.#packets++;
    this.#bytes += bytes;
    if (before !== undefined && number < before) this.#late++;
    // What was overtaken at the very start belongs to the expected as well.
    this.#first = Math.min(this.#first, number);
    this.#updateJitter(packet.timestamp, now);
    return number;
  }

  /** Takes the middle of a sender report's NTP time, by which the sender measures the round trip. */
  receiveSenderReport(middle: number, now: number): void {
    this.#senderReport = { middle, at: now };
  }

  get counters(): RtpCounters {
    return {
      packets: this.#packets,
      bytes: this.#bytes,
      lost: Math.max(0, this.#expected - this.#packets),
      late: this.#late,
      duplicates: this.#duplicates,
      jitterMs: (this.#jitter * 1000) / this.#clockRate,
    };
  }

  /** What to tell the sender; `undefined` before the first packet. */
  report(now: number): ReceptionReport | undefined {
    if (this.#packets === 0) return undefined;
    const expected = this.#expected - this.#reported.expected;
    const received = this.#packets - this.#reported.received;
    this.#reported = { expected: this.#expected, received: this.#packets };
    const lost = Math.max(0, expected - received);
    const { middle = 0, at = now } = this.#senderReport ?? {};
    return {
      ssrc: this.#ssrc,
      fractionLost: expected === 0 ? 0 : Math.min(255, Math.floor((256 * lost) / expected)),
      cumulativeLost: Math.min(0x7fffff, this.counters.lost),
      highestSequence: this.#numbers.highest! >>> 0,
      jitter: Math.min(0xffffffff, Math.round(this.#jitter)),
      lastSenderReport: middle,
      delaySinceLastSenderReport: Math.min(0xffffffff, Math.round(((now - at) * 65_536) / 1000)),
    };
  }

  get #expected(): number {
    return this.#packets === 0 ? 0 : this.#numbers.highest! - this.#first + 1;
  }

  #updateJitter(timestamp: number, now: number): void {
    const transit = (now * this.#clockRate) / 1000 - timestamp;
    const before = this.#transit;
    this.#transit = transit;
    if (before === undefined) return;
    const difference = Math.abs(transit - before);
    // The time stamp wrapped, or the sender's clock jumped: no jitter of the network's.
    if (difference > this.#clockRate) return;
    this.#jitter += (difference - this.#jitter) / 16;
  }
}
