import type { TransportSequence } from '../rtp/rtp-header.js';
import { readTransportFeedback, TransportFeedback } from '../rtp/transport-feedback.js';
import { Arrivals } from './arrivals.js';
import type { PathEstimate } from './path-estimate.js';
import { SentPackets } from './sent-packets.js';

/** What a packet takes on its way beside itself: SRTP's tag (RFC 3711 section 5.2), UDP and IPv4 headers, bytes. */
const AROUND_BYTES = 10 + 8 + 20;
/** The same of a message on a data channel: SCTP's header and that of its chunk, DTLS's, UDP's and IPv4's. */
const AROUND_MESSAGE_BYTES = 12 + 16 + 37 + 8 + 20;

/** Browsers tell of packets four times a second at least; with a round trip, nothing is heard for so long (ms) where nothing comes. */
const SILENCE_MS = 700;
/**
 * A browser that is silent and shows so often by something else that packets come gives no feedback any more. Once proves
 * nothing: it may speak of packets from before the silence.
 */
const SIGNS = 2;
const NEVER = Number.POSITIVE_INFINITY;

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
  readonly #arrivals = new Arrivals();
  /** When the first packet since the newest feedback went out, ms. */
  #unansweredSince = NEVER;
  /** How often the viewer showed in the silence that packets come. */
  #signs = 0;

  constructor(extensionId: number) {
    this.extensionId = extensionId;
  }

  /** For the next packet's header. */
  get nextNumber(): number {
    return this.#sent.next;
  }

  /** Whether the browser tells of packets. */
  get isTold(): boolean {
    return this.#arrivals.count > 0 && this.#signs < SIGNS;
  }

  /**
   * A packet went out under the next number.
   *
   * @param bytes - RTP header and payload.
   * @param now - ms, steady.
   */
  send(bytes: number, now: number): void {
    if (this.#unansweredSince === NEVER) this.#unansweredSince = now;
    this.#sent.add(now, bytes + AROUND_BYTES);
  }

  /** A message of so many bytes goes out on a data channel, which takes its part of the path. */
  sendMessage(bytes: number): void {
    this.#sent.addUnnumbered(bytes + AROUND_MESSAGE_BYTES);
  }

  /** Takes RTCP of the browser, of which this is about transport-wide feedback only. */
  receive(packet: Buffer): void {
    let end = readTransportFeedback(packet, FEEDBACK);
    while (end !== undefined) {
      this.#unansweredSince = NEVER;
      this.#signs = 0;
      this.#learn(FEEDBACK);
      end = readTransportFeedback(packet, FEEDBACK, end);
    }
  }

  /**
   * The viewer showed by something else than feedback that packets came since it last did: by the highest sequence number
   * of a receiver report (RFC 8083 section 4.1 tells by that whether media arrives), or by its page's own counts.
   *
   * @param now - ms, the clock of the packets' times.
   */
  showArrival(now: number): void {
    if (this.#silentMs(now) > 0) this.#signs++;
  }

  /**
   * What is known of the path by the newest feedback. Where none comes any more, how long the queue is isn't known: a
   * path that is cut has none.
   *
   * @param now - ms, the clock of the packets' times.
   */
  estimate(now: number): PathEstimate {
    const { capacityBps, queueMs, fractionLost, overflows } = this.#arrivals;
    return { capacityBps, queueMs, fractionLost, overflows, silentMs: this.#silentMs(now) };
  }

  #silentMs(now: number): number {
    const silentMs = this.isTold ? now - this.#unansweredSince : 0;
    return silentMs > SILENCE_MS ? silentMs : 0;
  }

  /** The same feedback may come twice, under the names of two tracks; and packets that are sent again come late. */
  #learn({ baseNumber, count, arrivals }: TransportFeedback): void {
    const sent = this.#sent;
    const first = sent.whole(baseNumber);
    for (let index = 0; index < count; index++) {
      const number = first + index;
      if (!sent.has(number)) continue;
      const arrivedAt = arrivals[index]!;
      if (Number.isNaN(arrivedAt)) {
        if (sent.lose(number)) this.#arrivals.lose(sent.time(number));
        continue;
      }
      const before = sent.arrive(number);
      const bytes = sent.bytes(number);
      if (before === 'lost') this.#arrivals.recover(bytes);
      else if (before === 'nothing') {
        this.#arrivals.arrive(sent.time(number), arrivedAt, bytes, sent.bytesBefore(number));
      }
    }
    this.#arrivals.conclude();
  }
}
