import type { PlayerInput } from '../protocol/host-message.js';

/** Notches that can be waiting: nobody turns a wheel for longer than four seconds at a time, and would want it to stop then. */
const MOST_NOTCHES = 255;

/** The wheels of the players' mice. libretro knows one notch a frame: further ones come with the frames after. */
export class Wheels {
  /** Notches that the core hasn't seen, by player. */
  readonly #waiting: number[] = [];

  /**
   * The inputs as a core sees them.
   *
   * @param counts - `false` for a frame that is played ahead and taken back again, in which no wheel turns.
   */
  next(players: readonly PlayerInput[], counts: boolean): readonly PlayerInput[] {
    return players.map((player, index) => {
      const [x, y, turned] = player.mouseMotion;
      const notch = counts ? this.#take(index, turned) : 0;
      return notch === turned ? player : { ...player, mouseMotion: [x, y, notch] };
    });
  }

  /** Turning back takes away what waits. */
  #take(index: number, turned: number): number {
    const waiting = (this.#waiting[index] ?? 0) + turned;
    const notch = Math.sign(waiting);
    this.#waiting[index] = Math.max(-MOST_NOTCHES, Math.min(MOST_NOTCHES, waiting - notch));
    return notch;
  }
}
