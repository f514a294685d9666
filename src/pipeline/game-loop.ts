import type { CoreFrame } from '../../cores/protocol/core-frame.js';
import type { PlayerInput } from '../../cores/protocol/host-message.js';
import { BetweenSteps } from './between-steps.js';
import type { CoreStage } from './core/core-stage.js';
import type { FrameStamp, RawFrame } from './frame.js';
import { FrameClock } from './frame-clock.js';
import { type GameSpeed, Pace } from './pace.js';
import type { Rewinder } from './rewind/rewinder.js';

/** The controls of all seats at the moment of a step. */
export interface SampledInputs {
  readonly players: readonly PlayerInput[];
  /** The last input packet per seat, by sequence number. */
  readonly sequences: readonly number[];
  /** When each of these packets arrived, on the clock of `performance.now()` (ms); anything before the first. */
  readonly times: readonly number[];
}

export interface GameLoopOptions {
  readonly core: CoreStage;
  readonly rewinder: Rewinder;
  /** Called right before each step, so that inputs are as new as can be. */
  readonly sampleInputs: () => SampledInputs;
  /** A new picture; its memory is valid during the call. */
  readonly onPicture: (frame: RawFrame) => void;
  /** Sound of a step, interleaved samples; valid during the call. */
  readonly onSound: (sound: Buffer, stamp: FrameStamp) => void;
  /** Instead of sound: the time up to `dueTime` is silent. */
  readonly onSilence: (dueTime: number) => void;
  /** The game can't go on. */
  readonly onFailure: (failure: unknown) => void;
}

/** Single frames that can be waiting: nobody presses a key faster. */
const MOST_ADVANCES = 10;

