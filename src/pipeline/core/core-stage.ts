import type { CoreFrame, CoreHello } from '../../../cores/protocol/core-message.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { PlayerInput } from '../../../cores/protocol/host-message.js';
import { FrequencyLimit } from '../frequency-limit.js';
import type { CoreFailure } from './core-failure.js';
import { CoreProcess } from './core-process.js';
import type { CoreProgram } from './core-program.js';

export interface CoreStageEvents {
  /** The picture or sound changes with the frame that comes next. */
  readonly onFormat: (format: MediaFormat) => void;
  /** A core died; another is being started. */
  readonly onDeath: (failure: CoreFailure) => void;
  /** A core died and another was started; `fromState` tells whether the game goes on where it was. */
  readonly onRestart: (failure: CoreFailure, fromState: boolean) => void;
}

/** How old (ms) the state may be from which a core that died goes on; PROTOCOL.md promises 5 s. */
const STATE_INTERVAL_MS = 4_000;
/** How often a core that died is started before the game is given up; one that hangs takes 10 s each time. */
const START_ATTEMPTS = 2;

/**
 * The game of a room for as long as the room lasts: steps its core, keeps a state of it in memory, and starts it again
 * from there where it dies.
 */
export class CoreStage {
  readonly #program: CoreProgram;
  readonly #events: CoreStageEvents;
  readonly #limit = new FrequencyLimit(3, 10_000);
  #core: CoreProcess;
  #coreStep = 0;
  #state: Buffer | undefined;
  #stateTime = performance.now();
  readonly #ending: AbortController;
  restarts = 0;

  /**
   * Starts the core. Rejects with a `CoreFailure` where it can't play.
   *
   * @param interrupted - gives the start up.
   */
  static async start(
    program: CoreProgram,
    events: CoreStageEvents,
    interrupted?: AbortSignal,
  ): Promise<CoreStage> {
    const ending = new AbortController();
    const giveUp = () => ending.abort();
    interrupted?.addEventListener('abort', giveUp, { once: true });
    if (interrupted?.aborted) giveUp();
    const core = await CoreProcess.start(program, events, ending.signal);
    // From here on whoever opened it closes it, in order.
    interrupted?.removeEventListener('abort', giveUp);
    return new CoreStage(program, events, core, ending);
  }

  private constructor(
    program: CoreProgram,
    events: CoreStageEvents,
    core: CoreProcess,
    ending: AbortController,
  ) {
    this.#program = program;
    this.#events = events;
    this.#core = core;
    this.#ending = ending;
  }

  get hello(): CoreHello {
    return this.#core.hello;
  }

  get format(): MediaFormat {
    return this.#core.format;
  }

  get pid(): number | undefined {
    return this.#core.pid;
  }

  /**
   * Lets one frame's time pass in the game. Where the core dies, another takes over, and the step brings no frame.
   *
   * @returns the frame, whose memory is valid until the next step; `undefined` where there is none this time.
   * @throws CoreFailure where cores die again and again.
   */
  async step(players: readonly PlayerInput[]): Promise<CoreFrame | undefined> {
    try {
      this.#coreStep++;
      return await this.#core.step({
        number: this.#coreStep,
        pictureNeeded: true,
        soundNeeded: true,
        players,
      });
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
      return undefined;
    }
  }

  /** Keeps a state where the last one is old enough; to be called between two steps, when there is time. */
  async keepState(): Promise<void> {
    const now = performance.now();
    if (!this.hello.abilities.has('states') || now - this.#stateTime < STATE_INTERVAL_MS) return;
    this.#stateTime = now;
    try {
      const state = await this.#core.saveState();
      if (state.length > 0) this.#state = state;
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
    }
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#core.close();
  }

  async #restart(failure: CoreFailure): Promise<void> {
    let reason = failure;
    for (let attempt = 1; ; attempt++) {
      const givenUp = !this.#limit.count() || attempt > START_ATTEMPTS;
      if (this.#ending.signal.aborted || givenUp) throw reason;
      this.#events.onDeath(reason);
      await this.#core.close();
      const fromState = await this.#startAgain().catch((next: CoreFailure) => {
        reason = next;
        return undefined;
      });
      if (fromState === undefined) continue;
      this.restarts++;
      this.#events.onFormat(this.#core.format);
      this.#events.onRestart(failure, fromState);
      return;
    }
  }

  /** @returns whether the game goes on from a state. */
  async #startAgain(): Promise<boolean> {
    this.#core = await CoreProcess.start(this.#program, this.#events, this.#ending.signal);
    this.#coreStep = 0;
    this.#stateTime = performance.now();
    return this.#restoreState();
  }

  async #restoreState(): Promise<boolean> {
    const state = this.#state;
    // A state that kills the core it is loaded into must not be tried twice.
    this.#state = undefined;
    if (!state) return false;
    const refusal = await this.#core.loadState(state);
    if (refusal === undefined) this.#state = state;
    return refusal === undefined;
  }
}
