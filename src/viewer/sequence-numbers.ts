/**
 * Counts on over the wraps of 16-bit sequence numbers (RFC 3550 appendix A.1): of the numbers that a packet may have, the
 * one nearest to the highest so far.
 */
export class SequenceNumbers {
  #highest: number | undefined;

  /** The highest so far; `undefined` before the first. */
  get highest(): number | undefined {
    return this.#highest;
  }

  /** The number of a packet, counted on; it may be older than the highest. */
  extend(sequenceNumber: number): number {
    if (this.#highest === undefined) {
      // Above zero, so that a packet that was overtaken at the start has a number as well.
      this.#highest = 0x10000 + sequenceNumber;
      return this.#highest;
    }
    const distance = ((sequenceNumber - this.#highest) << 16) >> 16;
    const extended = this.#highest + distance;
    this.#highest = Math.max(this.#highest, extended);
    return extended;
  }
}
