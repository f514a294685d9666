/** Milliseconds between two keyframes, for the room and for one viewer. */
const ROOM_INTERVAL = 100;
const VIEWER_INTERVAL = 300;
const VIEWER_INTERVAL_AFTER_LOSS = 100;

/** A viewer's wish for a keyframe. */
export interface KeyframeWish {
  /** Whether the viewer lost something since the last keyframe that it was sent, or has had none yet. */
  readonly afterLoss: boolean;
}

/**
 * Decides which frames become keyframes. A keyframe costs every viewer bandwidth, so wishes that come together share
 * one, a room makes at most one every 100 ms, and a browser that repeats its wish until the keyframe arrives (Chrome does,
 * every 200 ms) isn't taken at its word.
 */
export class KeyframeRequests<Viewer> {
  readonly #served = new Map<Viewer, number>();
  readonly #wishing = new Set<Viewer>();
  #lastKeyframe = Number.NEGATIVE_INFINITY;

  /** Notes a wish at `now` (ms, steady clock); returns whether it was granted, to be met by the next keyframe. */
  wish(viewer: Viewer, wish: KeyframeWish, now: number): boolean {
    const served = this.#served.get(viewer);
    const interval = wish.afterLoss ? VIEWER_INTERVAL_AFTER_LOSS : VIEWER_INTERVAL;
    if (served !== undefined && now - served < interval) return false;
    this.#wishing.add(viewer);
    return true;
  }

  /** Whether the frame that is made at `now` shall be a keyframe. */
  isDue(now: number): boolean {
    return this.#wishing.size > 0 && now - this.#lastKeyframe >= ROOM_INTERVAL;
  }

  /** Milliseconds until the next keyframe may be made; `undefined` where nobody wants one. */
  dueIn(now: number): number | undefined {
    return this.#wishing.size === 0 ? undefined : Math.max(0, this.#lastKeyframe + ROOM_INTERVAL - now);
  }

  /** A keyframe is being made at `now`: it serves everyone who wished for one. */
  grant(now: number): void {
    this.#lastKeyframe = now;
    for (const viewer of this.#wishing) this.#served.set(viewer, now);
    this.#wishing.clear();
  }

  /** Forgets a viewer who left. */
  forget(viewer: Viewer): void {
    this.#served.delete(viewer);
    this.#wishing.delete(viewer);
  }
}
