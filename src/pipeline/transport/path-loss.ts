import type { RepeatRequest } from '../../protocol/repeat-request.js';

/** Reports within this time (ms) count together. */
const WINDOW_MS = 8_000;
/** What a full path loses it loses because of that, and pages tell of it for so long (ms) after it. */
const FULL_HOLD_MS = 1_000;
/** Fewer packets than this tell nothing. */
const LEAST_PACKETS = 100;
/** From this share of packets lost on, parity goes with each frame. */
const PARITY_FROM = 0.006;
/** So many times the share lost is covered by parity, at least one piece. */
const COVERAGE = 3;
/** Parity may be so many times the pieces of a frame that has more than one. */
const MOST_PARITY = 0.5;

type Counts = Pick<RepeatRequest, 'received' | 'lost'>;

/** What share of its packets a viewer's path loses, and how much parity that takes. */
export class PathLoss {
  #reports: (Counts & { readonly time: number })[] = [{ received: 0, lost: 0, time: 0 }];
  #share = 0;
  #fullUntil = Number.NEGATIVE_INFINITY;

  /** Packets of the last seconds that didn't come, 0 to 1. */
  get share(): number {
    return this.#share;
  }

  /**
   * The viewer counted so many packets; what goes backwards was overtaken on its way.
   *
   * @param now - ms, steady.
   * @param isFull - whether the path is: parity helps against no loss that it adds to.
   */
  report({ received, lost }: Counts, now: number, isFull = false): void {
    const last = this.#reports.at(-1)!;
    if (((received - last.received) | 0) < 0 || ((lost - last.lost) | 0) < 0) return;
    if (isFull) this.#fullUntil = now + FULL_HOLD_MS;
    if (now < this.#fullUntil) {
      this.#reports = [{ received, lost, time: now }];
      this.#share = 0;
      return;
    }
    this.#reports.push({ received, lost, time: now });
    // The oldest one that is kept is where the window begins.
    while (this.#reports.length > 2 && now - this.#reports[1]!.time > WINDOW_MS) this.#reports.shift();
    const first = this.#reports[0]!;
    const newlyLost = (lost - first.lost) >>> 0;
    const packets = ((received - first.received) >>> 0) + newlyLost;
    this.#share = newlyLost / Math.max(packets, LEAST_PACKETS);
  }

  /** How many pieces of parity go with so many of a message. */
  parityFor(pieces: number): number {
    if (this.#share < PARITY_FROM) return 0;
    const wanted = Math.max(1, Math.ceil(COVERAGE * this.#share * pieces));
    return Math.min(wanted, Math.max(1, Math.floor(MOST_PARITY * pieces)));
  }
}
