import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { PlayerInput } from '../../../cores/protocol/host-message.js';
import { type PastState, StateRing } from './state-ring.js';

/** Memory (bytes) that the past of a game takes where nothing else is said: half an hour of the bundled game. */
export const DEFAULT_HISTORY_BYTES = 24 * 1024 * 1024;
/** Share of a frame's time that saving may take on average. */
const MOST_SHARE = 0.02;
/** Frames between two states: at least, and at most, where going back would no longer be worth its name. */
const SHORTEST_INTERVAL = 4;
const LONGEST_INTERVAL = 120;
/** Costs of the last saves of which the median counts. */
const COSTS = 5;
/** A bound that holds fewer states than this is too small for them. */
const FEWEST_STATES = 4;

/** The game as far as a history must know it. */
export interface HistoryGame {
  readonly hello: Pick<CoreHello, 'name' | 'abilities'>;
  readonly format: Pick<MediaFormat, 'framesPerSecond'>;
}

/**
 * A game's past, to go back in. How often a state is taken follows from what it costs the core: on average no more
 * than two percent of a frame's time.
 */
export class History {
  readonly #ring: StateRing;
  readonly #limitBytes: number;
  /** The last few, ms. */
  readonly #costs: number[] = [];
  /** Their median, ms: it is asked for with every frame. */
  #costMs = 0;
  #largestState = 0;
  #framesSinceState = 0;
  #lastTaken = Number.NEGATIVE_INFINITY;

  /** @param limitBytes - that all states may take; 0 keeps none. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
    this.#ring = new StateRing(limitBytes);
  }

  /** Steps by which the game can go back. */
  get frames(): number {
    return this.#ring.length === 0 ? 0 : this.#ring.frames + this.#framesSinceState;
  }

  /** States that are kept. */
  get length(): number {
    return this.#ring.length;
  }

  /** Memory that it takes, bytes. */
  get bytes(): number {
    return this.#ring.bytes;
  }

  /** Frames from one state to the next. */
  interval({ format }: HistoryGame): number {
    const frames = framesFor(this.#costMs, format.framesPerSecond);
    return Math.min(LONGEST_INTERVAL, Math.max(SHORTEST_INTERVAL, frames));
  }

  /** Why there is no going back, as a sentence; `undefined` where there is. */
  refusal(game: HistoryGame): string | undefined {
    if (this.#limitBytes === 0)
      return 'Rewinding is switched off: it was given no memory. Leave --rewind-memory 0 out.';
    const { name, abilities } = game.hello;
    if (!abilities.has('states'))
      return `The core ${name} has no saved states to go back to. Another core may.`;
    if (this.#largestState * FEWEST_STATES > this.#limitBytes) {
      const [state, limit] = [this.#largestState, this.#limitBytes].map((bytes) =>
        Math.ceil(bytes / 2 ** 20),
      );
      return `A state of the core ${name} has ${state} MiB, too many for the ${limit} MiB that rewinding may use. Give it more with --rewind-memory.`;
    }
    // The least of several: a machine that was busy for a moment says nothing of the core.
    const leastMs = Math.min(...this.#costs);
    const isKnown = this.#costs.length === COSTS;
    if (isKnown && framesFor(leastMs, game.format.framesPerSecond) > LONGEST_INTERVAL) {
      return `The core ${name} takes ${Math.round(leastMs)} ms to save its state, too long to do it all the time. Another core may be faster.`;
    }
    return undefined;
  }

  /** Why the game can't be taken back now, as a sentence; `undefined` where it can. */
  refusalNow(game: HistoryGame): string | undefined {
    return (
      this.refusal(game) ??
      (this.length === 0 ? 'There is nothing to go back to yet. Try again in a moment.' : undefined)
    );
  }

  /** Counts a step that the game made; `inputs` is what was held in it. */
  countStep(inputs: readonly PlayerInput[]): void {
    if (this.#framesSinceState === 0) this.#ring.noteInputs(inputs);
    this.#framesSinceState++;
  }

  /** Whether a state is to be taken now, `now` in ms: often enough in the game's time, seldom enough in ours. */
  isDue(game: HistoryGame, now: number): boolean {
    if (this.#framesSinceState < SHORTEST_INTERVAL) return false;
    const interval = this.interval(game);
    const sinceMs = now - this.#lastTaken;
    return (
      this.#framesSinceState >= interval &&
      // Half a frame early is in time: steps don't come to the millisecond.
      sinceMs >= ((interval - 0.5) * 1000) / game.format.framesPerSecond &&
      this.refusal(game) === undefined
    );
  }

  /**
   * Keeps a state that was taken, for this purpose or another.
   *
   * @param costMs - what taking it took.
   * @param now - ms.
   */
  keep(state: Buffer, costMs: number, now: number): void {
    this.#lastTaken = now;
    if (this.#limitBytes === 0) return;
    this.#costs.push(costMs);
    if (this.#costs.length > COSTS) this.#costs.shift();
    this.#costMs = medianOf(this.#costs);
    this.#largestState = Math.max(this.#largestState, state.length);
    if (state.length * FEWEST_STATES > this.#limitBytes || state.length === 0) return;
    this.#ring.push(state, this.#framesSinceState);
    this.#framesSinceState = 0;
  }

  /** How many steps it is back to the state before where the game is now; `undefined` where there is none. */
  get nextStepBack(): number | undefined {
    if (this.#ring.length === 0) return undefined;
    return this.#framesSinceState > 0 ? this.#framesSinceState : this.#ring.stepBack;
  }

  /** Goes back by one state. */
  async stepBack(): Promise<PastState | undefined> {
    if (this.#framesSinceState === 0) await this.#ring.dropNewest();
    this.#framesSinceState = 0;
    return this.#ring.newest;
  }

  /** The state where the game is, after a step back. */
  get here(): PastState | undefined {
    return this.#ring.newest;
  }

  /** The game jumped back by so many steps by itself: what came after that never was. */
  async takeBack(frames: number): Promise<void> {
    let left = frames;
    for (let step = this.nextStepBack; step !== undefined && step <= left; step = this.nextStepBack) {
      left -= step;
      await this.stepBack();
    }
    const step = this.nextStepBack;
    if (left === 0 || step === undefined) return;
    // It is between two states now.
    if (this.#framesSinceState === 0) await this.#ring.dropNewest();
    this.#framesSinceState = step - left;
  }

  /** The game began anew. */
  clear(): void {
    this.#ring.clear();
    this.#framesSinceState = 0;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? 0;
}

/** How many frames there have to be between two states that cost so much each. */
function framesFor(costMs: number, framesPerSecond: number): number {
  return Math.ceil((costMs * framesPerSecond) / 1000 / MOST_SHARE);
}
