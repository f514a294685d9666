import { Overflow } from './overflow.js';

/** Packets are looked at in slots of this time (ms), by when they were sent, the last three together. */
const SLOT_MS = 80;
const SLOTS = 3;
/** While a path stays full, what came in so many slots counts: a receiver can be late for a moment. */
const MOST_SLOTS = 8;
/** Packets wait where even the fastest of each slot takes so much longer (ms) than at best: jitter spares some of them. */
const WAITING_MS = 15;
/** Packets sent within this time (ms) wait for each other and for nothing else. */
const TOGETHER_MS = 2;
/** Bytes that were sent together, without which bursts tell nothing. */
const LEAST_BURST_BYTES = 3_000;
/** What came within this time (ms) came at once; where that is more than this share, the receiver was late and not the path. */
const AT_ONCE_MS = 0.5;
const MOST_AT_ONCE = 0.25;
/** A full path gives packets that were sent together and those sent apart the same rate, up to this factor. */
const LIKENESS = 1.6;
/** A queue that grows does so by at least this share of the time. */
const GROWTH = 0.1;
/** A full queue loses at least this share of packets; where the receiver is late as well, it has to be more. */
const LOSS = 0.08;
const LOSS_IF_LATE = 0.2;
/** What loses this share in every slot lets no more through, even if nothing waits. */
const POLICED_LOSS = 0.25;
/** Where packets wait for so many slots in a path that isn't full, it is a longer path. */
const LONGER_SLOTS = 6;

interface Slot {
  /** The shortest delay, ms. */
  least: number;
  bytes: number;
  packets: number;
  lost: number;
  firstArrival: number;
  firstBytes: number;
  lastArrival: number;
  /** Of packets that were sent together with the one before: their bytes, and how much later they came, ms. */
  burstBytes: number;
  burstMs: number;
  atOnceBytes: number;
}

const EMPTY: Slot = {
  least: Number.POSITIVE_INFINITY,
  bytes: 0,
  packets: 0,
  lost: 0,
  firstArrival: 0,
  firstBytes: 0,
  lastArrival: 0,
  burstBytes: 0,
  burstMs: 0,
  atOnceBytes: 0,
};

/**
 * Recognizes a path that is full, by the queue before its slowest part, which never empties: what comes then is what the
 * path carries. A path that became longer delays packets as well, but lets those of a frame come as close as they were.
 */
export class FullPath {
  readonly #slots: Slot[] = [];
  readonly #overflow = new Overflow();
  #slotEnd = Number.NEGATIVE_INFINITY;
  #lastSent = Number.NEGATIVE_INFINITY;
  #lastArrival = Number.NEGATIVE_INFINITY;
  #waitingSlots = 0;
  #capacityBps: number | undefined;
  /** The path became longer: the shortest delay of any packet, ms. */
  onLonger: (leastDelayMs: number) => void = () => {};

  /** What the path carried while it was full until now, bits per second; `undefined` where it isn't full. */
  get capacityBps(): number | undefined {
    return this.#capacityBps;
  }

  /** Whether its queue overflows: what is sent gets lost for the most part. */
  get overflows(): boolean {
    return this.#overflow.capacityBps !== undefined;
  }

  /**
   * A packet came.
   *
   * @param sentAt - ms, not before that of the packet before.
   * @param delayMs - until it arrived, by clocks that needn't agree.
   * @param bytes - its length with all headers.
   * @param leastDelayMs - of any packet of this path.
   */
  add(sentAt: number, delayMs: number, bytes: number, leastDelayMs: number): void {
    const arrivedAt = sentAt + delayMs;
    const slot = this.#slotAt(sentAt, leastDelayMs);
    if (delayMs < slot.least) slot.least = delayMs;
    slot.bytes += bytes;
    if (slot.packets++ === 0) {
      slot.firstBytes = bytes;
      slot.firstArrival = arrivedAt;
    }
    slot.lastArrival = arrivedAt;
    if (sentAt - this.#lastSent < TOGETHER_MS) {
      const apart = arrivedAt - this.#lastArrival;
      slot.burstBytes += bytes;
      slot.burstMs += Math.max(0, apart);
      if (apart < AT_ONCE_MS) slot.atOnceBytes += bytes;
    }
    this.#lastSent = sentAt;
    this.#lastArrival = arrivedAt;
    this.#overflow.add(arrivedAt, delayMs - leastDelayMs, bytes);
  }

