import { isDeepStrictEqual } from 'node:util';
import type { Core, StepResult } from './core.js';
import type { Lag } from './core-message.js';
import type { MediaFormat } from './format.js';
import type { PlayerInput, Step } from './host-message.js';
import { measureLag } from './measure-lag.js';
import { Understudy } from './understudy.js';

/** Frames that a core can be run ahead at most. */
export const MOST_FRAMES_AHEAD = 4;

/** What a step is answered with. */
export interface StepAnswer {
  readonly picture: StepResult['picture'] | undefined;
  readonly sound: Int16Array;
  /** As of this answer: the picture's part is that of the picture, the sound's and the rate that of the step itself. */
  readonly format: MediaFormat;
}

/**
 * Steps a core, and shows a frame that is yet to come: what the game itself takes to react is not seen then. After each
 * step the same inputs are played on, invisibly, up to the frame that is shown; then the game is taken back. Where the
 * core has an understudy, that one plays on from a state of the game, and the game itself just goes its way.
 */
export class RunAhead {
  readonly #core: Core;
  readonly #understudy: Understudy;
  #frames = 0;
  /** As of the last step that counts. */
  #format: MediaFormat;
  /** What was played on with, where the frame shown last came of it. */
  #foreseen: readonly PlayerInput[] | undefined;
  #state: Uint8Array | undefined;

  constructor(core: Core) {
    this.#core = core;
    this.#understudy = new Understudy(core);
    this.#format = core.hello.format;
  }

  /**
   * Throws, worded, where the core can't.
   *
   * @param frames - from 0 to `MOST_FRAMES_AHEAD`.
   */
  setFrames(frames: number): void {
    if (frames > MOST_FRAMES_AHEAD) {
      throw new Error(`A core is run ahead by at most ${MOST_FRAMES_AHEAD} frames, not by ${frames}.`);
    }
    if (frames > 0 && !canRunAhead(this.#core))
      throw new Error('The core has no states to be taken back to.');
    this.#frames = 0;
    if (frames > 0) this.#tryStates();
    this.#frames = frames;
    if (frames > 0) this.#understudy.find();
    this.forget();
  }

  /** Tells the core something that isn't in its states, and its understudy too. Throws what the core throws. */
  tell(inform: (core: Core) => void): void {
    inform(this.#core);
    this.#understudy.tell(inform);
  }

  /** To be called where only the core learns what isn't in its states. */
  dismissUnderstudy(): void {
    this.#understudy.dismiss();
  }

  /** To be called where the game changes otherwise than by a step. */
  forget(): void {
    this.#foreseen = undefined;
  }

  /** How the game reacts now, and what it costs to run it ahead; the game is untouched. */
  measure(): Lag {
    this.forget();
    return measureLag(this.#core, this.#format);
  }

  /** Plays a step. The game is at the frame that is shown until `takeBack`, so that the answer needn't wait for it. */
  step(step: Step): StepAnswer {
    if (this.#frames > 0 && step.pictureNeeded) return this.#stepAhead(step);
    this.forget();
    const { picture, sound, newFormat } = this.#core.step(step);
    this.#format = newFormat ?? this.#format;
    return { picture, sound, format: this.#format };
  }

  /** Takes the game back to where the last step left it. */
  takeBack(): void {
    const state = this.#state;
    if (!state) return;
    this.#state = undefined;
    try {
      this.#core.loadState!(state);
    } catch (error) {
      // The game has jumped once, and goes on from there.
      console.error('The game can’t be taken back any more and is no longer run ahead:', error);
      this.#frames = 0;
    }
  }

  #stepAhead(step: Step): StepAnswer {
    // A core may leave a picture out that is like the one before it, which was shown only if it was foreseen.
    const everyPicture = !isDeepStrictEqual(step.players, this.#foreseen);
    const own = this.#core.step({ ...step, pictureNeeded: everyPicture });
    this.#format = own.newFormat ?? this.#format;
    // Motion is a difference to the step before: none, where nothing is known of it yet.
    const players = step.players.map((player) => ({ ...player, mouseMotion: [0, 0, 0] as const }));
    const state = this.#core.saveState!();
    if (state.length === 0) {
      this.forget();
      return { picture: own.picture, sound: own.sound, format: this.#format };
    }
    const ahead = this.#understudy.follow(state) ?? this.#core;
    if (ahead === this.#core) this.#state = state;
    this.#foreseen = players;
    let picture = everyPicture ? copyOf(own.picture) : undefined;
    const sound = own.sound.slice();
    // The picture may be of an earlier frame than the last, and is in that one's format.
    let current = this.#format;
    let shown = picture && current;
    for (let frame = 1; frame <= this.#frames; frame++) {
      const isShown = frame === this.#frames;
      const next = ahead.step({
        number: step.number,
        players,
        pictureNeeded: isShown || everyPicture,
        soundNeeded: false,
      });
      current = next.newFormat ?? current;
      if (!next.picture) continue;
      picture = isShown ? next.picture : copyOf(next.picture);
      shown = current;
    }
    const { framesPerSecond, sampleRate, channels } = this.#format;
    const format = { ...(shown ?? current), framesPerSecond, sampleRate, channels };
    return { picture, sound, format };
  }

  /** A core that refuses its own states says so before anything depends on them. */
  #tryStates(): void {
    const state = this.#core.saveState!();
    // None just now, as before a first frame, can be some later.
    if (state.length > 0) this.#core.loadState!(state);
  }
}

/** Whether a core can be taken back. */
export function canRunAhead(core: Core): boolean {
  return core.saveState !== undefined && core.loadState !== undefined && !core.hello.ownClock;
}

function copyOf(picture: StepResult['picture']): StepResult['picture'] {
  return picture && { ...picture, pixels: new Uint8Array(picture.pixels) };
}
