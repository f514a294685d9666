import type { BurstLoss } from './link-profile.js';
import { exponential, type Random } from './seeded-random.js';

/**
 * The model of Gilbert (1960) that Elliott generalised: a path is either good, and loses nothing, or bad, and loses
 * everything. With bursts counted in packets it may change with each packet; with bursts in ms it changes with time,
 * whether packets come or not.
 */
export class LossModel {
  readonly #loss: BurstLoss;
  readonly #random: Random;
  #bad: boolean;
  /** When a path whose bursts are counted in ms changes next, ms. */
  #changesAt: number | undefined;

  constructor(loss: BurstLoss, random: Random) {
    this.#loss = loss;
    this.#random = random;
    // In the long run it is bad for that share of packets or time.
    this.#bad = random() < loss.share;
  }

  /** Whether a packet that is on the air at a time (ms, never earlier than the last) is lost. */
  loses(time: number): boolean {
    const { share, burst } = this.#loss;
    if (share === 0) return false;
    if (!burst) return this.#random() < share;
    if ('ms' in burst) return this.#badAt(time, burst.ms);
    // Bursts have geometric lengths, of mean 1/r; the share p/(p+r) then gives p (Gilbert 1960, equations 1 to 3).
    const toGood = 1 / burst.packets;
    const toBad = (toGood * share) / (1 - share);
    const lost = this.#bad;
    this.#bad = this.#bad ? this.#random() >= toGood : this.#random() < toBad;
    return lost;
  }

  #badAt(time: number, burstMs: number): boolean {
    const goodMs = (burstMs * (1 - this.#loss.share)) / this.#loss.share;
    const stay = () => exponential(this.#random, this.#bad ? burstMs : goodMs);
    this.#changesAt ??= time + stay();
    while (this.#changesAt <= time) {
      this.#bad = !this.#bad;
      this.#changesAt += stay();
    }
    return this.#bad;
  }
}
