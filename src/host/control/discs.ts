import { type ActionChoice, DISC_LABEL_LENGTH, MOST_DISCS } from '../../protocol/room-action.js';
import type { ControlledGame } from './controlled-game.js';
import { type Deed, refused } from './deed.js';

/** The discs that a game comes on, and the one that is in. */
export class Discs {
  readonly #game: ControlledGame;
  readonly #labels: readonly string[];

  constructor(game: ControlledGame) {
    this.#game = game;
    const { discs } = game.core;
    this.#labels = (discs?.labels ?? []).slice(0, MOST_DISCS);
  }

  /** A state that is loaded has the disc in that was in when it was saved. */
  get choice(): Pick<ActionChoice, 'discs' | 'disc'> {
    const disc = Math.min(this.#game.core.discs?.first ?? 0, MOST_DISCS - 1);
    return { discs: this.#labels.map((label) => label.slice(0, DISC_LABEL_LENGTH)), disc };
  }

  /** @param disc - from 0. */
  async change(disc: number): Promise<Deed> {
    const label = this.#labels[disc];
    if (label === undefined) throw refused(`The game has no disc ${disc + 1}.`);
    const refusal = await this.#game.setDisc(disc);
    if (refusal !== undefined) throw refused(`The core refused the disc (${refusal}).`);
    const name = label === '' ? `disc ${disc + 1}` : `disc ${disc + 1}, “${label}”`;
    return { message: `The game gets ${name}.`, notice: `put in ${name}.` };
  }
}
