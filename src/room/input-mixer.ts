import type { SampledInputs } from '../pipeline/game-loop.js';
import { inputReceived } from '../pipeline/trace/trace-points.js';
import type { Controls } from '../protocol/input-packet.js';
import { SeatInput } from './seat-input.js';

/** Brings the controls of all seats together for each step of the game. */
export class InputMixer {
  readonly #seats: readonly SeatInput[];

  constructor(seats: number) {
    this.#seats = Array.from({ length: seats }, () => new SeatInput());
  }

  /**
   * Takes what a player on a seat (from 1) sent.
   *
   * @returns whether it brings something new that the game should see at once.
   */
  receive(seat: number, sequence: number, controls: Controls): boolean {
    const time = performance.now();
    const isNews = this.#seats[seat - 1]?.receive(sequence, controls, time) ?? false;
    if (inputReceived.hasSubscribers) inputReceived.publish({ seat, sequence, time });
    return isNews;
  }

  /** Lets go of everything on a seat (from 1). */
  reset(seat: number): void {
    this.#seats[seat - 1]?.reset();
  }

  /** Called right before a step. */
  sample(): SampledInputs {
    const now = performance.now();
    return {
      players: this.#seats.map((seat) => seat.sample(now)),
      sequences: this.#seats.map((seat) => seat.sequence),
      times: this.#seats.map((seat) => seat.receivedAt),
    };
  }
}
