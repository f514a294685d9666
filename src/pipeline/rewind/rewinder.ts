import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import type { CoreStage } from '../core/core-stage.js';
import type { History } from './history.js';

/** Takes a game back through its history as fast as it was played. */
export class Rewinder {
  readonly #core: CoreStage;
  readonly #history: History;
  /** Frames' time that passed since the state where the game is. */
  #framesPassed = 0;
  #isInPast = false;

  constructor(core: CoreStage, history: History) {
    this.#core = core;
    this.#history = history;
  }

  /**
   * Lets one frame's time pass backwards.
   *
   * @returns the picture where the next earlier state is reached, valid until the next request of the core.
   */
  async tick(): Promise<CoreFrame | undefined> {
    const distance = this.#history.nextStepBack;
    if (distance === undefined) return undefined;
    this.#framesPassed++;
    if (this.#framesPassed < distance) return undefined;
    this.#framesPassed = 0;
    const past = await this.#history.stepBack();
    if (!past) return undefined;
    this.#isInPast = true;
    return this.#core.show(past);
  }

  /** Has the game go on from where it was taken to. */
  async end(): Promise<void> {
    this.#framesPassed = 0;
    const here = this.#history.here;
    // The picture that was shown took a step.
    if (this.#isInPast && here) await this.#core.loadState(here.state);
    this.#isInPast = false;
  }
}
