/** Little-endian reading and writing of the fields that PROTOCOL.md names. */

/** A message's body ended too early, or a field holds what it may not. */
export class MalformedMessage extends Error {
  override name = 'MalformedMessage';
}

/** Writes fields one after the other into memory that grows. */
export class ByteWriter {
  #bytes = Buffer.alloc(64);
  #length = 0;

  u8(value: number): this {
    const offset = this.#reserve(1);
    this.#bytes.writeUInt8(value, offset);
    return this;
  }

  u16(value: number): this {
    const offset = this.#reserve(2);
    this.#bytes.writeUInt16LE(value, offset);
    return this;
  }

  u32(value: number): this {
    const offset = this.#reserve(4);
    this.#bytes.writeUInt32LE(value, offset);
    return this;
  }

  i16(value: number): this {
    const offset = this.#reserve(2);
    this.#bytes.writeInt16LE(value, offset);
    return this;
  }

  f64(value: number): this {
    const offset = this.#reserve(8);
    this.#bytes.writeDoubleLE(value, offset);
    return this;
  }

  text(value: string): this {
    const encoded = Buffer.from(value, 'utf8');
    return this.u16(encoded.length).bytes(encoded);
  }

  bytes(value: Uint8Array): this {
    const offset = this.#reserve(value.length);
    this.#bytes.set(value, offset);
    return this;
  }

  /** What was written; valid until the next write. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(size: number): number {
    const offset = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, offset);
      this.#bytes = larger;
    }
    return offset;
  }
}

/** Reads fields one after the other; throws `MalformedMessage` past the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#take(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  i16(): number {
    return this.#bytes.readInt16LE(this.#take(2));
  }

  f64(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  text(): string {
    const length = this.u16();
    const offset = this.#take(length);
    return this.#bytes.toString('utf8', offset, offset + length);
  }

  /** The next `length` bytes, as a view. */
  bytes(length: number): Buffer {
    const offset = this.#take(length);
    return this.#bytes.subarray(offset, offset + length);
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Throws if anything is left over. */
  end(): void {
    if (this.remaining > 0) throw new MalformedMessage(`${this.remaining} bytes too many`);
  }

  #take(size: number): number {
    const offset = this.#offset;
    if (size > this.remaining) throw new MalformedMessage(`${size - this.remaining} bytes too few`);
    this.#offset += size;
    return offset;
  }
}
