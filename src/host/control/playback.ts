import type { ActionChoice, Speed } from '../../protocol/room-action.js';
import type { ControlledGame } from './controlled-game.js';
import { type Deed, refused } from './deed.js';

/** How the game runs: whether, how fast, and which way. */
export class Playback {
  readonly #game: ControlledGame;
  readonly #onPaused: (paused: boolean) => void;
  /** Who lets the game run backwards. */
  #rewinder: string | undefined;

  /** @param onPaused - the game was paused, or goes on. */
  constructor(game: ControlledGame, onPaused: (paused: boolean) => void) {
    this.#game = game;
    this.#onPaused = onPaused;
  }

  get choice(): Pick<ActionChoice, 'speed' | 'rewinding'> {
    const { speed, rewinding } = this.#game;
    return { speed, rewinding };
  }

  pause(): Deed {
    if (this.#game.paused) throw refused('The game is paused already.');
    this.#game.pause();
    this.#onPaused(true);
    return { message: 'Paused.', notice: 'paused the game.' };
  }

  resume(): Deed {
    if (!this.#game.paused) throw refused('The game runs already.');
    this.#game.resume();
    this.#onPaused(false);
    return { message: 'The game goes on.', notice: 'let the game go on.' };
  }

  advance(): Deed {
    if (!this.#game.paused) {
      this.#game.pause();
      this.#onPaused(true);
    }
    this.#game.advance();
    return { message: 'One frame.' };
  }

  setSpeed(speed: Speed): Deed {
    const refusal = this.#game.setSpeed(speed);
    if (refusal !== undefined) throw refused(refusal);
    const words = speedWords(speed);
    return { message: `The game runs ${words}.`, notice: `let the game run ${words}.` };
  }

  /** @param actor - who asks, by any id. */
  rewind(on: boolean, actor: string): Deed {
    const refusal = on ? this.#game.startRewind() : undefined;
    if (refusal !== undefined) throw refused(refusal);
    if (!on) this.#game.stopRewind();
    this.#rewinder = on ? actor : undefined;
    return on
      ? { message: 'The game runs backwards.', notice: 'is rewinding the game.' }
      : { message: 'The game goes on from here.' };
  }

  /** Whether it is this one who lets the game run backwards. */
  isRewoundBy(actor: string): boolean {
    return this.#rewinder === actor;
  }
}

function speedWords(speed: Speed): string {
  if (speed === 'max') return 'as fast as it can';
  if (speed === 1) return 'at its own speed';
  return speed < 1 ? `at ${speed * 100} % of its speed` : `${speed} times as fast`;
}
