import { isFull, type PathEstimate } from '../rate/path-estimate.js';
import { RepairShare } from '../rate/sent-beside.js';
import { type RtpTrack, sendCopy } from './rtp-track.js';

/** From this share of packets lost on, packets go twice: what is lost would be there a round trip later, or two. */
const LOSSY_FROM = 0.01;
/** A path that lost packets has them for so long (ms) after it did: it is told of the fewer, the more copies arrive. */
const HOLD_MS = 12_000;
/** What a path lost because it was full is among its losses for so long (ms) after that. */
const AFTER_FULL_MS = 4_000;
/** Copies go so long (ms) behind: what is lost comes together. */
const BEHIND_MS = 8;
/** Copies of so many bytes go at once, and then per second. */
const BURST_BYTES = 12_000;
const BYTES_PER_SECOND = 75_000;

/**
 * Sends RTP packets once more while a path loses some that isn't full. Receivers take the copy for the packet or, where
 * that has come, for one that was replayed, and pass it over (RFC 3711 section 3.3.2). Browsers that send nothing know no
 * round trip, and ask for a packet that was lost again not before 100 ms later: that is what this mostly avoids.
 */
export class SecondCopies {
  readonly #track: RtpTrack;
  #until = Number.NEGATIVE_INFINITY;
  #deafUntil = Number.NEGATIVE_INFINITY;
  readonly #repairs = new RepairShare();
  #allowance = BURST_BYTES;
  #allowanceTime = 0;
  #closed = false;
  bytesSent = 0;

  constructor(track: RtpTrack) {
    this.#track = track;
  }

  /** What is known of the path at `now` (ms, steady, here and below). */
  report(path: PathEstimate, now: number): void {
    if (isFull(path)) {
      this.#until = Number.NEGATIVE_INFINITY;
      this.#deafUntil = now + AFTER_FULL_MS;
    } else if (now >= this.#deafUntil && path.fractionLost >= LOSSY_FROM) this.#until = now + HOLD_MS;
  }

  /** What copies take: so many times the pictures. */
  get share(): number {
    return this.#repairs.share;
  }

  /** A packet was sent; it is copied where it is to go again. */
  add(packet: Buffer, now: number): void {
    this.#repairs.addPicture(packet.length, now);
    if (now >= this.#until || !this.#isAllowed(packet.length, now)) return;
    this.#repairs.addRepair(packet.length, now);
    const copy = Buffer.from(packet);
    setTimeout(() => {
      if (!this.#closed && sendCopy(this.#track, copy)) this.bytesSent += copy.length;
    }, BEHIND_MS).unref();
  }

  close(): void {
    this.#closed = true;
  }

  #isAllowed(bytes: number, now: number): boolean {
    const gained = ((now - this.#allowanceTime) / 1000) * BYTES_PER_SECOND;
    this.#allowance = Math.min(BURST_BYTES, this.#allowance + gained);
    this.#allowanceTime = now;
    if (this.#allowance < bytes) return false;
    this.#allowance -= bytes;
    return true;
  }
}
