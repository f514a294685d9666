import type { DiscList } from '../protocol/devices.js';
import type { DiscInterface } from './disc-interface.js';

/** So long the tray stays open, in steps: games look now and then, and take too short a time for no change. */
const OPEN_STEPS = 30;
/** What `hello` has room for. */
const MOST_DISCS = 255;

/** A core's tray. A disc is changed over several steps, as a player would do it by hand. */
export class DiscDrive {
  readonly #discs: DiscInterface;
  #wanted: number | undefined;
  #stepsOpen = 0;

  constructor(discs: DiscInterface) {
    this.#discs = discs;
  }

  /** The discs as the core knows them now; `undefined` where there is none to change. */
  get list(): DiscList | undefined {
    const count = Math.min(MOST_DISCS, this.#discs.count);
    if (count < 2) return undefined;
    const labels = Array.from(
      { length: count },
      (_, index) => this.#discs.label(index) ?? `Disc ${index + 1}`,
    );
    const { index } = this.#discs;
    return { labels, first: index < count ? index : 0 };
  }

  /** Opens the tray; the disc is changed, and the tray closed, over the next steps. Throws with a worded message. */
  change(index: number): void {
    const { count } = this.#discs;
    if (index >= count) throw new Error(`There is no disc ${index + 1}: the game has ${count}.`);
    if (!this.#discs.isEjected && !this.#discs.setEjected(true)) {
      throw new Error('The game doesn’t let its disc be changed now.');
    }
    this.#wanted = index;
    this.#stepsOpen = 0;
  }

  /** To be called after each step that counts. */
  finishStep(): void {
    if (this.#wanted === undefined || ++this.#stepsOpen < OPEN_STEPS) return;
    if (this.#stepsOpen === OPEN_STEPS) {
      // A state that was loaded meanwhile may have closed the tray.
      if (!this.#discs.isEjected) this.#discs.setEjected(true);
      if (!this.#discs.setIndex(this.#wanted)) console.error(`Disc ${this.#wanted + 1} can’t be put in.`);
      return;
    }
    if (this.#discs.isEjected && !this.#discs.setEjected(false)) console.error('The tray doesn’t close.');
    this.#wanted = undefined;
  }
}
