import type { ActionChoice } from '../../protocol/room-action.js';
import type { Slots } from '../../saves/slots.js';
import type { ControlledGame } from './controlled-game.js';
import { type Deed, refused } from './deed.js';
import type { Turns } from './turns.js';

/** The states that a game is saved to and goes on from, and the one from before the last load or reset. */
export class GameStates {
  readonly #game: ControlledGame;
  readonly #slots: Slots;
  #before: Buffer | undefined;

  constructor(game: ControlledGame, slots: Slots) {
    this.#game = game;
    this.#slots = slots;
  }

  get choice(): Pick<ActionChoice, 'slots' | 'canUndo'> {
    return { slots: [...this.#slots.filled], canUndo: this.#before !== undefined };
  }

  /** @param turns - whose turn is taken for the state alone: the disk is not waited for by those that follow. */
  async save(slot: number, turns: Turns): Promise<Deed> {
    const { name, version } = this.#game.core;
    const state = await turns.take(() => this.#state());
    await this.#slots.save(slot, { name, version }, state);
    return { message: `Saved to slot ${slot}.`, notice: `saved to slot ${slot}.` };
  }

  async load(slot: number): Promise<Deed> {
    const { payload } = await this.#slots.read(slot, this.#game.core.name);
    const before = await this.#state();
    await this.#goTo(Buffer.from(payload), `the state in slot ${slot}`);
    this.#remember(before);
    return { message: `Loaded slot ${slot}.`, notice: `loaded slot ${slot}.` };
  }

  async reset(): Promise<Deed> {
    const { name, abilities } = this.#game.core;
    if (!abilities.has('reset')) throw refused(`The core ${name} can’t be reset.`);
    const before = abilities.has('states') ? await this.#game.saveState() : undefined;
    const refusal = await this.#game.reset();
    if (refusal !== undefined) throw refused(`The core refused the reset (${refusal}).`);
    this.#remember(before);
    return { message: 'Reset.', notice: 'reset the game.' };
  }

  async undo(): Promise<Deed> {
    const before = this.#before;
    if (!before) throw refused('There is no load or reset to take back.');
    const now = await this.#state();
    await this.#goTo(before, 'the state from before');
    this.#remember(now);
    return {
      message: 'The game is back where it was.',
      notice: 'took the game back to where it was before.',
    };
  }

  async #state(): Promise<Buffer> {
    const { name, abilities } = this.#game.core;
    if (!abilities.has('states')) throw refused(`The core ${name} can’t save or load states.`);
    const state = await this.#game.saveState();
    if (!state) throw refused(`The core ${name} can't save the game just now. Try again in a moment.`);
    return state;
  }

  async #goTo(state: Buffer, what: string): Promise<void> {
    const refusal = await this.#game.loadState(state);
    if (refusal !== undefined) throw refused(`The core refused ${what} (${refusal}).`);
  }

  /** Another state is in the game now. */
  #remember(before: Buffer | undefined): void {
    this.#before = before;
    // Otherwise the picture that stands would be the one from before.
    if (this.#game.paused) this.#game.advance();
  }
}
