import type { CoreHello } from '../../../cores/protocol/core-hello.js';

/** So often, and for so long (ms), a state is asked for in vain before a core counts as one that has none. */
const FEWEST_FAILURES = 3;
const PATIENCE_MS = 8_000;

/**
 * Finds out that a core which says it has states never gives one. Many give none before their first frame or while a
 * game loads: one that ever gave a state is believed, and one that gives its first late has states from then on.
 */
export class StateFailures {
  readonly #warn: (message: string) => void;
  #failures = 0;
  #firstFailure = 0;
  #areHopeless = false;
  #hadState = false;

  /** @param warn - takes a sentence for the person at the host. */
  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** Whether the core is taken for one without states now. */
  get areHopeless(): boolean {
    return this.#areHopeless;
  }

  /**
   * Looks at what came of asking for a state.
   *
   * @param core - its name.
   * @param state - empty where there was none.
   * @param now - ms.
   */
  note(core: string, state: Uint8Array, now: number): void {
    if (this.#hadState) return;
    if (state.length > 0) {
      this.#hadState = true;
      if (this.#areHopeless) {
        this.#warn(`The core ${core} saves states of this game after all: from here on they are taken.`);
      }
      this.#areHopeless = false;
      return;
    }
    if (this.#failures === 0) this.#firstFailure = now;
    this.#failures++;
    const isLong = now - this.#firstFailure >= PATIENCE_MS;
    if (this.#areHopeless || this.#failures < FEWEST_FAILURES || !isLong) return;
    this.#areHopeless = true;
    this.#warn(
      `The core ${core} can't save states of this game: it is played on without slots, rewinding and automatic states. ` +
        'What the cartridge keeps is saved. Another core may do better (--core).',
    );
  }

  /** What a core offers, as far as it was seen to do it. */
  possible(hello: CoreHello): CoreHello {
    if (!this.#areHopeless) return hello;
    const abilities = new Set(hello.abilities);
    abilities.delete('states');
    return { ...hello, abilities };
  }
}
