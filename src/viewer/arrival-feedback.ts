import { readTransportSequence } from './rtp-packet.js';
import { SequenceNumbers } from './sequence-numbers.js';
import { writeTransportFeedback } from './transport-feedback-writer.js';

/** Browsers tell ten times a second what came, at the bitrates of games (ms). */
const FEEDBACK_MS = 100;
/** Packets whose arrival is remembered: some seconds of them, longer than any is late. */
const REMEMBERED = 2048;

/** Where packets come from, and how RTCP gets there. */
export interface PacketSource {
  readonly send: (packet: Buffer) => void;
}

/**
 * Tells the host when each packet came, whichever track it belongs to, so that what it sends fits the path: as browsers do
 * that have transport-wide feedback.
 */
export class ArrivalFeedback {
  readonly #extensionId: number;
  readonly #ownSsrc: number;
  readonly #numbers = new SequenceNumbers();
  readonly #arrivals = new Float64Array(REMEMBERED).fill(Number.NaN);
  /** From here on nothing has been told. */
  #from: number | undefined;
  #feedbackNumber = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** That of the newest packet. */
  #source: (PacketSource & { readonly ssrc: number }) | undefined;

  /** @param extensionId - of the header extension with the transport-wide sequence number. */
  constructor(options: { readonly extensionId: number; readonly ownSsrc: number }) {
    this.#extensionId = options.extensionId;
    this.#ownSsrc = options.ownSsrc;
  }

  /**
   * Takes whatever came on a track; what has no such number is passed over.
   *
   * @param now - ms.
   */
  receive(packet: Buffer, { send }: PacketSource, now: number): void {
    const sequence = readTransportSequence(packet, this.#extensionId);
    if (sequence === undefined) return;
    const before = this.#numbers.highest;
    const number = this.#numbers.extend(sequence);
    if (before !== undefined) {
      // What is remembered in these places is older.
      const skipped = Math.max(before + 1, number - REMEMBERED + 1);
      for (let at = skipped; at <= number; at++) this.#arrivals[at % REMEMBERED] = Number.NaN;
      if (number <= before - REMEMBERED) return;
    }
    const slot = number % REMEMBERED;
    // A packet that is sent twice came with the first.
    if (!Number.isNaN(this.#arrivals[slot]!)) return;
    this.#arrivals[slot] = now;
    this.#source = { send, ssrc: packet.readUInt32BE(8) };
    // One that came late is told of once more with those after it.
    this.#from = Math.min(this.#from ?? (before ?? number - 1) + 1, number);
  }

  /** What has to be done from time to time, each 20 ms or so. */
  tick(now: number): void {
    if (this.#from === undefined || this.#source === undefined || now - this.#toldAt < FEEDBACK_MS) return;
    this.#toldAt = now;
    const { send, ssrc } = this.#source;
    const highest = this.#numbers.highest!;
    let from = Math.max(this.#from, highest - REMEMBERED + 1);
    while (from <= highest) {
      const arrivals = Array.from(
        { length: highest - from + 1 },
        (_, index) => this.#arrivals[(from + index) % REMEMBERED]!,
      );
      const address = { ownSsrc: this.#ownSsrc, ssrc, feedbackNumber: this.#feedbackNumber++ };
      const written = writeTransportFeedback(address, from, arrivals);
      if (!written) break;
      send(written.packet);
      from += written.count;
    }
    this.#from = undefined;
  }
}
