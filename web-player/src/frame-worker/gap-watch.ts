import { isNewerSequence, NO_FRAME } from '../../../src/protocol/input-packet.js';

/** Messages that are kept for one that may only have been overtaken. */
const MOST_HELD = 4;
/** And for one that can be sent again. */
const MOST_HELD_FOR_REPAIR = 60;

/** What has to be known of a message. */
export interface Numbered {
  readonly number: number;
  readonly keyframe: boolean;
}

/**
 * Decides by their numbers which messages can be decoded. After a gap a keyframe is wanted at once, or where messages are
 * repeated as soon as that takes too long; should the missing message come after all, it and what came before it are
 * decoded.
 */
export class GapWatch<Message extends Numbered> {
  readonly #decode: (message: Message) => void;
  readonly #drop: (message: Message) => void;
  readonly #now: () => number;
  /** In order; of some before them nothing is known. */
  #held: Message[] = [];
  #last = NO_FRAME;
  /** Whether only a keyframe helps. */
  #lost = true;
  #keyframeWanted = false;
  #newest: number | undefined;
  #numbersPassed = 0;
  #received = 0;
  /** When the oldest gap was seen, ms. */
  #gapTime: number | undefined;
  /** How long (ms) a missing message is waited for, where it can be sent again. */
  patience = 0;

  /**
   * @param decode - takes messages before which nothing is missing.
   * @param drop - takes those that are of no use any more.
   * @param now - a clock in ms.
   */
  constructor(
    decode: (message: Message) => void,
    drop: (message: Message) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#decode = decode;
    this.#drop = drop;
    this.#now = now;
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
    this.#gapTime = undefined;
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
    this.#gapTime = undefined;
    this.#decode(message);
    for (const held of this.#held.splice(0)) this.#sort(held);
  }

  #hold(message: Message): void {
    this.#gapTime ??= this.#now();
    // Without a keyframe before it nothing but one can be the next.
    if (this.#lost || this.#now() - this.#gapTime >= this.patience) this.#keyframeWanted = true;
    const mostHeld = this.patience > 0 ? MOST_HELD_FOR_REPAIR : MOST_HELD;
    if (this.#held.length === mostHeld) this.restart();
    if (this.#lost && this.patience === 0) {
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
