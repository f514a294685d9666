import * as v from 'valibot';
import { rounded, Samples, spread } from './distribution.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));

/** What came of the picture, by the arrival of whole frames that a decoder can take. */
export const frameArrivalsSummary = v.object({
  frames: v.pipe(count, v.description('Frames that came whole and that a decoder can take.')),
  keyframes: count,
  bytes: v.pipe(count, v.description('Of the encoded frames, without headers of packets.')),
  framesPerSecond: v.pipe(v.number(), v.minValue(0), v.description('From the first frame to the end.')),
  bitrateBps: v.pipe(v.number(), v.minValue(0), v.description('Of the encoded frames.')),
  intervalMs: v.pipe(spread, v.description('From one frame to the next.')),
  longestFreezeMs: v.pipe(
    milliseconds,
    v.description('Longest time without a frame, from the first on, the time to the end included.'),
  ),
  freezes: v.pipe(
    count,
    v.description(
      'Times without a frame that were longer than three frames’ time and than 150 ms more than one frame’s, as WebRTC counts them.',
    ),
  ),
  freezeMs: v.pipe(milliseconds, v.description('Of all freezes together.')),
});
export type FrameArrivalsSummary = v.InferOutput<typeof frameArrivalsSummary>;

/** An interval is a freeze from here on (W3C webrtc-stats, freezeCount). */
const FREEZE_FACTOR = 3;
const FREEZE_MORE_MS = 150;
/** Frames over which the usual interval is averaged. */
const AVERAGED = 30;

/** Counts a viewer's frames as they arrive. */
export class FrameArrivals {
  readonly #intervals = new Samples();
  #frames = 0;
  #keyframes = 0;
  #bytes = 0;
  #firstAt: number | undefined;
  #lastAt = 0;
  #longest = 0;
  #usualInterval: number | undefined;
  #freezes = 0;
  #freezeMs = 0;

  /** When the first frame came, ms. */
  get firstAt(): number | undefined {
    return this.#firstAt;
  }

  get frames(): number {
    return this.#frames;
  }

  /** A frame is whole, at a time in ms. */
  arrive(frame: { readonly data: Uint8Array; readonly keyframe: boolean }, now: number): void {
    this.#frames++;
    this.#bytes += frame.data.length;
    if (frame.keyframe) this.#keyframes++;
    if (this.#firstAt === undefined) {
      this.#firstAt = now;
    } else {
      this.#intervals.add(now - this.#lastAt);
      this.#judge(now - this.#lastAt);
    }
    this.#lastAt = now;
  }

  /** @param now - when the watching ends, ms: what it lacked a frame for until then counts. */
  summary(now: number): FrameArrivalsSummary {
    const seconds = this.#firstAt === undefined ? 0 : Math.max(now - this.#firstAt, 1) / 1000;
    const toEnd = this.#firstAt === undefined ? 0 : now - this.#lastAt;
    return {
      frames: this.#frames,
      keyframes: this.#keyframes,
      bytes: this.#bytes,
      framesPerSecond: seconds === 0 ? 0 : rounded(this.#frames / seconds)!,
      bitrateBps: seconds === 0 ? 0 : Math.round((8 * this.#bytes) / seconds),
      intervalMs: this.#intervals.spread(),
      longestFreezeMs: rounded(Math.max(this.#longest, toEnd))!,
      freezes: this.#freezes + (this.#isFreeze(toEnd) ? 1 : 0),
      freezeMs: rounded(this.#freezeMs + (this.#isFreeze(toEnd) ? toEnd : 0))!,
    };
  }

  #judge(interval: number): void {
    this.#longest = Math.max(this.#longest, interval);
    if (this.#isFreeze(interval)) {
      this.#freezes++;
      this.#freezeMs += interval;
      // The usual interval is that of a picture that moves.
      return;
    }
    this.#usualInterval ??= interval;
    this.#usualInterval += (interval - this.#usualInterval) / AVERAGED;
  }

  #isFreeze(interval: number): boolean {
    const usual = this.#usualInterval ?? 0;
    return interval >= Math.max(FREEZE_FACTOR * usual, usual + FREEZE_MORE_MS);
  }
}
