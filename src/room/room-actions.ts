import type { HostMessage, ViewerAction } from '../protocol/control-message.js';
import {
  type ActionChoice,
  type ActionResult,
  NO_CHOICE,
  type PlayerRight,
  type RoomAction,
} from '../protocol/room-action.js';
import { RateLimit } from '../rate-limit.js';
import { rightFor } from './rights.js';

/** Of each viewer: so many actions at once, and then so many a second. */
const ACTION_BURST = 12;
const ACTIONS_PER_SECOND = 4;
/** As long as the page takes it, UTF-16 code units. */
const MAX_TEXT_LENGTH = 500;

/** The part of a viewer that actions concern. */
export interface ActingViewer {
  /** From 1; `undefined` for a watcher, who may do nothing. */
  readonly seat: number | undefined;
  send(message: HostMessage): void;
}

/** What the people in a room may ask of the game, and what is answered. */
export class RoomActions<Actor extends ActingViewer> {
  readonly #playersMay: ReadonlySet<PlayerRight>;
  readonly #carryOut: (actor: Actor, action: RoomAction) => Promise<ActionResult>;
  readonly #rates = new WeakMap<Actor, RateLimit>();
  /** What the game can do now, whoever asks. */
  choice = NO_CHOICE;

  constructor(
    playersMay: readonly PlayerRight[],
    carryOut: (actor: Actor, action: RoomAction) => Promise<ActionResult>,
  ) {
    this.#playersMay = new Set(playersMay);
    this.#carryOut = carryOut;
  }

  /** What somebody may ask for: of what else there is, they learn nothing. */
  choiceFor({ seat }: ActingViewer): ActionChoice {
    const rights =
      seat === undefined ? [] : this.choice.rights.filter((right) => this.#playersMay.has(right));
    const seesSlots = rights.includes('save') || rights.includes('load');
    return {
      ...this.choice,
      rights,
      slots: seesSlots ? this.choice.slots : [],
      discs: rights.includes('disc') ? this.choice.discs : [],
      cheats: rights.includes('cheat') ? this.choice.cheats : [],
      canUndo: rights.includes('load') && this.choice.canUndo,
    };
  }

  /**
   * Carries out what a viewer asks for where it may, and answers it in any case.
   *
   * @returns whether it may go on so; `false` where it asked too often.
   */
  receive(actor: Actor, { id, action }: ViewerAction): boolean {
    const answer = ({ done, message }: ActionResult) =>
      actor.send({ type: 'action-result', id, done, message: message.slice(0, MAX_TEXT_LENGTH) });
    // What ends something is never too much: it would go on for ever.
    const isEnd = action.kind === 'rewind' && !action.on;
    if (!isEnd && !this.#rateOf(actor).take()) {
      answer({ done: false, message: 'That was too much at once. Wait a moment.' });
      return false;
    }
    const refusal = this.#refusalOf(actor, action);
    if (refusal === undefined) void this.#carryOut(actor, action).then(answer);
    else answer({ done: false, message: refusal });
    return true;
  }

  #refusalOf({ seat }: Actor, action: RoomAction): string | undefined {
    if (seat === undefined) return 'Only players can do that, and you are watching.';
    if (this.#playersMay.has(rightFor(action))) return undefined;
    return `The host does not let players do that (${rightFor(action)}). The person at the host can.`;
  }

  #rateOf(actor: Actor): RateLimit {
    const rate = this.#rates.get(actor) ?? new RateLimit(ACTION_BURST, ACTIONS_PER_SECOND);
    this.#rates.set(actor, rate);
    return rate;
  }
}