  /** After all that one packet of feedback told: three slots needn't be over where a queue overflows. */
  conclude(): void {
    this.#capacityBps ??= this.#overflow.capacityBps;
  }

  /** A packet didn't come. */
  lose(sentAt: number, leastDelayMs: number): void {
    this.#slotAt(sentAt, leastDelayMs).lost++;
    this.#overflow.lose();
  }

  /** Bytes came as well that had been taken for lost. */
  addLate(bytes: number): void {
    const slot = this.#slots.at(-1);
    if (slot && slot.packets > 0) slot.bytes += bytes;
  }

  #slotAt(sentAt: number, leastDelayMs: number): Slot {
    const last = this.#slots.at(-1);
    if (last && sentAt < this.#slotEnd) return last;
    if (last) this.#capacityBps = this.#judge(leastDelayMs);
    if (sentAt - this.#slotEnd > SLOT_MS) this.#slots.length = 0;
    this.#slotEnd = (Math.floor(sentAt / SLOT_MS) + 1) * SLOT_MS;
    const kept = this.#capacityBps === undefined ? SLOTS : MOST_SLOTS;
    const freed = this.#slots.splice(0, Math.max(0, this.#slots.length - kept + 1));
    const slot = Object.assign(freed[0] ?? {}, EMPTY);
    this.#slots.push(slot);
    return slot;
  }

  #judge(leastDelayMs: number): number | undefined {
    const slots = this.#slots.slice(-SLOTS);
    if (slots.length < SLOTS || slots.some(({ packets }) => packets === 0)) return undefined;
    const bitsPerMs = rateOf(slots);
    if (bitsPerMs === undefined) return undefined;
    const isWaiting = slots.every(({ least }) => least > leastDelayMs + WAITING_MS);
    if ((isWaiting && isFull(slots, bitsPerMs)) || slots.every(isPoliced)) {
      this.#waitingSlots = 0;
      return 1000 * (rateOf(this.#slots) ?? bitsPerMs);
    }
    this.#waitingSlots = isWaiting ? this.#waitingSlots + 1 : 0;
    if (this.#waitingSlots >= LONGER_SLOTS) this.onLonger(Math.min(...slots.map(({ least }) => least)));
    return undefined;
  }
}

/** What came in slots, bits per millisecond. What was sent in some slots and came in less than one waited for the receiver. */
function rateOf(slots: readonly Slot[]): number | undefined {
  const [first, last] = [slots[0]!, slots.at(-1)!];
  const bytes = total(slots, 'bytes') - first.firstBytes;
  const elapsed = last.lastArrival - first.firstArrival;
  return elapsed < SLOT_MS || bytes <= 0 ? undefined : (8 * bytes) / elapsed;
}

/** Whether it is a queue for which packets wait. */
function isFull(slots: readonly Slot[], bitsPerMs: number): boolean {
  const burstBytes = total(slots, 'burstBytes');
  const lost = total(slots, 'lost');
  const share = lost / (lost + total(slots, 'packets'));
  if (total(slots, 'atOnceBytes') > MOST_AT_ONCE * burstBytes) return share > LOSS_IF_LATE;
  if (burstBytes < LEAST_BURST_BYTES) return share > LOSS || isGrowing(slots);
  return 8 * burstBytes < LIKENESS * bitsPerMs * total(slots, 'burstMs');
}

function isGrowing(slots: readonly Slot[]): boolean {
  return slots.every(({ least }, index) => index === 0 || least - slots[index - 1]!.least > GROWTH * SLOT_MS);
}

function total(slots: readonly Slot[], figure: keyof Slot): number {
  return slots.reduce((sum, slot) => sum + slot[figure], 0);
}

function isPoliced({ packets, lost }: Slot): boolean {
  return lost > POLICED_LOSS * (packets + lost);
}
