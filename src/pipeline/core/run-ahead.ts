import type { Lag } from '../../../cores/protocol/core-message.js';
import type { PlayerInput } from '../../../cores/protocol/host-message.js';
import { MOST_FRAMES_AHEAD } from '../../../cores/protocol/run-ahead.js';
import type { CoreProcess } from './core-process.js';

/** How many frames the core is run ahead; `auto` takes as many as the game itself takes to react. */
export type RunAheadSetting = number | 'auto';

/** How often `auto` measures where no reaction is seen: a title screen may not heed what it was asked with. */
const MEASUREMENTS = 5;
/** Steps that are looked at together to tell whether a core is too slow. */
const REVIEWED_STEPS = 120;
/** What a core answers that can't save or load the state. */
const NEVER = 0xffff_ffff;

/**
 * How many frames to run ahead: the game's own lag, but no more than cost half of a frame's time.
 *
 * @param frameMs - a frame's time (ms).
 */
export function framesWithin(lag: Lag, frameMs: number): number {
  const hiddenTime = (frameMs * 1000) / 2 - lag.stateMicroseconds;
  const affordable = Math.floor(hiddenTime / Math.max(1, lag.hiddenFrameMicroseconds));
  return Math.max(0, Math.min(lag.frames ?? 0, MOST_FRAMES_AHEAD, affordable));
}

/** Has the core of a room run ahead as it was set, and goes on without where that can't be, which is said once. */
export class RunAhead {
  readonly #setting: RunAheadSetting;
  readonly #warn: (message: string) => void;
  /** Where `auto` has not found it out yet it is 0. */
  #frames: number;
  #core: CoreProcess | undefined;
  #framesSet = 0;
  #measurementsLeft: number;
  #wasHeld = false;
  #stepsSeen = 0;
  #stepsSlow = 0;
  #givenUp = false;

  /** @param warn - takes sentences for the person at the host. */
  constructor(setting: RunAheadSetting, warn: (message: string) => void) {
    this.#setting = setting;
    this.#warn = warn;
    this.#frames = setting === 'auto' ? 0 : setting;
    this.#measurementsLeft = setting === 'auto' ? MEASUREMENTS : 0;
  }

  /** Frames by which the core is run ahead now. */
  get frames(): number {
    return this.#framesSet;
  }

  /** Whether steps are to be prepared. */
  get isWanted(): boolean {
    return this.#setting !== 0;
  }

  /** Before each step, with its inputs: measures, and sets the core up, where that is due. */
  async prepare(core: CoreProcess, players: readonly PlayerInput[]): Promise<void> {
    if (!this.isWanted) return;
    if (core !== this.#core) {
      this.#core = core;
      this.#framesSet = 0;
    }
    if (!this.#givenUp && !core.hello.abilities.has('runAhead')) {
      this.#giveUp(`the core ${core.hello.name} can't be taken back to an earlier frame`);
    }
    const isHeld = players.some(({ buttons }) => buttons !== 0);
    if (isHeld && !this.#wasHeld && this.#measurementsLeft > 0) await this.#measure(core);
    this.#wasHeld = isHeld;
    if (this.#frames !== this.#framesSet) await this.#set(core);
  }

  /** After each step, with the time (ms) that the core took for it. */
  review(core: CoreProcess, stepMs: number): void {
    if (this.#framesSet === 0 || this.#givenUp) return;
    this.#stepsSeen++;
    if (stepMs > frameMsOf(core)) this.#stepsSlow++;
    if (this.#stepsSeen < REVIEWED_STEPS) return;
    const isTooSlow = this.#stepsSlow > REVIEWED_STEPS / 2;
    this.#stepsSeen = 0;
    this.#stepsSlow = 0;
    if (isTooSlow) this.#giveUp('a step takes the core longer with it than a frame lasts');
  }

  /** The core was seen to have no states. */
  doWithoutStates(): void {
    if (!this.isWanted || this.#givenUp) return;
    this.#giveUp("the core can't save the game's state");
  }

  async #measure(core: CoreProcess): Promise<void> {
    this.#measurementsLeft--;
    const lag = await core.measureLag();
    if (lag.stateMicroseconds === NEVER) {
      this.#giveUp("the core can't save and load the game's state just now");
    } else if (lag.frames === undefined) {
      if (this.#measurementsLeft === 0) this.#giveUp('no reaction to a button was seen within six frames');
    } else {
      this.#measurementsLeft = 0;
      this.#frames = framesWithin(lag, frameMsOf(core));
      if (lag.frames > 0 && this.#frames === 0) {
        this.#giveUp("saving and loading the game's state takes the core too long");
      }
    }
  }

  async #set(core: CoreProcess): Promise<void> {
    const refusal = await core.setRunAhead(this.#frames);
    if (refusal === undefined) this.#framesSet = this.#frames;
    else this.#giveUp(`the core refused it (${refusal})`);
  }

  /** The core learns of it before the next step. */
  #giveUp(reason: string): void {
    this.#givenUp = true;
    this.#frames = 0;
    this.#measurementsLeft = 0;
    this.#warn(`The game goes on without run-ahead: ${reason}. Another core may do better.`);
  }
}

function frameMsOf({ format }: CoreProcess): number {
  return 1000 / format.framesPerSecond;
}
