import type { CoreProcess } from './core-process.js';

/** What a game goes on with when its core dies and another takes over. */
export class Continuation {
  /** What the cartridge keeps, as it was read last. */
  saveRam: Buffer | undefined;
  /** The cheat codes that are set. */
  cheats: readonly string[] = [];
  #state: Buffer | undefined;
  #stepsSinceState = 0;

  /** Steps that are lost where the core dies now. */
  get stepsSinceState(): number {
    return this.#stepsSinceState;
  }

  countStep(): void {
    this.#stepsSinceState++;
  }

  /** The game goes on from this state. */
  goOnFrom(state: Buffer): void {
    this.#state = state;
    this.#stepsSinceState = 0;
  }

  /** The game begins anew, or goes on from the state that it had. */
  forgetSteps(): void {
    this.#stepsSinceState = 0;
  }

  /**
   * Brings a core that was just started to where the game was.
   *
   * @param disc - the one that was in, from 0.
   * @returns whether the game goes on from a state.
   */
  async takeUp(core: CoreProcess, disc: number | undefined): Promise<boolean> {
    if (this.saveRam) await core.writeSaveRam(this.saveRam);
    if (this.cheats.length > 0) await core.setCheats(this.cheats);
    const fromState = await this.#restoreState(core);
    // The state may be of a time before it was changed.
    if (disc !== undefined && disc !== core.hello.discs?.first) await core.setDisc(disc);
    return fromState;
  }

  async #restoreState(core: CoreProcess): Promise<boolean> {
    const state = this.#state;
    // A state that kills the core it is loaded into must not be tried twice.
    this.#state = undefined;
    if (!state) return false;
    const refusal = await core.loadState(state);
    if (refusal === undefined) this.#state = state;
    return refusal === undefined;
  }
}
