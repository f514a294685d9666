/** How long (ms) a seat is kept for a player whose connection is gone: for a reload, or a walk between two networks. */
export const SEAT_HOLD_MS = 30_000;

interface Seat<Person> {
  holder: Person | undefined;
  /** The secret with which the last holder gets the seat back. */
  resume: string | undefined;
  /** Until when the seat is kept for it, ms on a steady clock. */
  heldUntil: number;
}

/** A game's seats, numbered from 1: who sits where, and for whom one is kept. */
export class Seats<Person> {
  readonly #seats: Seat<Person>[];
  readonly #holdMs: number;

  /** @param holdMs - how long a seat is kept, milliseconds. */
  constructor(count: number, holdMs = SEAT_HOLD_MS) {
    this.#holdMs = holdMs;
    this.#seats = Array.from({ length: count }, () => ({
      holder: undefined,
      resume: undefined,
      heldUntil: 0,
    }));
  }

  get count(): number {
    return this.#seats.length;
  }

  get taken(): number {
    return this.#seats.filter((seat) => seat.holder !== undefined).length;
  }

  /** Whether a seat is somebody's who could come back with this secret. */
  isKeptFor(resume: string): boolean {
    return this.#seats.some((seat) => seat.resume === resume);
  }

  /**
   * Seats somebody who comes back with its secret; whoever still sat there (its own older connection) has none then.
   * Returns the seat, or `undefined` where none is kept for the secret.
   */
  resume(person: Person, resume: string): number | undefined {
    const index = this.#seats.findIndex((seat) => seat.resume === resume);
    const seat = this.#seats[index];
    if (!seat) return undefined;
    seat.holder = person;
    return index + 1;
  }

  /** Gives the first free seat; `undefined` where all are taken or kept. */
  take(person: Person, resume: string, now: number): number | undefined {
    const index = this.#seats.findIndex((seat) => seat.holder === undefined && now >= seat.heldUntil);
    const seat = this.#seats[index];
    if (!seat) return undefined;
    seat.holder = person;
    seat.resume = resume;
    return index + 1;
  }

  /** Somebody is gone: its seat is kept for a while. Returns the seat, or `undefined` where it had none. */
  leave(person: Person, now: number): number | undefined {
    const index = this.#seats.findIndex((seat) => seat.holder === person);
    const seat = this.#seats[index];
    if (!seat) return undefined;
    seat.holder = undefined;
    seat.heldUntil = now + this.#holdMs;
    return index + 1;
  }

  /** When the next kept seat becomes free, ms; `undefined` where none is kept. */
  nextRelease(now: number): number | undefined {
    const releases = this.#seats
      .filter((seat) => seat.holder === undefined && seat.heldUntil > now)
      .map((seat) => seat.heldUntil);
    return releases.length === 0 ? undefined : Math.min(...releases);
  }
}
