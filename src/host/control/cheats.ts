import * as v from 'valibot';
import { type ActionChoice, type Cheat, cheatCode, MOST_CHEATS } from '../../protocol/room-action.js';
import type { ControlledGame } from './controlled-game.js';
import { type Deed, refused } from './deed.js';

/** The cheats of a game that is played: those in force, and those that were switched off and can be had again. */
export class Cheats {
  readonly #game: ControlledGame;
  /** Set from the command line and not fit for being shown: they hold whatever is done to the others. */
  readonly #fixed: readonly string[];
  #cheats: readonly Cheat[];

  /** @param first - the codes that the game began with. */
  constructor(game: ControlledGame, first: readonly string[]) {
    this.#game = game;
    const codes = [...new Set(first.map((code) => code.trim()))];
    const shown = codes.filter((code) => v.is(cheatCode, code)).slice(0, MOST_CHEATS);
    this.#fixed = codes.filter((code) => !shown.includes(code));
    this.#cheats = shown.map((code) => ({ code, on: true }));
  }

  get choice(): Pick<ActionChoice, 'cheats'> {
    return { cheats: [...this.#cheats] };
  }

  /** Switches a cheat on, which is added where it is new, or off, or forgets it. */
  async change(code: string, change: 'on' | 'off' | 'remove'): Promise<Deed> {
    const known = this.#cheats.find((cheat) => cheat.code === code);
    if (!known) {
      if (change === 'on') return this.#add(code);
      throw refused(`There is no cheat “${code}” here.`);
    }
    if (change === 'remove') {
      await this.#set(this.#cheats.filter((cheat) => cheat !== known));
      return { message: `The cheat “${code}” is gone.`, notice: `removed the cheat “${code}”.` };
    }
    const on = change === 'on';
    if (known.on === on) throw refused(`The cheat “${code}” is ${change} already.`);
    await this.#set(this.#cheats.map((cheat) => (cheat === known ? { code, on } : cheat)));
    return {
      message: `The cheat “${code}” is ${change}.`,
      notice: `switched the cheat “${code}” ${change}.`,
    };
  }

  async #add(code: string): Promise<Deed> {
    if (this.#cheats.length >= MOST_CHEATS) {
      throw refused(`There are ${MOST_CHEATS} cheats already. Remove one first.`);
    }
    await this.#set([...this.#cheats, { code, on: true }]);
    return { message: `The cheat “${code}” is on.`, notice: `added the cheat “${code}”.` };
  }

  async #set(cheats: readonly Cheat[]): Promise<void> {
    const codes = cheats.filter(({ on }) => on).map(({ code }) => code);
    const before = this.#cheats.filter(({ on }) => on).map(({ code }) => code);
    // The core is asked only where it is to change something.
    if (codes.join('\n') !== before.join('\n')) {
      const refusal = await this.#game.setCheats([...this.#fixed, ...codes]);
      if (refusal !== undefined) throw refused(refusal);
    }
    this.#cheats = cheats;
  }
}
