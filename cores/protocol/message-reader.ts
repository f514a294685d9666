import { MalformedMessage } from './bytes.js';

export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const LENGTH_BYTES = 4;

export interface Message {
  readonly type: number;
  /** Valid until the next `push`: a reader reuses its memory. */
  readonly body: Buffer;
}

/**
 * Cuts a byte stream into messages (`u32 length, u8 type, body`). Pieces may be cut anywhere. One buffer is kept and
 * reused, so that a frame costs one copy and no garbage.
 */
export class MessageReader {
  /** No message may be longer than this many bytes; can be raised once it is known what the peer sends. */
  limit: number;
  readonly #header = Buffer.alloc(LENGTH_BYTES);
  #headerLength = 0;
  #memory = Buffer.alloc(0);
  #expected = 0;
  #received = 0;
  /** Whether a message of this push lies in the memory. */
  #lent = false;

  constructor(limit = MAX_MESSAGE_BYTES) {
    this.limit = limit;
  }

  /**
   * Takes the next piece of the stream and hands on every message that it completes, in order.
   * Throws `MalformedMessage` where a length is impossible; the stream can't be followed from there on.
   */
  push(piece: Buffer, onMessage: (message: Message) => void): void {
    let offset = 0;
    this.#lent = false;
    while (offset < piece.length) {
      offset += this.#expected === 0 ? this.#readHeader(piece, offset) : this.#readContent(piece, offset);
      if (this.#expected === 0 || this.#received < this.#expected) continue;
      const content = this.#memory.subarray(0, this.#expected);
      this.#expected = 0;
      this.#headerLength = 0;
      this.#lent = true;
      onMessage({ type: content.readUInt8(0), body: content.subarray(1) });
    }
  }

  #readHeader(piece: Buffer, offset: number): number {
    const size = Math.min(LENGTH_BYTES - this.#headerLength, piece.length - offset);
    piece.copy(this.#header, this.#headerLength, offset, offset + size);
    this.#headerLength += size;
    if (this.#headerLength === LENGTH_BYTES) this.#expect(this.#header.readUInt32LE(0));
    return size;
  }

  #expect(length: number): void {
    if (length === 0 || length > this.limit) {
      throw new MalformedMessage(`message of ${length} bytes where at most ${this.limit} may come`);
    }
    this.#expected = length;
    this.#received = 0;
    if (this.#lent || this.#memory.length < length) this.#memory = Buffer.allocUnsafe(length);
  }

  #readContent(piece: Buffer, offset: number): number {
    const size = Math.min(this.#expected - this.#received, piece.length - offset);
    piece.copy(this.#memory, this.#received, offset, offset + size);
    this.#received += size;
    return size;
  }
}

/** Puts length and type before a body. */
export function frameMessage(type: number, body: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(LENGTH_BYTES + 1 + body.length);
  message.writeUInt32LE(1 + body.length, 0);
  message.writeUInt8(type, LENGTH_BYTES);
  message.set(body, LENGTH_BYTES + 1);
  return message;
}
