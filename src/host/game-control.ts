import type { CoreHello } from '../../cores/protocol/core-message.js';
import { CloudgameError } from '../errors.js';
import {
  type ActionChoice,
  type ActionResult,
  DISC_LABEL_LENGTH,
  MOST_DISCS,
  type RoomAction,
  type Speed,
} from '../protocol/room-action.js';
import type { Slots } from '../saves/slots.js';
import { rightsWith } from './core-rights.js';

/** What actions are carried out on. */
export interface ControlledGame {
  readonly core: Pick<CoreHello, 'name' | 'version' | 'abilities' | 'discs'>;
  readonly paused: boolean;
  readonly speed: Speed;
  readonly rewinding: boolean;
  pause(): void;
  resume(): void;
  /** Plays one frame of a paused game. */
  advance(): void;
  /** These two say why it can't be. */
  setSpeed(speed: Speed): string | undefined;
  startRewind(): string | undefined;
  stopRewind(): void;
  /** These happen between two steps, and say why the core refused. */
  saveState(): Promise<Buffer | undefined>;
  loadState(state: Buffer): Promise<string | undefined>;
  reset(): Promise<string | undefined>;
  setDisc(index: number): Promise<string | undefined>;
}

export interface GameControlOptions {
  readonly game: ControlledGame;
  readonly slots: Slots;
  /** The game was paused, or goes on. */
  readonly onPaused: (paused: boolean) => void;
  /** What can be asked for is not what it was. */
  readonly onChoice: () => void;
}

/** Actions that may be under way at the same time; each can hold a state in memory. */
const MOST_UNDER_WAY = 8;

/** An action that was carried out, for those who asked and for everybody else. */
interface Deed {
  /** A sentence for whoever asked. */
  readonly message: string;
  /** What follows whoever did it, for everybody: "saved to slot 3."; absent where it is too small for that. */
  readonly notice?: string;
}

/** What came of an action, with what others are to know of it. */
export type CarriedOut = ActionResult & Pick<Deed, 'notice'>;

/** Carries out what is asked of a game that runs: for the person at the host and for players alike. */
export class GameControl {
  readonly #options: GameControlOptions;
  /** How the game stood before the last load or reset. */
  #before: Buffer | undefined;
  /** Who lets the game run backwards. */
  #rewinder: string | undefined;
  #underWay = 0;
  #turn: Promise<unknown> = Promise.resolve();
  /** Labels of the discs, and the one that is in. */
  readonly #discs: readonly string[];
  #disc: number;

  constructor(options: GameControlOptions) {
    this.#options = options;
    const { discs } = options.game.core;
    this.#discs = (discs?.labels ?? []).slice(0, MOST_DISCS);
    this.#disc = Math.min(discs?.first ?? 0, MOST_DISCS - 1);
  }

  /** What can be asked for. */
  get choice(): ActionChoice {
    const { game, slots } = this.#options;
    const { speed, rewinding } = game;
    const canUndo = this.#before !== undefined;
    return {
      rights: rightsWith(game.core.abilities),
      slots: [...slots.filled],
      canUndo,
      speed,
      rewinding,
      discs: this.#discs.map((label) => label.slice(0, DISC_LABEL_LENGTH)),
      disc: this.#disc,
    };
  }

  /**
   * Carries out an action; never rejects.
   *
   * @param actor - who asks: the id of a viewer, or anything else for the person at the host.
   */
  async carryOut(action: RoomAction, actor: string): Promise<CarriedOut> {
    // A rewind holds nothing, and has to end when it is to.
    if (this.#underWay >= MOST_UNDER_WAY && action.kind !== 'rewind') {
      return { done: false, message: 'The host is still at what was asked before. Try again in a moment.' };
    }
    this.#underWay++;
    try {
      return { done: true, ...(await this.#perform(action, actor)) };
    } catch (error) {
      if (error instanceof CloudgameError) {
        return { done: false, message: `${error.message} ${error.hint}`.trim() };
      }
      return { done: false, message: `That failed: ${(error as Error).message}.` };
    } finally {
      this.#underWay--;
    }
  }

  /** Somebody is gone, who can't end any more what goes on as long as a button is held. */
  leave(actor: string): void {
    if (this.#rewinder === actor) this.#rewind(false, actor);
  }

  #perform(action: RoomAction, actor: string): Deed | Promise<Deed> {
    switch (action.kind) {
      case 'pause':
        return this.#pause();
      case 'resume':
        return this.#resume();
      case 'advance':
        return this.#advance();
      case 'reset':
        return this.#inTurn(() => this.#reset());
      case 'save':
        return this.#save(action.slot);
      case 'load':
        return this.#inTurn(() => this.#load(action.slot));
      case 'undo':
        return this.#inTurn(() => this.#undo());
      case 'speed':
        return this.#setSpeed(action.speed);
      case 'rewind':
        return this.#rewind(action.on, actor);
      case 'disc':
        return this.#inTurn(() => this.#changeDisc(action.disc));
    }
  }

  #pause(): Deed {
    const { game, onPaused } = this.#options;
    if (game.paused) throw refused('The game is paused already.');
    game.pause();
    onPaused(true);
    return { message: 'Paused.', notice: 'paused the game.' };
  }

  #resume(): Deed {
    const { game, onPaused } = this.#options;
    if (!game.paused) throw refused('The game runs already.');
    game.resume();
    onPaused(false);
    return { message: 'The game goes on.', notice: 'let the game go on.' };
  }

