import type { TransportSequence } from '../rtp/rtp-header.js';
import { readTransportFeedback, TransportFeedback } from '../rtp/transport-feedback.js';
import type { PathEstimate } from './path-estimate.js';
import { SentPackets } from './sent-packets.js';

/** What a packet takes on its way beside itself: SRTP's tag (RFC 3711 section 5.2), UDP and IPv4 headers, bytes. */
const AROUND_BYTES = 10 + 8 + 20;

/** Used by all viewers: it holds nothing from one packet to the next. */
const FEEDBACK = new TransportFeedback();

/**
 * Watches the path to one viewer: numbers the packets of all its tracks, and learns from the browser's feedback when
 * each arrived.
 */
export class PathObserver implements TransportSequence {
  /** Of the header extension that carries the number. */
  readonly extensionId: number;
  readonly #sent = new SentPackets();

  constructor(extensionId: number) {
    this.extensionId = extensionId;
  }

  /** For the next packet's header. */
  get nextNumber(): number {
    return this.#sent.next;
  }

  /**
   * A packet went out under the next number.
   *
   * @param bytes - RTP header and payload.
   * @param now - ms, steady.
   */
  send(bytes: number, now: number): void {
    this.#sent.add(now, bytes + AROUND_BYTES);
  }

  /**
   * Takes what the browser says in RTCP, of which this is about transport-wide feedback only.
   *
   * @param now - ms, steady.
   */
  receive(packet: Buffer, _now: number): void {
    let end = readTransportFeedback(packet, FEEDBACK);
    while (end !== undefined) {
      this.#learn(FEEDBACK);
      end = readTransportFeedback(packet, FEEDBACK, end);
    }
  }

  /** @param now - ms, steady. */
  estimate(_now: number): PathEstimate {
    return { capacityBps: undefined, queueMs: 0, fractionLost: 0 };
  }

  #learn({ baseNumber, count, arrivals }: TransportFeedback): void {
    const sent = this.#sent;
    const first = sent.whole(baseNumber);
    for (let index = 0; index < count; index++) {
      const number = first + index;
      if (!sent.has(number)) continue;
      const arrivedAt = arrivals[index]!;
      if (Number.isNaN(arrivedAt)) sent.lose(number);
      else sent.arrive(number);
    }
  }
}
