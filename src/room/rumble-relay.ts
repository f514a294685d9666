import type { Rumble } from '../../cores/protocol/core-message.js';

/** Pads are told no more often than this (ms): games that shade a shake change it with every frame. */
const INTERVAL_MS = 34;

interface Motors {
  readonly strong: number;
  readonly weak: number;
}

interface Seat {
  /** What the game wants. */
  wanted: Motors;
  /** What the player's page was told last. */
  told: Motors;
  toldAt: number;
  timer: NodeJS.Timeout | undefined;
}

const STILL: Motors = { strong: 0, weak: 0 };

/**
 * Takes a game's rumble to the players: what came last in an interval counts, so that a stop always arrives. While the
 * game is paused all pads are still.
 */
export class RumbleRelay {
  readonly #send: (seat: number, motors: Motors) => void;
  readonly #seats = new Map<number, Seat>();
  #paused = false;

  /** @param send - tells the player on a seat (from 1), if there is one. */
  constructor(send: (seat: number, motors: Motors) => void) {
    this.#send = send;
  }

  set({ player, strong, weak }: Rumble): void {
    const seat = this.#seat(player + 1);
    seat.wanted = { strong, weak };
    this.#tell(player + 1, seat);
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    for (const [number, seat] of this.#seats) this.#tell(number, seat);
  }

  /** Somebody else sits there now, who was told nothing yet. */
  seated(number: number): void {
    const seat = this.#seats.get(number);
    if (!seat) return;
    seat.told = STILL;
    this.#tell(number, seat);
  }

  /** The game is another one or no more: nothing shakes. */
  stop(): void {
    for (const [number, seat] of this.#seats) {
      seat.wanted = STILL;
      this.#tell(number, seat);
    }
  }

  /** Nothing is sent any more. */
  close(): void {
    for (const seat of this.#seats.values()) clearTimeout(seat.timer);
    this.#seats.clear();
  }

  #seat(number: number): Seat {
    const known = this.#seats.get(number);
    if (known) return known;
    const seat: Seat = { wanted: STILL, told: STILL, toldAt: -INTERVAL_MS, timer: undefined };
    this.#seats.set(number, seat);
    return seat;
  }

  #tell(number: number, seat: Seat): void {
    if (seat.timer) return;
    const motors = this.#paused ? STILL : seat.wanted;
    if (motors.strong === seat.told.strong && motors.weak === seat.told.weak) return;
    const wait = seat.toldAt + INTERVAL_MS - performance.now();
    if (wait > 0) {
      seat.timer = setTimeout(() => {
        seat.timer = undefined;
        this.#tell(number, seat);
      }, wait);
      return;
    }
    seat.told = motors;
    seat.toldAt = performance.now();
    this.#send(number, motors);
  }
}
