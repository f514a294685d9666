import type { PathEstimate } from './path-estimate.js';

/** From a queue of so many ms on every second frame is left out, and of so many on three of four. */
const HALF_FROM_MS = 60;
const QUARTER_FROM_MS = 120;

/**
 * Leaves out frames before the encoder while all paths of a rendition are congested: another bitrate takes a keyframe,
 * and this takes nothing, at once. A frame that isn't encoded is missed by no later one.
 */
export class FrameSkipping {
  #oneOf = 1;
  #since = 0;

  /** Takes what is known of the paths now. */
  observe(paths: readonly PathEstimate[]): void {
    const queueMs = paths.length === 0 ? 0 : Math.min(...paths.map((path) => path.queueMs));
    this.#oneOf = queueMs >= QUARTER_FROM_MS ? 4 : queueMs >= HALF_FROM_MS ? 2 : 1;
  }

  /** Whether the next frame is left out; called once for each. */
  skips(): boolean {
    this.#since++;
    if (this.#since < this.#oneOf) return true;
    this.#since = 0;
    return false;
  }
}
