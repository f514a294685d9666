import { CloudgameError } from '../errors.js';
import type { ActionChoice, ActionResult, RoomAction } from '../protocol/room-action.js';
import type { Slots } from '../saves/slots.js';
import { Cheats } from './control/cheats.js';
import type { ControlledGame } from './control/controlled-game.js';
import type { Deed } from './control/deed.js';
import { Discs } from './control/discs.js';
import { GameStates } from './control/game-states.js';
import { Playback } from './control/playback.js';
import { Turns } from './control/turns.js';
import { rightsWith } from './core-rights.js';

export interface GameControlOptions {
  readonly game: ControlledGame;
  readonly slots: Slots;
  /** Cheat codes that the game began with. */
  readonly cheats?: readonly string[] | undefined;
  /** The game was paused, or goes on. */
  readonly onPaused: (paused: boolean) => void;
  /** What can be asked for is not what it was. */
  readonly onChoice: () => void;
}

/** Actions that may be under way at the same time; each can hold a state in memory. */
const MOST_UNDER_WAY = 8;

/** What came of an action, with what others are to know of it. */
export type CarriedOut = ActionResult & Pick<Deed, 'notice'>;

/** Carries out what is asked of a game that runs: for the person at the host and for players alike. */
export class GameControl {
  readonly #options: GameControlOptions;
  readonly #playback: Playback;
  readonly #states: GameStates;
  readonly #discs: Discs;
  readonly #cheats: Cheats;
  /** Loads and resets one after the other: each takes back to where the one before led. */
  readonly #turns = new Turns();
  #underWay = 0;

  constructor(options: GameControlOptions) {
    this.#options = options;
    const { game, slots, cheats = [], onPaused } = options;
    this.#playback = new Playback(game, onPaused);
    this.#states = new GameStates(game, slots);
    this.#discs = new Discs(game);
    this.#cheats = new Cheats(game, cheats);
  }

  /** What can be asked for. */
  get choice(): ActionChoice {
    return {
      rights: rightsWith(this.#options.game.core.abilities),
      ...this.#states.choice,
      ...this.#playback.choice,
      ...this.#discs.choice,
      ...this.#cheats.choice,
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
      const deed = await this.#perform(action, actor);
      if (changesChoice(action)) this.#options.onChoice();
      return { done: true, ...deed };
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
    if (!this.#playback.isRewoundBy(actor)) return;
    this.#playback.rewind(false, actor);
    this.#options.onChoice();
  }

  #perform(action: RoomAction, actor: string): Deed | Promise<Deed> {
    switch (action.kind) {
      case 'pause':
        return this.#playback.pause();
      case 'resume':
        return this.#playback.resume();
      case 'advance':
        return this.#turns.take(async () => this.#playback.advance());
      case 'reset':
        return this.#turns.take(() => this.#states.reset());
      case 'save':
        return this.#states.save(action.slot, this.#turns);
      case 'load':
        return this.#turns.take(() => this.#states.load(action.slot));
      case 'undo':
        return this.#turns.take(() => this.#states.undo());
      case 'speed':
        return this.#playback.setSpeed(action.speed);
      case 'rewind':
        return this.#playback.rewind(action.on, actor);
      case 'disc':
        return this.#turns.take(() => this.#discs.change(action.disc));
      case 'cheat':
        return this.#turns.take(() => this.#cheats.change(action.code, action.change));
    }
  }
}

/** Whether an action leaves other things to ask for; who pauses is told of it by the state of the room. */
function changesChoice({ kind }: RoomAction): boolean {
  return kind !== 'pause' && kind !== 'resume' && kind !== 'advance';
}
