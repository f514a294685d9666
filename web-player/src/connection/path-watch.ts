import { Heartbeat } from '../../../src/protocol/heartbeat.js';
import type { HostLine } from './host-connection.js';

/** Milliseconds. All that follows counts ticks instead of looking at the clock: timers of a page in the background are held back. */
const TICK = 250;
const TICKS_PER_PING = 2;
/** Pings that may go unanswered before the connection counts as lost: five seconds. */
const MOST_UNANSWERED = 10;
/** Ticks without a word until the path is doubted. */
const DOUBTED_AFTER = 4;

/**
 * Watches whether anything comes of a host that let this viewer in: answers to pings, twice a second, and where they stay
 * out, picture or sound. Those alone don't keep a line, since a path can be cut one way.
 */
export class PathWatch {
  readonly heartbeat = new Heartbeat(MOST_UNANSWERED);
  readonly #line: HostLine;
  readonly #onSilence: () => void;
  readonly #onHeard: () => void;
  readonly #onLost: () => void;
  readonly #timer = setInterval(() => this.#tick(), TICK);
  #ticks = 0;
  #quiet = 0;
  #bytes = 0;

  /**
   * @param onSilence - nothing at all comes; called again and again while it is so.
   * @param onHeard - something came.
   * @param onLost - nobody answers any more.
   */
  constructor(line: HostLine, onSilence: () => void, onHeard: () => void, onLost: () => void) {
    this.#line = line;
    this.#onSilence = onSilence;
    this.#onHeard = onHeard;
    this.#onLost = onLost;
  }

  /** Something came on the line. */
  heard(): void {
    this.#quiet = 0;
    this.#onHeard();
  }

  /** The network may be another one now: what doesn't answer soon is doubted. */
  look(): void {
    this.#quiet = Math.max(this.#quiet, DOUBTED_AFTER - 2);
    this.#ping();
  }

  close(): void {
    clearInterval(this.#timer);
    // What is still being counted says nothing any more.
    this.#quiet = Number.NEGATIVE_INFINITY;
  }

  #tick(): void {
    this.#quiet += 1;
    if (this.#ticks++ % TICKS_PER_PING === 0) this.#ping();
    // One tick to count from, and one to compare with that.
    if (this.#quiet >= DOUBTED_AFTER - 1) {
      this.#line.receiver.sample().then(
        ({ bytesReceived }) => this.#compare(bytesReceived),
        // A browser that doesn't count leaves it to the pings.
        () => undefined,
      );
    }
  }

  #compare(bytes: number): void {
    const isMore = bytes > this.#bytes;
    this.#bytes = bytes;
    if (this.#quiet < DOUBTED_AFTER) return;
    if (isMore) this.heard();
    else this.#onSilence();
  }

  #ping(): void {
    const id = this.heartbeat.ping(performance.now());
    if (id === undefined) this.#onLost();
    else this.#line.send({ type: 'ping', id });
  }
}
