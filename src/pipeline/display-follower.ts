import { type DisplayReport, PhaseLock } from './phase-lock.js';

/** A display from which nothing is heard for so long (ms) isn't followed any more: pages report once a second. */
const SILENCE_MS = 3_500;
/** More steps than come between two reports. */
const MOST_STEPS = 256;

/** Follows the display of one player at a time with the game's clock, and lets it go where nothing is heard of it. */
export class DisplayFollower {
  readonly #onTrim: (trim: number) => void;
  #lock: PhaseLock;
  #followed: string | undefined;
  #trim = 0;
  /** By how much steps were early since the last report, ms. */
  #early: number[] = [];
  #silence: NodeJS.Timeout | undefined;

  /**
   * @param framesPerSecond - of the game.
   * @param onTrim - is told whenever the game's period is to be longer or shorter than it was, as a share of its own.
   */
  constructor(framesPerSecond: number, onTrim: (trim: number) => void) {
    this.#lock = new PhaseLock(1000 / framesPerSecond);
    this.#onTrim = onTrim;
  }

  /** Counts a step that was early by so much, ms: what its frame waits longer for the display isn't the clock's fault. */
  countStep(earlyMs: number): void {
    if (this.#early.length < MOST_STEPS) this.#early.push(earlyMs);
  }

  /** Takes what the page of a viewer reports of its display. */
  report(viewer: string, report: DisplayReport): void {
    if (viewer !== this.#followed) this.#lock.release();
    this.#followed = viewer;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.release(), SILENCE_MS).unref();
    const waitMs = report.waitMs - median(this.#early);
    this.#early = [];
    this.#lock.report({ ...report, waitMs }, performance.now());
    this.#tell();
  }

  /** The game has another rate. */
  setRate(framesPerSecond: number): void {
    this.#lock = new PhaseLock(1000 / framesPerSecond);
    this.release();
  }

  /** Lets the clock go on at the game's own rate, until the next report. */
  release(): void {
    clearTimeout(this.#silence);
    this.#followed = undefined;
    this.#lock.release();
    this.#tell();
  }

  #tell(): void {
    if (this.#lock.trim === this.#trim) return;
    this.#trim = this.#lock.trim;
    this.#onTrim(this.#trim);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
