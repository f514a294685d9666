import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry } from 'yauzl';
import { type ArchiveLimits, mebibytes } from './archive-limits.js';

/** Why an entry is not unpacked: as the end of a sentence about the archive. */
export class ContentFault extends Error {
  /** Whether the archive was made to do harm, rather than damaged. */
  readonly isBomb: boolean;

  constructor(message: string, isBomb: boolean) {
    super(message);
    this.isBomb = isBomb;
  }
}

/** Refuses an entry by what it announces. */
export function checkAnnouncement(
  { compressedSize, uncompressedSize }: Entry,
  { gameBytes, ratio, anyRatioBytes }: ArchiveLimits,
): void {
  if (uncompressedSize > gameBytes) {
    throw new ContentFault(`would unpack to more than ${mebibytes(gameBytes)}, and no game has that`, true);
  }
  if (uncompressedSize > anyRatioBytes && uncompressedSize > ratio * compressedSize) {
    const [size, packed] = [uncompressedSize, compressedSize].map(mebibytes);
    throw new ContentFault(`would blow ${packed} up to ${size}, as zip bombs do`, true);
  }
}

/**
 * Lets the content of an entry through while it is what the archive's directory announces: once that has been checked,
 * no more bytes come out than the limits allow.
 */
export class UnpackedContent extends Transform {
  readonly #entry: Entry;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;
  #crc32 = 0;

  constructor(entry: Entry) {
    super();
    this.#entry = entry;
  }

  /** SHA-256 of the content in hex, once all of it went through. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#entry.uncompressedSize) {
      done(new ContentFault('holds more than its directory announces, as zip bombs do', true));
      return;
    }
    this.#crc32 = crc32(chunk, this.#crc32);
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { uncompressedSize, crc32: announced } = this.#entry;
    if (this.#bytes < uncompressedSize) {
      done(new ContentFault(`ends after ${this.#bytes} of ${uncompressedSize} bytes`, false));
    } else if (this.#crc32 !== announced) {
      done(new ContentFault('is damaged: its checksum (CRC-32) is wrong', false));
    } else {
      done();
    }
  }
}
