/** Of pings that go out once a second. */
const MOST_UNANSWERED = 5;

/**
 * Counts pings and their answers. It counts instead of looking at the clock, because timers of a page in the
 * background are held back: late pings must not look like a dead host.
 */
export class Heartbeat {
  readonly #mostUnanswered: number;
  #nextId = 0;
  #sentAt = new Map<number, number>();
  #roundTrip: number | undefined;

  /** @param mostUnanswered - pings in a row without an answer after which the host counts as lost. */
  constructor(mostUnanswered = MOST_UNANSWERED) {
    this.#mostUnanswered = mostUnanswered;
  }

  /** Milliseconds that the newest answered ping took. */
  get roundTrip(): number | undefined {
    return this.#roundTrip;
  }

  /** The next ping's id, or `undefined` where too many went unanswered: the host is lost. */
  ping(nowMilliseconds: number): number | undefined {
    if (this.#sentAt.size >= this.#mostUnanswered) return undefined;
    const id = this.#nextId++ % 1_000_000;
    this.#sentAt.set(id, nowMilliseconds);
    return id;
  }

  /** @returns when the ping was sent; `undefined` where it was none of the newest. */
  pong(id: number, nowMilliseconds: number): number | undefined {
    const sentAt = this.#sentAt.get(id);
    if (sentAt === undefined) return undefined;
    this.#roundTrip = nowMilliseconds - sentAt;
    this.#sentAt.clear();
    return sentAt;
  }
}
