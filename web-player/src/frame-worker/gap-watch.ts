import { isNewerSequence, NO_FRAME } from '../../../src/protocol/input-packet.js';

/** Messages that are kept for one that may only have been overtaken. */
const MOST_HELD = 4;

/** What has to be known of a message. */
export interface Numbered {
  readonly number: number;
  readonly keyframe: boolean;
}

/**
 * Decides by their numbers which messages can be decoded. After a gap a keyframe is wanted at once; should the missing
 * message only have been overtaken, it and what came before it are decoded after all.
 */
export class GapWatch<Message extends Numbered> {
  readonly #decode: (message: Message) => void;
  readonly #drop: (message: Message) => void;
  /** In order; of some before them nothing is known. */
  #held: Message[] = [];
  #last = NO_FRAME;
  /** Whether only a keyframe helps. */
  #lost = true;
  #keyframeWanted = false;
  #newest: number | undefined;
  #numbersPassed = 0;
  #received = 0;

  /**
   * @param decode - takes messages before which nothing is missing.
   * @param drop - takes those that are of no use any more.
   */
  constructor(decode: (message: Message) => void, drop: (message: Message) => void) {
    this.#decode = decode;
    this.#drop = drop;
  }

  /** Number of the newest message that was decoded; `NO_FRAME` before the first. */
  get last(): number {
    return this.#last;
  }

  get keyframeWanted(): boolean {
    return this.#keyframeWanted;
  }

  /** Messages that never came, as far as numbers tell. */
  get missing(): number {
    return Math.max(0, this.#numbersPassed - this.#received);
  }

  push(message: Message): void {
    this.#count(message.number);
    this.#sort(message);
  }

  /** What was decoded so far is of no use for what comes: it goes on with a keyframe. */
  restart(): void {
    this.#lost = true;
    this.#keyframeWanted = true;
    for (const message of this.#held.splice(0)) this.#drop(message);
  }

  #sort(message: Message): void {
    const { number, keyframe } = message;
    if (this.#last !== NO_FRAME && !isNewerSequence(number, this.#last)) this.#drop(message);
    else if (keyframe || (!this.#lost && number === (this.#last + 1) >>> 0)) this.#take(message);
    else this.#hold(message);
  }

  #take(message: Message): void {
    this.#last = message.number;
    this.#lost = false;
    this.#keyframeWanted = false;
    this.#decode(message);
    for (const held of this.#held.splice(0)) this.#sort(held);
  }

  #hold(message: Message): void {
    this.#keyframeWanted = true;
    if (!this.#lost && this.#held.length === MOST_HELD) this.restart();
    if (this.#lost) {
      this.#drop(message);
      return;
    }
    const behind = this.#held.findIndex(({ number }) => isNewerSequence(number, message.number));
    this.#held.splice(behind === -1 ? this.#held.length : behind, 0, message);
  }

  #count(number: number): void {
    this.#received += 1;
    if (this.#newest === undefined) {
      this.#numbersPassed = 1;
    } else if (isNewerSequence(number, this.#newest)) {
      this.#numbersPassed += (number - this.#newest) >>> 0;
    } else {
      return;
    }
    this.#newest = number;
  }
}
