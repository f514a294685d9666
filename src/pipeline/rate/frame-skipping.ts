import type { PathEstimate } from './path-estimate.js';

/** From a queue of so many ms on every second frame is left out, and of so many on three of four. */
const HALF_FROM_MS = 60;
const QUARTER_FROM_MS = 120;
/** Where queues overflow next to nothing is sent until they have room again: it would be lost, or take a repetition's place. */
const ONE_WHILE_OVERFLOWING = 8;

/**
 * Leaves out frames before the encoder while all paths of a rendition are congested: another bitrate takes a keyframe,
 * and this takes nothing, at once. A frame that isn't encoded is missed by no later one.
 */
export class FrameSkipping {
  #oneOf = 1;
  #since = 0;

  /** Takes what is known of the paths now. */
  observe(paths: readonly PathEstimate[]): void {
    this.#oneOf = paths.length === 0 ? 1 : Math.min(...paths.map(oneOf));
  }

  /** Whether the next frame is left out; called once for each. */
  skips(): boolean {
    this.#since++;
    if (this.#since < this.#oneOf) return true;
    this.#since = 0;
    return false;
  }
}

/**
 * One of so many frames suits a path. One of which nothing is heard any more may be cut or stand still, and nobody knows
 * what waits there: half is sent, as other senders halve their rate then, so that little has piled up when it goes on,
 * and the picture is there with the first packet that gets through. Whom that lasts too long makes another connection.
 */
function oneOf({ queueMs, silentMs, overflows }: PathEstimate): number {
  if (overflows && silentMs === 0) return ONE_WHILE_OVERFLOWING;
  if (queueMs >= QUARTER_FROM_MS && silentMs === 0) return 4;
  return queueMs >= HALF_FROM_MS || silentMs > 0 ? 2 : 1;
}
