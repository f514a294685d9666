/** Packets that are remembered: some seconds of them, far more than feedback is late. */
const KEPT = 4096;

const PENDING = 0;
const LOST = 1;
const ARRIVED = 2;

/** The packets that went to a viewer lately, under their transport-wide sequence numbers: when, how long, what became of each. */
export class SentPackets {
  readonly #times = new Float64Array(KEPT);
  readonly #bytes = new Uint16Array(KEPT);
  readonly #before = new Float64Array(KEPT);
  readonly #fates = new Uint8Array(KEPT);
  #next = 0;
  #unnumbered = 0;

  /** The number of the next packet, not cut to 16 bits. */
  get next(): number {
    return this.#next;
  }

  /** A packet went out under the next number. */
  add(now: number, bytes: number): void {
    const slot = this.#next++ % KEPT;
    this.#times[slot] = now;
    this.#bytes[slot] = bytes;
    this.#before[slot] = this.#unnumbered;
    this.#fates[slot] = PENDING;
    this.#unnumbered = 0;
  }

  /** Bytes went out without a number, right before the next packet. */
  addUnnumbered(bytes: number): void {
    this.#unnumbered += bytes;
  }

  /** The whole number of a packet that is known by its lowest 16 bits: the newest one that can be meant. */
  whole(number: number): number {
    const last = this.#next - 1;
    return last - ((last - number) & 0xffff);
  }

  /** Whether a packet of this number was sent, and not too long ago. */
  has(number: number): boolean {
    return number >= 0 && number < this.#next && number >= this.#next - KEPT;
  }

  /** When it was sent, ms. */
  time(number: number): number {
    return this.#times[number % KEPT]!;
  }

  bytes(number: number): number {
    return this.#bytes[number % KEPT]!;
  }

  /** Bytes without a number that went out right before it. */
  bytesBefore(number: number): number {
    return this.#before[number % KEPT]!;
  }

  /** Notes that a packet didn't come. Returns whether nothing was known of it. */
  lose(number: number): boolean {
    const slot = number % KEPT;
    if (this.#fates[slot] !== PENDING) return false;
    this.#fates[slot] = LOST;
    return true;
  }

  /** Notes that a packet came. Returns what was known of it before. */
  arrive(number: number): 'nothing' | 'lost' | 'arrived' {
    const slot = number % KEPT;
    const before = this.#fates[slot];
    this.#fates[slot] = ARRIVED;
    return before === PENDING ? 'nothing' : before === LOST ? 'lost' : 'arrived';
  }
}
