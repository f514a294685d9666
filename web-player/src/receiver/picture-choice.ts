import type { TransportKind } from '../../../src/protocol/control-message.js';

/** A picture that was presented so lately (ms) is the one of now, though the host's word for it came later. */
const FRESH = 500;

/**
 * Decides which picture is seen: the one that the host says, from the moment on at which that is there, so that nothing
 * blanks in between.
 */
export class PictureChoice {
  readonly #show: (transport: TransportKind, first: boolean) => void;
  #wanted: TransportKind | undefined;
  #seen: TransportKind | undefined;
  #presentedAt = { rtp: Number.NEGATIVE_INFINITY, frames: Number.NEGATIVE_INFINITY };

  /** @param show - called when a connection's first picture is there, and when another one is to be seen. */
  constructor(show: (transport: TransportKind, first: boolean) => void) {
    this.#show = show;
  }

  /** What is seen of this connection; `undefined` before its first picture. */
  get seen(): TransportKind | undefined {
    return this.#seen;
  }

  /** Whether the host sends one picture and another is seen. */
  get undecided(): boolean {
    return this.#wanted !== this.#seen;
  }

  /** A new connection begins; the last picture of the one before is seen until it has one. */
  begin(): void {
    this.#wanted = undefined;
    this.#seen = undefined;
    this.#presentedAt = { rtp: Number.NEGATIVE_INFINITY, frames: Number.NEGATIVE_INFINITY };
  }

  /**
   * The host sends frames this way.
   *
   * @param now - milliseconds.
   * @param watched - whether anybody sees the page; browsers present nothing on others.
   */
  want(transport: TransportKind, now: number, watched: boolean): void {
    this.#wanted = transport;
    if (now - this.#presentedAt[transport] < FRESH || (!watched && this.#seen !== undefined)) {
      this.#see(transport);
    }
  }

  /** A new picture is on this layer. */
  presented(transport: TransportKind, now: number): void {
    this.#presentedAt[transport] = now;
    if (this.#seen === undefined || transport === this.#wanted) this.#see(transport);
  }

  #see(transport: TransportKind): void {
    if (transport === this.#seen) return;
    const first = this.#seen === undefined;
    this.#seen = transport;
    this.#show(transport, first);
  }
}
