import { isFull, isNarrow, type PathEstimate } from '../rate/path-estimate.js';

/** From this share of packets lost on, the packet before goes with each of sound. */
const ONE_FROM = 0.005;
/** From this share on, the two before do: that both of them are lost as well is no accident then. */
const TWO_FROM = 0.02;
/** A path that lost packets has them for so long (ms) after it did: browsers report of sound every five seconds. */
const HOLD_MS = 12_000;
/** What a path lost because it was full is in reports for so long (ms) after that: until the next of the slowest browser. */
const AFTER_FULL_MS = 5_000;

/** A third copy would mend little that is left, and each takes the page 10 ms more of delay to be of use. */
export const MOST_EARLIER = 2;

/** How many earlier packets go once more with each packet of sound: none while a path loses nothing. */
export class SoundRedundancy {
  #oneUntil = Number.NEGATIVE_INFINITY;
  #twoUntil = Number.NEGATIVE_INFINITY;
  #deafUntil = Number.NEGATIVE_INFINITY;
  #isFull = false;
  #isNarrow = false;

  /** Whether nothing may go twice that isn't needed twice. */
  get isSparing(): boolean {
    return this.#isFull || this.#isNarrow;
  }

  /** What is known of the path at `now` (ms of a steady clock, here and below). */
  observe(path: PathEstimate, now: number): void {
    this.#isFull = isFull(path);
    this.#isNarrow = isNarrow(path);
    if (!this.#isFull) return;
    this.#deafUntil = now + AFTER_FULL_MS;
    // What was lost before was lost on a path that had room for repetition.
    this.#oneUntil = Number.NEGATIVE_INFINITY;
    this.#twoUntil = Number.NEGATIVE_INFINITY;
  }

  /**
   * So large a share of the packets of a while was lost, 0 to 1. That nothing was says nothing: there may have been
   * nothing to lose. What a full path loses, repetition would not mend.
   */
  report(share: number, now: number): void {
    if (now < this.#deafUntil) return;
    if (share >= ONE_FROM) this.#oneUntil = now + HOLD_MS;
    if (share >= TWO_FROM) this.#twoUntil = now + HOLD_MS;
  }

  /** Packets that go once more with each, 0 to 2. */
  at(now: number): number {
    if (this.#isFull) return 0;
    if (now < this.#twoUntil) return MOST_EARLIER;
    return now < this.#oneUntil ? 1 : 0;
  }
}
