import type { ArrivedFrame } from './arrived-frame.js';

/** How often the middle is told, ms. */
const REPORT_INTERVAL = 1_000;
/** A loop whose frames stopped ends after this time, ms. */
const IDLE_LIMIT = 1_000;
/** At the beginning of a loop the browser answers at once, whatever the display does. */
const UNTRUE_TICKS = 3;
/** Enough for a second of the fastest displays. */
const MOST_SAMPLES = 256;

export interface DisplayWatchEvents {
  /** Middle of the last second: from tick to tick, and from decoded to the tick, ms. */
  onDisplay(intervalMs: number, waitMs: number): void;
  /** The tick (ms) that showed a frame; `undefined` where a later frame was drawn before it. */
  onShown(frame: ArrivedFrame, displayTime: number | undefined): void;
}

/**
 * Finds out when drawn frames meet the display: at its first tick that begins afterwards, as seen from outside. The loop of animation frames goes on for as
 * long as frames come, because ticks outside of one come at once and would flatter.
 */
export class DisplayWatch {
  readonly #events: DisplayWatchEvents;
  readonly #intervals = new Samples();
  readonly #waits = new Samples();
  readonly #tick = (time: number) => this.#ticked(time);
  #running = false;
  #ticks = 0;
  #drawn: ArrivedFrame | undefined;
  #lastTick = 0;
  #lastDrawn = 0;
  #reportedAt = 0;
  #waitedMs = 0;
  #shown = 0;

  constructor(events: DisplayWatchEvents) {
    this.#events = events;
  }

  /** Milliseconds that all shown frames together waited, and how many they were. */
  get totals(): { readonly waitedMs: number; readonly shown: number } {
    return { waitedMs: this.#waitedMs, shown: this.#shown };
  }

  drawn(frame: ArrivedFrame): void {
    if (this.#drawn) this.#events.onShown(this.#drawn, undefined);
    this.#drawn = frame;
    this.#lastDrawn = frame.drawnTime;
    if (this.#running || !('requestAnimationFrame' in globalThis)) return;
    this.#running = true;
    this.#ticks = 0;
    this.#reportedAt = frame.drawnTime;
    requestAnimationFrame(this.#tick);
  }

  #ticked(time: number): void {
    this.#ticks += 1;
    const frame = this.#drawn;
    // What was drawn while the tick was under way waits for the next one.
    if (frame && frame.drawnTime <= time) {
      this.#drawn = undefined;
      this.#shown += 1;
      this.#waitedMs += time - frame.decodedTime;
      if (this.#ticks > UNTRUE_TICKS) this.#waits.add(time - frame.decodedTime);
      this.#events.onShown(frame, time);
    }
    if (this.#ticks > UNTRUE_TICKS) this.#intervals.add(time - this.#lastTick);
    this.#lastTick = time;
    if (time - this.#reportedAt >= REPORT_INTERVAL) this.#report(time);
    if (time - this.#lastDrawn > IDLE_LIMIT) this.#running = false;
    else requestAnimationFrame(this.#tick);
  }

  #report(time: number): void {
    this.#reportedAt = time;
    const intervalMs = this.#intervals.takeMedian();
    const waitMs = this.#waits.takeMedian();
    if (intervalMs !== undefined && waitMs !== undefined) this.#events.onDisplay(intervalMs, waitMs);
  }
}

/** Numbers of which the middle is wanted. */
class Samples {
  readonly #values = new Float64Array(MOST_SAMPLES);
  #count = 0;

  add(value: number): void {
    if (this.#count < MOST_SAMPLES) this.#values[this.#count++] = value;
  }

  /** The median; the next begins from none. */
  takeMedian(): number | undefined {
    const values = this.#values.subarray(0, this.#count).sort();
    this.#count = 0;
    return values[values.length >> 1];
  }
}
