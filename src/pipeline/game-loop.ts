import type { PlayerInput } from '../../cores/protocol/host-message.js';
import { BetweenSteps } from './between-steps.js';
import type { CoreStage } from './core/core-stage.js';
import type { FrameStamp, RawFrame } from './frame.js';
import { FrameClock } from './frame-clock.js';

/** The controls of all seats at the moment of a step. */
export interface SampledInputs {
  readonly players: readonly PlayerInput[];
  /** The last input packet per seat, by sequence number. */
  readonly sequences: readonly number[];
}

export interface GameLoopOptions {
  readonly core: CoreStage;
  /** Called right before each step, so that inputs are as new as can be. */
  readonly sampleInputs: () => SampledInputs;
  /** A new picture; its memory is valid during the call. */
  readonly onPicture: (frame: RawFrame) => void;
  /** Sound of a step, interleaved samples; valid during the call. */
  readonly onSound: (sound: Buffer, dueTime: number) => void;
  /** The game can't go on. */
  readonly onFailure: (failure: unknown) => void;
}

/** Steps the core at its own rate: one step outstanding at a time, inputs read as late as possible. */
export class GameLoop {
  readonly #options: GameLoopOptions;
  readonly #clock: FrameClock;
  readonly #between = new BetweenSteps();
  #frameNumber = 0;
  #stamp: FrameStamp = { number: 0, stepTime: 0, readyTime: 0, dueTime: 0, inputSequences: [] };
  #paused = false;
  #started = false;
  #stopped = false;
  #wake: (() => void) | undefined;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: GameLoopOptions) {
    this.#options = options;
    this.#clock = new FrameClock(options.core.format.framesPerSecond, performance.now());
  }

  /** Steps made so far. */
  get steps(): number {
    return this.#frameNumber;
  }

  get framesSkipped(): number {
    return this.#clock.framesSkipped;
  }

  get paused(): boolean {
    return this.#paused;
  }

  start(): void {
    this.#started = true;
    this.#clock.restart(performance.now());
    this.#finished = this.#run()
      .catch((failure: unknown) => {
        if (!this.#stopped) this.#options.onFailure(failure);
      })
      .finally(() => this.#between.close());
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#clock.restart(performance.now());
    this.#wake?.();
  }

  /** Has something done between two steps: at once where the game has not begun or is paused, else after the step that is under way. */
  betweenSteps<Result>(action: () => Promise<Result>): Promise<Result> {
    if (!this.#started) return action();
    const done = this.#between.ask(action);
    this.#wake?.();
    return done;
  }

  /** The core changed its rate, frames per second. */
  setRate(framesPerSecond: number): void {
    this.#clock.setRate(framesPerSecond);
  }

  /** The stamp for a picture that is shown again, now. */
  restamp(): FrameStamp {
    const now = performance.now();
    return { ...this.#stamp, stepTime: now, readyTime: now, dueTime: now };
  }

  /** Ends the loop; resolves when no step is outstanding any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#finished;
  }

  async #run(): Promise<void> {
    const ownClock = this.#options.core.hello.abilities.has('ownClock');
    while (!this.#stopped) {
      await this.#between.run();
      if (this.#paused) await this.#sleep();
      else if (!ownClock) await this.#sleep(this.#clock.nextDue - performance.now());
      if (this.#stopped || this.#paused || this.#between.isWaiting) continue;
      await this.#step(ownClock);
    }
  }

  async #step(ownClock: boolean): Promise<void> {
    const { core, sampleInputs } = this.#options;
    const inputs = sampleInputs();
    const stepTime = performance.now();
    const scheduled = ownClock ? stepTime : this.#clock.tick(stepTime);
    const frame = await core.step(inputs.players);
    if (!frame) return;
    const readyTime = performance.now();
    // A core with a clock of its own is due when its frame is there.
    const dueTime = ownClock ? readyTime : scheduled;
    this.#frameNumber++;
    this.#stamp = {
      number: this.#frameNumber,
      stepTime,
      readyTime,
      dueTime,
      inputSequences: inputs.sequences,
    };
    if (frame.pixels.length > 0) {
      const { pixelFormat } = core.format;
      this.#options.onPicture({
        stamp: this.#stamp,
        format: { pixelFormat, width: frame.width, height: frame.height },
        pitch: frame.pitch,
        pixels: frame.pixels,
      });
    }
    this.#options.onSound(frame.sound, dueTime);
    await core.keepState();
  }

  /** Waits so many milliseconds, or until something happens. */
  #sleep(ms?: number): Promise<void> {
    // It came while the last of the others was done.
    if (this.#between.isWaiting) return Promise.resolve();
    if (ms !== undefined && ms <= 0) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
