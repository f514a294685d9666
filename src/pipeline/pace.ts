import { EarlyTicks } from './early-ticks.js';
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
  /** At the game's own speed alone: at others nothing is played that needs it. */
  readonly #early: EarlyTicks;
  #framesPerSecond: number;
  #speed: GameSpeed = 1;
  #trim = 0;
  /** Steps since the one that was shown last. */
  #hidden = 0;

  /**
   * @param framesPerSecond - of the core, exact.
   * @param now - when the first step is due, ms.
   */
  constructor(framesPerSecond: number, now: number) {
    this.#framesPerSecond = framesPerSecond;
    this.#clock = new FrameClock(framesPerSecond, now);
    this.#early = new EarlyTicks(1000 / framesPerSecond);
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
    if (this.#speed === 'max') return 0;
    const { nextDue } = this.#clock;
    if (this.#speed !== 1) return nextDue - now;
    const wait = this.#early.due(nextDue) - now;
    // Timers cut fractions off, and what was brought forward already mustn't come earlier still.
    return this.#early.isHurried ? Math.ceil(wait) : wait;
  }

  /**
   * Has the next step come as soon as it may: an input arrived.
   *
   * @returns whether that changes anything.
   */
  hurry(): boolean {
    if (this.#speed !== 1) return false;
    this.#early.hurry();
    return true;
  }

  /** Takes the next step. */
  tick(now: number): PacedStep {
    if (this.#speed === 'max') {
      const dueTime = this.#clock.nextDue;
      return now < dueTime ? { dueTime, shown: false } : { dueTime: this.#clock.tick(now), shown: true };
    }
    if (this.#speed === 1) this.#early.step(this.#clock.nextDue, now);
    const dueTime = this.#clock.tick(now);
    this.#hidden = (this.#hidden + 1) % Math.max(1, this.#speed);
    return { dueTime, shown: this.#hidden === 0 };
  }

  setSpeed(speed: GameSpeed): void {
    this.#speed = speed;
    this.#hidden = 0;
    this.#early.restart();
    this.#setClock();
  }

  /** The core changed its rate, frames per second. */
  setRate(framesPerSecond: number): void {
    this.#framesPerSecond = framesPerSecond;
    this.#setClock();
  }

  /** Makes the period longer by a share of it, or shorter: about 0. */
  setTrim(trim: number): void {
    this.#trim = trim;
    this.#setClock();
  }

  /** Makes the next step due at `now`: after a pause. */
  restart(now: number): void {
    this.#clock.restart(now);
    this.#early.restart();
  }

  #setClock(): void {
    const framesPerSecond = this.#framesPerSecond / (1 + this.#trim);
    this.#clock.setRate(framesPerSecond * (this.#speed === 'max' ? 1 : this.#speed));
    this.#early.setPeriod(1000 / framesPerSecond);
  }
}
