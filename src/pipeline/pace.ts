import { FrameClock } from './frame-clock.js';

/** How fast a game can be played: parts or multiples of its own rate, or as fast as the core can. */
export const GAME_SPEEDS = [0.25, 0.5, 1, 2, 4, 'max'] as const;
export type GameSpeed = (typeof GAME_SPEEDS)[number];

/** Sound is heard up to this speed; faster it is noise. */
export const FASTEST_HEARD = 2;

/** A step as the pace has it. */
export interface PacedStep {
  /** When its picture is due, ms on the clock of `performance.now()`. */
  readonly dueTime: number;
  /** Whether its picture is to be seen: pictures never come faster than at the core's own rate. */
  readonly shown: boolean;
}

/**
 * When the next step is due, and whether it is seen. However fast the game goes, what is seen and heard of it keeps to
 * real time: at twice the speed every second picture is shown, at half the speed pictures come half as often.
 */
export class Pace {
  readonly #clock: FrameClock;
  #framesPerSecond: number;
  #speed: GameSpeed = 1;
  /** Steps since the one that was shown last. */
  #hidden = 0;

  /**
   * @param framesPerSecond - of the core, exact.
   * @param now - when the first step is due, ms.
   */
  constructor(framesPerSecond: number, now: number) {
    this.#framesPerSecond = framesPerSecond;
    this.#clock = new FrameClock(framesPerSecond, now);
  }

  get speed(): GameSpeed {
    return this.#speed;
  }

  /** Whether the game's sound is to be heard. */
  get heard(): boolean {
    return this.#speed !== 'max' && this.#speed <= FASTEST_HEARD;
  }

  get framesSkipped(): number {
    return this.#clock.framesSkipped;
  }

  /** How long (ms) to wait for the next step; 0 or less where it is due. */
  wait(now: number): number {
    return this.#speed === 'max' ? 0 : this.#clock.nextDue - now;
  }

  /** Takes the next step. */
  tick(now: number): PacedStep {
    if (this.#speed === 'max') {
      const dueTime = this.#clock.nextDue;
      return now < dueTime ? { dueTime, shown: false } : { dueTime: this.#clock.tick(now), shown: true };
    }
    const dueTime = this.#clock.tick(now);
    this.#hidden = (this.#hidden + 1) % Math.max(1, this.#speed);
    return { dueTime, shown: this.#hidden === 0 };
  }

  setSpeed(speed: GameSpeed): void {
    this.#speed = speed;
    this.#hidden = 0;
    this.#setClock();
  }

  /** The core changed its rate, frames per second. */
  setRate(framesPerSecond: number): void {
    this.#framesPerSecond = framesPerSecond;
    this.#setClock();
  }

  /** Makes the next step due at `now`: after a pause. */
  restart(now: number): void {
    this.#clock.restart(now);
  }

  #setClock(): void {
    this.#clock.setRate(this.#framesPerSecond * (this.#speed === 'max' ? 1 : this.#speed));
  }
}
