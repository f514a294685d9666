/** A frame from IVF or FLV with its time stamp in the container's units. */
export interface ContainerFrame {
  readonly timestamp: number;
  readonly data: Buffer;
}

const FILE_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 12;

/**
 * Cuts IVF into its frames: a header of 32 bytes, then per frame `u32 size, u64 time stamp` and the frame, all
 * little-endian. IVF says how long a frame is before it comes, so a frame is out as soon as its last byte is in.
 */
export class IvfReader {
  #pending: Buffer = Buffer.alloc(0);
  #headerRead = false;

  /** Takes the next piece of the stream, cut anywhere; returns the frames that it completes. */
  push(piece: Buffer): ContainerFrame[] {
    this.#pending = this.#pending.length === 0 ? piece : Buffer.concat([this.#pending, piece]);
    if (!this.#headerRead && !this.#readFileHeader()) return [];
    const frames: ContainerFrame[] = [];
    while (this.#pending.length >= FRAME_HEADER_BYTES) {
      const end = FRAME_HEADER_BYTES + this.#pending.readUInt32LE(0);
      if (this.#pending.length < end) break;
      frames.push({
        timestamp: Number(this.#pending.readBigUInt64LE(4)),
        data: this.#pending.subarray(FRAME_HEADER_BYTES, end),
      });
      this.#pending = this.#pending.subarray(end);
    }
    return frames;
  }

  #readFileHeader(): boolean {
    if (this.#pending.length < FILE_HEADER_BYTES) return false;
    if (this.#pending.toString('latin1', 0, 4) !== 'DKIF') throw new Error('not an IVF stream');
    this.#pending = this.#pending.subarray(this.#pending.readUInt16LE(6));
    this.#headerRead = true;
    return true;
  }
}
