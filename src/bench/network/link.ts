import { LossModel } from './burst-loss.js';
import { type LinkProfile, LONGEST_JITTER } from './link-profile.js';
import { exponential, type Random } from './seeded-random.js';

/** What becomes of a packet. */
export type Fate =
  | {
      readonly kind: 'delivered';
      /** When it comes out at the other end, ms. */
      readonly at: number;
      /** How long it waited for packets before it, ms. */
      readonly queuedMs: number;
    }
  | { readonly kind: 'lost' | 'queue-full'; readonly queuedMs: number };

/** IPv4 and UDP headers, which a path carries as well, bytes. */
export const HEADER_BYTES = 28;
/** How much later a packet comes that others are to overtake, ms. */
export const REORDER_MS = 10;
/** Packets that come closer together than this have one jitter: radio links send what waits in one go (ms). */
const TOGETHER_MS = 1;

/**
 * One direction of a path, as a calculation: told when packets arrive and how long they are, it tells what becomes of
 * them. First comes the queue before the slowest part, then loss, then the time on the way.
 */
export class Link {
  #profile: LinkProfile;
  readonly #random: Random;
  #loss: LossModel;
  /** When the slowest part has sent everything that waits, ms. */
  #busyUntil = 0;
  #jitter = { drawnAt: Number.NEGATIVE_INFINITY, ms: 0 };
  /** When the last packet that keeps the order comes out, ms. */
  #lastOut = 0;

  constructor(profile: LinkProfile, random: Random) {
    this.#profile = profile;
    this.#random = random;
    this.#loss = new LossModel(profile.loss, random);
  }

  get profile(): LinkProfile {
    return this.#profile;
  }

  /** The path is another from now on. What is on its way, or waits, goes on as it would have. */
  change(profile: LinkProfile): void {
    this.#profile = profile;
    this.#loss = new LossModel(profile.loss, this.#random);
    this.#jitter = { drawnAt: Number.NEGATIVE_INFINITY, ms: 0 };
  }

  /**
   * Takes a packet.
   *
   * @param now - when it arrives, ms; never earlier than the one before.
   * @param bytes - its length without IP and UDP headers.
   */
  take(now: number, bytes: number): Fate {
    const queuedMs = Math.max(0, this.#busyUntil - now);
    const sentAt = this.#enqueue(now, bytes + HEADER_BYTES, queuedMs);
    if (sentAt === undefined) return { kind: 'queue-full', queuedMs };
    if (this.#loss.loses(sentAt)) return { kind: 'lost', queuedMs };
    const { delayMs, reorderShare } = this.#profile;
    const at = sentAt + delayMs + this.#jitterAt(sentAt);
    if (reorderShare > 0 && this.#random() < reorderShare) {
      return { kind: 'delivered', at: Math.max(at, this.#lastOut) + REORDER_MS, queuedMs };
    }
    this.#lastOut = Math.max(at, this.#lastOut);
    return { kind: 'delivered', at: this.#lastOut, queuedMs };
  }

  /** When the slowest part has sent the packet; `undefined` where there is no room for it to wait. */
  #enqueue(now: number, bytes: number, queuedMs: number): number | undefined {
    const { rateBps, queue } = this.#profile;
    if (rateBps === undefined) {
      // What waits because of an earlier rate keeps its place.
      return now + queuedMs;
    }
    const bytesPerMs = rateBps / 8000;
    const isFull = 'ms' in queue ? queuedMs > queue.ms : queuedMs * bytesPerMs + bytes > queue.bytes;
    // A queue that is shorter than a packet still lets one be sent.
    if (isFull && queuedMs > 0) return undefined;
    this.#busyUntil = now + queuedMs + bytes / bytesPerMs;
    return this.#busyUntil;
  }

  #jitterAt(time: number): number {
    const { jitterMs } = this.#profile;
    if (jitterMs === 0) return 0;
    if (time - this.#jitter.drawnAt >= TOGETHER_MS) {
      const ms = Math.min(exponential(this.#random, jitterMs), LONGEST_JITTER * jitterMs);
      this.#jitter = { drawnAt: time, ms };
    }
    return this.#jitter.ms;
  }
}
