import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { FrequencyLimit } from '../frequency-limit.js';

/** At so many deaths while its state was taken, within so long (ms), a core is asked for none any more. */
const MOST_DEATHS = 2;
const WINDOW_MS = 10 * 60_000;

/** Keeps a game going whose core dies of being saved: without states it can't be gone on from, but it can be played. */
export class SavingDeaths {
  readonly #warn: (message: string) => void;
  readonly #limit = new FrequencyLimit(MOST_DEATHS, WINDOW_MS);
  #isDeadly = false;

  /** @param warn - takes a sentence for the person at the host. */
  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** Waits for a state, and counts where it is the core's end. */
  async count(saving: Promise<Buffer>): Promise<Buffer> {
    try {
      return await saving;
    } catch (failure) {
      if (!this.#limit.count() && !this.#isDeadly) {
        this.#isDeadly = true;
        this.#warn(
          'The core dies when the state of the game is taken: it is played on without saved states. What the cartridge keeps is saved.',
        );
      }
      throw failure;
    }
  }

  /** What a core offers that is not its end. */
  survivable(hello: CoreHello): CoreHello {
    if (!this.#isDeadly) return hello;
    const abilities = new Set(hello.abilities);
    abilities.delete('states');
    return { ...hello, abilities };
  }
}
