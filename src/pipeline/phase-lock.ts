/** By this share at most is the game's rate trimmed: nobody sees or hears it (9 cents). */
export const MOST_TRIM = 0.005;
/** How far a display's rate may be off the game's: what is left of the trim brings the phase to its place. */
const MOST_MISMATCH = 0.0048;
/** Once it is followed, a display may be off by more: what is known of it wavers. */
const MOST_FOLLOWED_MISMATCH = 0.006;
/** Frames are to be there so long (ms) before the display's tick: what comes later than others still meets it. */
export const TARGET_WAIT_MS = 3;
/** Correction (ms a second) per ms that frames wait too long: reports are a second old, with more of it the loop swings. */
const GAIN = 0.5;
/** Learned per second and ms of error: a sixth of the other's square, with which nothing swings. */
const LEARNING_GAIN = GAIN ** 2 / 6;
/** Reports come about once a second; those that come closer (ms) bring nothing new. */
const LEAST_REPORT_INTERVAL_MS = 300;
/** And for this long (ms) at most is what one says taken to have been so. */
const MOST_REPORT_INTERVAL_MS = 1500;
/** Share of a new report in what is known of the display's rate: browsers round their clocks. */
const INTERVAL_SMOOTHING = 0.2;
const SLOWEST_DISPLAY_MS = 100;
const FASTEST_DISPLAY_MS = 2;

/** How frames meet a player's display, in the middle of the last second or so. */
export interface DisplayReport {
  /** From one display tick to the next, ms. */
  readonly intervalMs: number;
  /** That a decoded frame waits for its tick, ms. */
  readonly waitMs: number;
}

/**
 * Brings a game's clock to where its frames are ready a moment before a player's display takes the next: half of a
 * display's interval is what they wait for it otherwise. The clock is moved by nothing but a slightly longer or shorter
 * period, learned from the player's reports (a phase-locked loop of the second order), which then also holds it there
 * against displays that are slower or faster than the game.
 */
export class PhaseLock {
  readonly #periodMs: number;
  #intervalMs: number | undefined;
  #errorMs: number | undefined;
  /** Trim with which the phase stands still, as a share. */
  #drift = 0;
  #trim = 0;
  #reportedAt = 0;

  /** @param periodMs - of the game's clock without a trim. */
  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** By how much the game's period is to be longer, as a share: about 0. */
  get trim(): number {
    return this.#trim;
  }

  /**
   * Takes a report.
   *
   * @param now - ms on a steady clock.
   */
  report({ intervalMs, waitMs }: DisplayReport, now: number): void {
    const sinceMs = this.#errorMs === undefined ? 0 : now - this.#reportedAt;
    if (this.#errorMs !== undefined && sinceMs < LEAST_REPORT_INTERVAL_MS) return;
    if (intervalMs < FASTEST_DISPLAY_MS || intervalMs > SLOWEST_DISPLAY_MS) return;
    this.#reportedAt = now;
    this.#intervalMs = smooth(this.#intervalMs, intervalMs);
    const mismatch = this.#mismatch(this.#intervalMs);
    const most = this.#errorMs === undefined ? MOST_MISMATCH : MOST_FOLLOWED_MISMATCH;
    if (Math.abs(mismatch) > most) {
      this.release();
      return;
    }
    this.#follow(this.#intervalMs, waitMs, mismatch, Math.min(sinceMs, MOST_REPORT_INTERVAL_MS) / 1000);
  }

  /** Lets the clock go on at the game's own rate; what is known of the display's stays. */
  release(): void {
    this.#errorMs = undefined;
    this.#drift = 0;
    this.#trim = 0;
  }

  /** By how much the display's rate, or a whole part of it, is off the game's. */
  #mismatch(intervalMs: number): number {
    const ticks = Math.max(1, Math.round(this.#periodMs / intervalMs));
    return (ticks * intervalMs) / this.#periodMs - 1;
  }

  /** @param seconds - since the last report. */
  #follow(intervalMs: number, waitMs: number, mismatch: number, seconds: number): void {
    const tooLongMs = modulo(waitMs - TARGET_WAIT_MS, intervalMs);
    if (this.#errorMs === undefined) {
      this.#drift = mismatch;
      this.#errorMs = soonest(tooLongMs, intervalMs, mismatch);
    } else {
      // The same turn as before: halfway around, the shorter way is one moment this one and the next the other.
      const turns = Math.round((this.#errorMs - tooLongMs) / intervalMs);
      this.#errorMs = tooLongMs + Math.max(-1, Math.min(0, turns)) * intervalMs;
    }
    const drift = this.#drift + (LEARNING_GAIN * this.#errorMs * seconds) / 1000;
    const wanted = drift + (GAIN * this.#errorMs) / 1000;
    // Where all that is possible is done already, the error says nothing of the drift.
    if (Math.abs(wanted) <= MOST_TRIM) this.#drift = drift;
    this.#trim = Math.max(-MOST_TRIM, Math.min(MOST_TRIM, wanted));
  }
}

/** The error by that way around which is the sooner done, with what the drift leaves of the trim. */
function soonest(tooLongMs: number, intervalMs: number, drift: number): number {
  const later = tooLongMs / (MOST_TRIM - drift);
  const earlier = (intervalMs - tooLongMs) / (MOST_TRIM + drift);
  return later <= earlier ? tooLongMs : tooLongMs - intervalMs;
}

function smooth(before: number | undefined, value: number): number {
  // Another display, or another rate of it, isn't the one before made a bit slower.
  if (before === undefined || Math.abs(value / before - 1) > 0.05) return value;
  return before + INTERVAL_SMOOTHING * (value - before);
}

function modulo(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
