/** Bytes of a slab; what takes more than a quarter of one gets memory of its own. */
const SLAB_BYTES = 64 * 1024;

/**
 * Keeps small pieces that live long, and go in the order in which they came, together. In Node's pool for small buffers
 * each would hold on to 8 KiB of others that were done with at once.
 */
export class Slab {
  #slab = Buffer.alloc(0);
  #used = 0;

  /** Copies the pieces, one after the other, to memory of their own. */
  keep(...pieces: readonly Uint8Array[]): Buffer {
    const place = this.#reserve(pieces.reduce((total, piece) => total + piece.length, 0));
    let offset = 0;
    for (const piece of pieces) {
      place.set(piece, offset);
      offset += piece.length;
    }
    return place;
  }

  #reserve(bytes: number): Buffer {
    if (bytes > SLAB_BYTES / 4) return Buffer.allocUnsafeSlow(bytes);
    if (this.#used + bytes > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#used = 0;
    }
    const place = this.#slab.subarray(this.#used, this.#used + bytes);
    // Differences are read by words.
    this.#used = (this.#used + bytes + 3) & ~3;
    return place;
  }
}
