/** The part of `KeyframeRequests` that is needed. */
interface Wishes {
  dueIn(now: number): number | undefined;
  isDue(now: number): boolean;
  grant(now: number): void;
}

interface StandingPictureOptions {
  readonly wishes: Wishes;
  /** Encodes the last picture once more, as a keyframe. */
  readonly repeat: () => void;
  /** How long (ms) to wait for the game to make the keyframe by itself. */
  readonly patienceMs: () => number;
}

/**
 * Sees to keyframes of a picture that stands still. While the game runs the next frame is the keyframe that somebody wants;
 * where the game is paused, or the core has nothing new, the last picture is encoded once more.
 */
export class StandingPicture {
  readonly #options: StandingPictureOptions;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: StandingPictureOptions) {
    this.#options = options;
  }

  /** Somebody wants a keyframe. */
  wish(): void {
    if (this.#closed || this.#timer) return;
    const { wishes, repeat, patienceMs } = this.#options;
    const wait = wishes.dueIn(performance.now());
    if (wait === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const now = performance.now();
      // Timers are early by up to a millisecond, and the wish may be one that came after a keyframe of the game's own.
      if (!wishes.isDue(now)) {
        this.wish();
        return;
      }
      wishes.grant(now);
      repeat();
    }, wait + patienceMs());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}