/** Steps the core, at its own rate or as fast as is wished: one step outstanding at a time, inputs read as late as possible. */
export class GameLoop {
  readonly #options: GameLoopOptions;
  readonly #pace: Pace;
  readonly #between = new BetweenSteps();
  #frameNumber = 0;
  #stamp: FrameStamp = {
    number: 0,
    stepTime: 0,
    readyTime: 0,
    dueTime: 0,
    inputSequences: [],
    inputTimes: [],
  };
  #paused = false;
  #advances = 0;
  #rewinding = false;
  #started = false;
  #stopped = false;
  #wake: (() => void) | undefined;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: GameLoopOptions) {
    this.#options = options;
    this.#pace = new Pace(options.core.format.framesPerSecond, performance.now());
  }

  /** Steps made so far. */
  get steps(): number {
    return this.#frameNumber;
  }

  get framesSkipped(): number {
    return this.#pace.framesSkipped;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get #ownClock(): boolean {
    return this.#options.core.hello.abilities.has('ownClock');
  }

  start(): void {
    this.#started = true;
    this.#pace.restart(performance.now());
    this.#finished = this.#run()
      .catch((failure: unknown) => {
        if (!this.#stopped) this.#options.onFailure(failure);
      })
      .finally(() => this.#between.close());
  }

  get speed(): GameSpeed {
    return this.#pace.speed;
  }

  get rewinding(): boolean {
    return this.#rewinding;
  }

  pause(): void {
    this.#paused = true;
    this.#advances = 0;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    // Single frames that wait are among those that come now; made at once they would be a jump.
    this.#advances = 0;
    this.#pace.restart(performance.now());
    this.#wake?.();
  }

  /** Makes one step, picture and sound, while the game is paused. */
  advance(): void {
    if (!this.#paused || this.#rewinding) return;
    if (this.#advances >= MOST_ADVANCES) return;
    this.#advances++;
    // In its turn: a state that is asked for next is the one after this frame.
    this.#between.enqueue(() => this.#stepOnce());
    this.#wake?.();
  }

  /** Has the next step come as soon as it may: an input arrived that is to be seen at once. */
  hurry(): void {
    if (this.#paused || this.#rewinding || this.#ownClock) return;
    if (this.#pace.hurry()) this.#wake?.();
  }

  /** Makes the period of the game longer by a share of it, or shorter. */
  setTrim(trim: number): void {
    this.#pace.setTrim(trim);
  }

  setSpeed(speed: GameSpeed): void {
    this.#pace.setSpeed(speed);
    this.#wake?.();
  }

  /** Lets the game run backwards, paused or not, until `stopRewind`. */
  startRewind(): void {
    if (this.#rewinding) return;
    this.#rewinding = true;
    this.#wake?.();
  }

  stopRewind(): void {
    this.#rewinding = false;
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
    this.#pace.setRate(framesPerSecond);
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
    const ownClock = this.#ownClock;
    while (!this.#stopped) {
      if (this.#between.isWaiting) await this.#between.run();
      if (this.#rewinding) await this.#goBack();
      else if (this.#paused) await this.#sleep();
      else if (ownClock || !(await this.#sleep(this.#pace.wait(performance.now())))) {
        if (!this.#stopped && !this.#paused && !this.#rewinding) await this.#step(ownClock);
      }
    }
  }

  /** Plays a frame that was asked for, unless the game was paused anew or ended since. */
  async #stepOnce(): Promise<void> {
    if (this.#advances === 0 || this.#stopped) return;
    this.#advances--;
    this.#pace.restart(performance.now());
    await this.#step(this.#ownClock, true);
  }

  /** @param isSingle - is seen and heard at any speed. */
  async #step(ownClock: boolean, isSingle = false): Promise<void> {
    const { core, sampleInputs } = this.#options;
    const inputs = sampleInputs();
    const stepTime = performance.now();
    const paced = ownClock ? { dueTime: stepTime, shown: true } : this.#pace.tick(stepTime);
    const shown = paced.shown || isSingle;
    const heard = isSingle || this.#pace.heard;
    // Sound is asked for even where it isn't heard: cores shake no pads in a step without.
    const frame = await core.step(inputs.players, { picture: shown, sound: true });
    if (!frame) return;
    const readyTime = performance.now();
    // A core with a clock of its own is due when its frame is there.
    const dueTime = ownClock ? readyTime : paced.dueTime;
    this.#present(frame, {
      stepTime,
      readyTime,
      dueTime,
      inputSequences: inputs.sequences,
      inputTimes: inputs.times,
    });
    if (heard) this.#options.onSound(frame.sound, this.#stamp);
    else if (shown) this.#options.onSilence(dueTime);
    await core.keepState();
  }

  /** Runs the game backwards, in silence, until that is ended or something is to be done where the game is then. */
  async #goBack(): Promise<void> {
    const { core, rewinder, onSilence } = this.#options;
    const clock = new FrameClock(core.format.framesPerSecond, performance.now());
    clock.tick(performance.now());
    while (this.#rewinding && !this.#stopped && !this.#between.isWaiting) {
      if (await this.#sleep(clock.nextDue - performance.now())) continue;
      const stepTime = performance.now();
      const dueTime = clock.tick(stepTime);
      const frame = await rewinder.tick();
      const readyTime = performance.now();
      const { inputSequences, inputTimes } = this.#stamp;
      if (frame) this.#present(frame, { stepTime, readyTime, dueTime, inputSequences, inputTimes });
      onSilence(dueTime);
    }
    await rewinder.end();
    this.#pace.restart(performance.now());
  }

  /** Counts a frame, and shows its picture where it has one. */
  #present(frame: CoreFrame, stamp: Omit<FrameStamp, 'number'>): void {
    this.#frameNumber++;
    this.#stamp = { number: this.#frameNumber, ...stamp };
    if (frame.pixels.length === 0) return;
    const { pixelFormat } = this.#options.core.format;
    this.#options.onPicture({
      stamp: this.#stamp,
      format: { pixelFormat, width: frame.width, height: frame.height },
      pitch: frame.pitch,
      pixels: frame.pixels,
    });
  }

  /** Waits so many milliseconds, or until something happens; tells whether something did. */
  #sleep(ms?: number): Promise<boolean> {
    // It came while the last of the others was done.
    if (this.#between.isWaiting || this.#stopped) return Promise.resolve(true);
    if (ms !== undefined && ms <= 0) return new Promise((resolve) => setImmediate(resolve, false));
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms, false);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