  #advance(): Deed {
    const { game, onPaused } = this.#options;
    if (!game.paused) {
      game.pause();
      onPaused(true);
    }
    game.advance();
    return { message: 'One frame.' };
  }

  #setSpeed(speed: Speed): Deed {
    const { game, onChoice } = this.#options;
    const refusal = game.setSpeed(speed);
    if (refusal !== undefined) throw refused(refusal);
    onChoice();
    const words = speedWords(speed);
    return { message: `The game runs ${words}.`, notice: `let the game run ${words}.` };
  }

  #rewind(on: boolean, actor: string): Deed {
    const { game, onChoice } = this.#options;
    const refusal = on ? game.startRewind() : undefined;
    if (refusal !== undefined) throw refused(refusal);
    if (!on) game.stopRewind();
    this.#rewinder = on ? actor : undefined;
    onChoice();
    return on
      ? { message: 'The game runs backwards.', notice: 'is rewinding the game.' }
      : { message: 'The game goes on from here.' };
  }

  async #changeDisc(disc: number): Promise<Deed> {
    const { game, onChoice } = this.#options;
    const label = this.#discs[disc];
    if (label === undefined) throw refused(`The game has no disc ${disc + 1}.`);
    const refusal = await game.setDisc(disc);
    if (refusal !== undefined) throw refused(`The core refused the disc (${refusal}).`);
    this.#disc = disc;
    onChoice();
    const name = label === '' ? `disc ${disc + 1}` : `disc ${disc + 1}, “${label}”`;
    return { message: `The game gets ${name}.`, notice: `put in ${name}.` };
  }

  async #save(slot: number): Promise<Deed> {
    const { game, slots, onChoice } = this.#options;
    const { name, version } = game.core;
    // In its turn: after a load that was asked for before. The disk is not waited for by those that follow.
    const state = await this.#inTurn(() => this.#state());
    await slots.save(slot, { name, version }, state);
    onChoice();
    return { message: `Saved to slot ${slot}.`, notice: `saved to slot ${slot}.` };
  }

  async #load(slot: number): Promise<Deed> {
    const { game, slots } = this.#options;
    const { payload } = await slots.read(slot, game.core.name);
    const before = await this.#state();
    await this.#goTo(Buffer.from(payload), `the state in slot ${slot}`);
    this.#remember(before);
    return { message: `Loaded slot ${slot}.`, notice: `loaded slot ${slot}.` };
  }

  async #reset(): Promise<Deed> {
    const { game } = this.#options;
    const { name, abilities } = game.core;
    if (!abilities.has('reset')) throw refused(`The core ${name} can’t be reset.`);
    const before = abilities.has('states') ? await game.saveState() : undefined;
    const refusal = await game.reset();
    if (refusal !== undefined) throw refused(`The core refused the reset (${refusal}).`);
    this.#remember(before);
    return { message: 'Reset.', notice: 'reset the game.' };
  }

  async #undo(): Promise<Deed> {
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
    const { game } = this.#options;
    const { name, abilities } = game.core;
    if (!abilities.has('states')) throw refused(`The core ${name} can’t save or load states.`);
    const state = await game.saveState();
    if (!state) throw refused(`The core ${name} can't save the game just now. Try again in a moment.`);
    return state;
  }

  async #goTo(state: Buffer, what: string): Promise<void> {
    const refusal = await this.#options.game.loadState(state);
    if (refusal !== undefined) throw refused(`The core refused ${what} (${refusal}).`);
  }

  /** Another state is in the game now. */
  #remember(before: Buffer | undefined): void {
    const { game, onChoice } = this.#options;
    this.#before = before;
    // Otherwise the picture that stands would be the one from before.
    if (game.paused) game.advance();
    onChoice();
  }

  /** Loads and resets one after the other: each takes back to where the one before led. */
  #inTurn<Result>(perform: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(perform);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function refused(message: string): CloudgameError {
  return new CloudgameError('usage', message, '');
}

function speedWords(speed: Speed): string {
  if (speed === 'max') return 'as fast as it can';
  if (speed === 1) return 'at its own speed';
  return speed < 1 ? `at ${speed * 100} % of its speed` : `${speed} times as fast`;
}
