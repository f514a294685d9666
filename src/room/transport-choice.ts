import type { TransportKind } from '../protocol/control-message.js';
import { RateLimit } from '../rate-limit.js';

export const TRANSPORT_SETTINGS = ['auto', 'rtp', 'frames'] as const;
/** What the person at the host wants: one way for all viewers that can take it, or the better one for each. */
export type TransportSetting = (typeof TRANSPORT_SETTINGS)[number];

/** Losses within this time (ms) count together. */
const LOSS_WINDOW_MS = 10_000;
/** One can happen anywhere; more of them, and the path is one that loses packets. */
const TOLERATED_LOSSES = 1;
/** Where lost packets are repeated: only what that didn't help in time is told of, and RTP wouldn't be better off. */
const TOLERATED_UNREPAIRED = 3;
/** How long (ms) such a path must have been clean before the channel is tried again: longer each time, up to a limit. */
const FIRST_PROBATION_MS = 10_000;
const LONGEST_PROBATION_MS = 320_000;
/** The channel going well for so many times the probation before it takes one failure back. */
const FORGIVENESS = 3;
/** A page that gives the channel up gets it back at once so many times, and then once in so many seconds. */
const FREE_RETURNS = 3;
const SECONDS_PER_RETURN = 10;

/**
 * Decides by which way a viewer's picture goes. Frames are the faster one. By packets of their own they live with loss as
 * well as RTP does; by the `frames` channel a lost packet costs a keyframe and a moment's standstill, and every later
 * frame waits. So: frames while the path is clean enough for them, RTP elsewhere, and back after a clean time that grows
 * with each failure.
 */
export class TransportChoice {
  readonly #setting: TransportSetting;
  #offered: readonly string[];
  #framesExcluded = false;
  #losses: number[] = [];
  #failures = 0;
  /** The path is thought to be clean from here on. */
  #cleanFrom: number;
  /** The page gets the channel back from here on. */
  #returnFrom: number;
  #now: number;
  readonly #returns: RateLimit;
  /** Whether frames are repaired on their way: then single losses on the path are nothing to be told of. */
  repairs = false;

  /**
   * @param offered - what the page can receive, the best first.
   * @param now - ms of a steady clock, here and below.
   */
  constructor(setting: TransportSetting, offered: readonly string[], now: number) {
    this.#setting = setting;
    this.#offered = offered;
    this.#cleanFrom = now;
    this.#returnFrom = now;
    this.#now = now;
    this.#returns = new RateLimit(FREE_RETURNS, 1 / SECONDS_PER_RETURN, () => this.#now);
  }

  /** The page can receive something else than before. */
  offer(offered: readonly string[], now: number): void {
    const isReturn = !this.canReceive('frames') && offered.includes('frames');
    this.#offered = offered;
    this.#now = now;
    if (isReturn && !this.#returns.take()) this.#returnFrom = now + 1000 * SECONDS_PER_RETURN;
  }

  /** The channel can't be used with this viewer at all. */
  excludeFrames(): void {
    this.#framesExcluded = true;
  }

  canReceive(kind: TransportKind): boolean {
    // Every page has the tracks: its offer holds them.
    return kind === 'rtp' || (!this.#framesExcluded && this.#offered.includes('frames'));
  }

  /** So much was lost on the path: packets of sound or picture, or a frame of the channel. */
  lose(count: number, now: number): void {
    this.#losses = this.#losses.filter((time) => now - time < LOSS_WINDOW_MS);
    const tolerated = this.repairs ? TOLERATED_UNREPAIRED : TOLERATED_LOSSES;
    for (let index = 0; index < Math.min(count, tolerated + 1); index++) this.#losses.push(now);
    if (this.#losses.length <= tolerated) return;
    this.#losses = [];
    if (now >= this.#cleanFrom) this.#fail(now);
    this.#cleanFrom = now + this.#probationMs;
  }

  /** The way that the picture is to go at `now`. */
  kind(now: number): TransportKind {
    if (this.#setting === 'rtp' || !this.canReceive('frames') || now < this.#returnFrom) return 'rtp';
    if (this.#setting === 'frames') return 'frames';
    const [best] = this.#offered.filter((name) => name === 'rtp' || name === 'frames');
    return best === 'frames' && now >= this.#cleanFrom ? 'frames' : 'rtp';
  }

  get #probationMs(): number {
    return Math.min(LONGEST_PROBATION_MS, FIRST_PROBATION_MS * 2 ** (this.#failures - 1));
  }

  #fail(now: number): void {
    let wentWellMs = now - this.#cleanFrom;
    while (this.#failures > 0 && wentWellMs >= FORGIVENESS * this.#probationMs) {
      wentWellMs -= FORGIVENESS * this.#probationMs;
      this.#failures--;
    }
    this.#failures++;
  }
}
