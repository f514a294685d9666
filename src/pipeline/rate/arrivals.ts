import { CapacityFit } from './capacity-fit.js';
import { FullPath } from './full-path.js';
import { LeastDelay } from './least-delay.js';

/** Packets that came at once (ms) were read at once: only the last one tells how long it took. */
const AT_ONCE_MS = 0.5;
/** What a full path carried holds for so long (ms): then there is enough to know how the path is when it isn't full. */
const HOLD_MS = 800;
/** So long (ms) packets don't wait by chance. */
const WAITING_MS = 15;
/** A rate that explains the delays for so long (ms) limits the path, though it never was full. */
const SURE_MS = 800;
/** The time over which losses and the queue count, ms. */
const LATELY_MS = 1_000;
const QUEUE_MS = 100;
/** A jump of the delay like this (ms) is no delay: one of the clocks was set. */
const MOST_DELAY_MS = 60_000;

/** What the arrivals of packets, one after the other, tell of their path. */
export class Arrivals {
  readonly #fit = new CapacityFit();
  readonly #full = new FullPath();
  readonly #least = new LeastDelay();
  #capacityBps: number | undefined;
  #heldUntil = Number.NEGATIVE_INFINITY;
  /** Since when a rate explains the delays, ms. */
  #limitedSince: number | undefined;
  #offset: number | undefined;
  #lastSent = Number.NEGATIVE_INFINITY;
  #lastArrival = Number.NEGATIVE_INFINITY;
  #waiting = Number.NaN;
  #queue = { ms: 0, until: Number.NEGATIVE_INFINITY };
  #count = 0;
  #came = 0;
  #lost = 0;
  #countedAt = 0;

  constructor() {
    this.#full.onLonger = (delayMs) => this.#least.restart(delayMs);
  }

  /** Bits per second; `undefined` while nothing is known to limit it. */
  get capacityBps(): number | undefined {
    return this.#capacityBps;
  }

  /** Packets that came so far. */
  get count(): number {
    return this.#count;
  }

  /** Whether the path is full now. */
  get isFull(): boolean {
    return this.#full.capacityBps !== undefined;
  }

  /** Whether the path's queue loses much of what is sent, now. */
  get overflows(): boolean {
    return this.#full.overflows;
  }

  /** How much longer than at best packets took that were sent last, ms. */
  get queueMs(): number {
    return this.#queue.ms;
  }

  /** Share of packets lost lately. */
  get fractionLost(): number {
    return this.#lost / Math.max(1, this.#lost + this.#came);
  }

  /**
   * A packet came; packets are told of in the order in which they were sent.
   *
   * @param sentAt - ms.
   * @param arrivedAt - ms of the receiver's clock.
   * @param bytes - its length with all headers.
   * @param before - bytes of packets right before it, of which nobody says whether and when they came.
   */
  arrive(sentAt: number, arrivedAt: number, bytes: number, before: number): void {
    this.#offset ??= arrivedAt - sentAt;
    const delayMs = arrivedAt - sentAt - this.#offset;
    if (Math.abs(delayMs) > MOST_DELAY_MS) {
      this.#offset = undefined;
      return;
    }
    this.#forgetUntil(sentAt);
    this.#came++;
    this.#count++;
    if (arrivedAt - this.#lastArrival > AT_ONCE_MS) this.settle();
    this.#lastSent = sentAt;
    this.#lastArrival = arrivedAt;
    this.#full.add(sentAt, delayMs, bytes + before, this.#least.ms);
    this.#fit.load(sentAt, bytes + before);
    this.#waiting = delayMs;
  }

  /** A packet was lost. */
  lose(sentAt: number): void {
    this.#forgetUntil(sentAt);
    this.#lost++;
    this.#full.lose(sentAt, this.#least.ms);
  }

  /** A packet that had been taken for lost came: it was late, or sent again. */
  recover(bytes: number): void {
    this.#full.addLate(bytes);
    this.#lost = Math.max(0, this.#lost - 1);
    this.#came++;
  }

  /** Takes the newest packet as it is: nothing that came at once with it is to follow. */
  settle(): void {
    const delayMs = this.#waiting;
    this.#waiting = Number.NaN;
    if (Number.isNaN(delayMs)) return;
    const { capacityBps } = this.#full;
    if (capacityBps === undefined || delayMs < this.#least.ms) this.#least.add(this.#lastSent, delayMs);
    const queueMs = delayMs - this.#least.ms;
    if (queueMs < this.#queue.ms || this.#lastSent > this.#queue.until) {
      this.#queue.ms = queueMs;
      this.#queue.until = this.#lastSent + QUEUE_MS;
    }
    if (capacityBps === undefined) {
      this.#fit.observe(delayMs);
      return;
    }
    // A queue that is always full has one length at any rate that is near: what came tells more.
    this.#fit.restart(queueMs);
    this.#capacityBps = capacityBps;
    this.#heldUntil = this.#lastSent + HOLD_MS;
  }

  /** Draws conclusions, after all that one packet of feedback told. */
  conclude(): void {
    this.#full.conclude();
    this.settle();
    if (this.isFull) return;
    this.#fit.decide();
    const { capacityBps } = this.#fit;
    const now = this.#lastSent;
    this.#limitedSince = capacityBps === undefined ? undefined : (this.#limitedSince ?? now);
    // As long as packets wait, the path is no better than it was.
    if (now < this.#heldUntil || (capacityBps === undefined && this.#queue.ms > WAITING_MS)) return;
    // A receiver that is short of time for a moment looks like a slow path.
    const isSure = this.#capacityBps !== undefined || now - (this.#limitedSince ?? now) > SURE_MS;
    this.#capacityBps = isSure ? capacityBps : undefined;
  }

  #forgetUntil(sentAt: number): void {
    const kept = Math.exp(-Math.max(0, sentAt - this.#countedAt) / LATELY_MS);
    this.#countedAt = Math.max(sentAt, this.#countedAt);
    this.#came *= kept;
    this.#lost *= kept;
  }
}
