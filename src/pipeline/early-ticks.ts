/** An early step begins at least so long (ms) after the one before: what is to be seen of that one gets away first. */
export const LEAST_INTERVAL_MS = 4;
/** What was gained is given back by intervals that are longer by this share of a period: nobody sees a limp of that size. */
const WALK_BACK = 0.15;
/**
 * More than this (ms) is given back at once, as far as one interval can, and isn't borrowed anew before all is given
 * back: it is the ten-thousandth part of a minute, by which the rate of a game that is played in haste may be off.
 */
export const LASTING_MS = 6;
/** By this share of a period at most is any interval longer: together with a late timer less than half a frame. */
const MOST_WALK_BACK = 0.4;

/**
 * How far the steps of a game are ahead of its regular clock, because inputs brought them forward. The regular clock
 * itself is never touched: an early step moves those after it by as much, and they walk back to it. So what is gained
 * is a loan of less than a period, and however many inputs come, the game keeps its rate: an input that comes alone gets
 * its step at once, and in haste, where nothing is left to borrow, inputs wait for the next step as it comes.
 */
export class EarlyTicks {
  #periodMs: number;
  #aheadMs = 0;
  #lastStep = Number.NEGATIVE_INFINITY;
  #isHurried = false;

  /** @param periodMs - of the regular clock. */
  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** How long (ms) before its regular time the last step began; 0 where it came in time, or late. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Whether an input waits for the next step. */
  get isHurried(): boolean {
    return this.#isHurried;
  }

  /** An input came that no step has seen: the next one comes as soon as it may. */
  hurry(): void {
    this.#isHurried = true;
  }

  /**
   * When the next step is to begin, ms.
   *
   * @param regularDue - when it is due by the regular clock, ms.
   */
  due(regularDue: number): number {
    const owedMs = this.#aheadMs - this.#walkBackMs();
    const unhurried = regularDue - Math.max(0, owedMs);
    if (!this.#isHurried) return unhurried;
    const wholeMs = Math.max(0, this.#periodMs - LEAST_INTERVAL_MS);
    const mostMs = owedMs > 0 ? Math.min(LASTING_MS, wholeMs) : wholeMs;
    return Math.min(unhurried, Math.max(this.#lastStep + LEAST_INTERVAL_MS, regularDue - mostMs));
  }

  /** Counts a step that begins now. */
  step(regularDue: number, now: number): void {
    this.#isHurried = false;
    this.#lastStep = now;
    this.#aheadMs = Math.max(0, regularDue - now);
  }

  /** The regular clock goes on at another rate. */
  setPeriod(periodMs: number): void {
    this.#periodMs = periodMs;
  }

  /** The regular clock began anew, after a pause: nothing is owed. */
  restart(): void {
    this.#isHurried = false;
    this.#aheadMs = 0;
  }

  #walkBackMs(): number {
    const share = Math.max(
      WALK_BACK,
      Math.min(MOST_WALK_BACK, (this.#aheadMs - LASTING_MS) / this.#periodMs),
    );
    return share * this.#periodMs;
  }
}
