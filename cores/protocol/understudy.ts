import type { Core } from './core.js';

/**
 * The second machine of a core, on which frames to come are played, so that the first never has to go back. It is looked
 * for when it is first needed; where it can't follow any more, the core is run ahead by itself.
 */
export class Understudy {
  readonly #core: Core;
  #machine: Core | undefined;
  #isDismissed = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Looks for one; that takes as long as the loading of a game. */
  find(): void {
    if (this.#machine || this.#isDismissed) return;
    try {
      this.#machine = this.#core.understudy?.();
    } catch (error) {
      console.error('There is no second machine to run the game ahead on:', error);
    }
    if (!this.#machine?.loadState) this.dismiss();
  }

  /** Brings it to where the game is. @returns the machine; `undefined` without one that gets there. */
  follow(state: Uint8Array): Core | undefined {
    if (!this.#machine) return undefined;
    try {
      this.#machine.loadState!(state);
      // Not all states have what the cartridge keeps.
      const saveRam = this.#core.readSaveRam?.();
      if (saveRam) this.#machine.writeSaveRam?.(saveRam);
    } catch (error) {
      console.error('The second machine can’t follow the game, which is run ahead without it:', error);
      this.dismiss();
    }
    return this.#machine;
  }

  /** Tells it what isn't in states, after the core has been told. */
  tell(inform: (machine: Core) => void): void {
    if (!this.#machine) return;
    try {
      inform(this.#machine);
    } catch {
      this.dismiss();
    }
  }

  /** To be called where only the core learns what isn't in states. */
  dismiss(): void {
    this.#machine = undefined;
    this.#isDismissed = true;
  }
}
