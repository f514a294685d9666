import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { PlayerInput } from '../../../cores/protocol/host-message.js';
import { FrequencyLimit } from '../frequency-limit.js';
import type { History } from '../rewind/history.js';
import type { PastState } from '../rewind/state-ring.js';
import { refusalOfCheats } from './cheats.js';
import { Continuation } from './continuation.js';
import type { CoreFactsEvents } from './core-facts.js';
import type { CoreFailure } from './core-failure.js';
import { refusalOfLength } from './core-limits.js';
import type { CoreProcess } from './core-process.js';
import type { CoreProgram } from './core-program.js';
import type { RunAhead } from './run-ahead.js';
import { SavingDeaths } from './saving-deaths.js';
import { startCore } from './start-core.js';
import { StateFailures } from './state-failures.js';

export interface CoreStageEvents extends CoreFactsEvents {
  /** A core died; another is being started. */
  readonly onDeath: (failure: CoreFailure) => void;
  /** A core died and another was started; `fromState` tells whether the game goes on where it was. */
  readonly onRestart: (failure: CoreFailure, fromState: boolean) => void;
  /** A state was taken, to go on from. */
  readonly onState?: (state: Buffer) => void;
  /** What the cartridge keeps was read: at most every 5 s. */
  readonly onSaveRam?: (saveRam: Buffer) => void;
  /** A state was loaded whose save RAM is not what the game had; it was read right after. */
  readonly onLoadedSaveRam?: (saveRam: Buffer) => void;
  /** The core can't do all that it said; a sentence for the person at the host. */
  readonly onWarning?: (message: string) => void;
}

/** What is asked of a step beside that it is made. */
export interface StepWish {
  readonly picture: boolean;
  readonly sound: boolean;
}

/** What a game goes on with. */
export interface CoreSaves {
  readonly state: Buffer | undefined;
  readonly saveRam: Buffer | undefined;
}

/** How old (ms) the state may be from which a core that died goes on; PROTOCOL.md promises 5 s. */
export const STATE_INTERVAL_MS = 4_000;
/** How often save RAM is read. */
const SAVE_RAM_INTERVAL_MS = 5_000;
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
  readonly #savingDeaths: SavingDeaths;
  readonly #stateFailures: StateFailures;
  readonly #continuation = new Continuation();
  #core: CoreProcess;
  #coreStep = 0;
  #stateTime = performance.now();
  #saveRamTime = performance.now();
  readonly #ending: AbortController;
  #runAhead: RunAhead | undefined;
  #history: History | undefined;
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
    const core = await startCore(program, events, ending.signal);
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
    const warn = (message: string) => events.onWarning?.(message);
    this.#savingDeaths = new SavingDeaths(warn);
    this.#stateFailures = new StateFailures(warn);
    this.#core = core;
    this.#ending = ending;
  }

  get hello(): CoreHello {
    return this.#stateFailures.possible(this.#survivable);
  }

  get format(): MediaFormat {
    return this.#core.format;
  }

  get pid(): number | undefined {
    return this.#core.pid;
  }

  /** From the next step on, over restarts of the core as well. */
  useRunAhead(runAhead: RunAhead): void {
    this.#runAhead = runAhead;
  }

  /** From the next step on, over restarts of the core as well, states are kept to go back to. */
  useHistory(history: History): void {
    this.#history = history;
  }

  /**
   * Lets one frame's time pass in the game. Where the core dies, another takes over, and the step brings no frame.
   *
   * @returns the frame, whose memory is valid until the next step; `undefined` where there is none this time.
   * @throws CoreFailure where cores die again and again.
   */
  async step(
    players: readonly PlayerInput[],
    wish: StepWish = { picture: true, sound: true },
  ): Promise<CoreFrame | undefined> {
    try {
      if (this.#runAhead?.isWanted) await this.#runAhead.prepare(this.#core, players);
      const sent = performance.now();
      const frame = await this.#play(players, wish);
      // A step that isn't seen isn't run ahead, and says nothing of what that costs.
      if (wish.picture) this.#runAhead?.review(this.#core, performance.now() - sent);
      this.#continuation.countStep();
      this.#history?.countStep(players);
      return frame;
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
      return undefined;
    }
  }

  /** Keeps state and save RAM where the last are old enough; to be called between two steps, when there is time. */
  async keepState(): Promise<void> {
    if (this.#core.hasEnded) return;
    const now = performance.now();
    // A core that never had a state may have one later: it is asked now and then.
    const { abilities } = this.#survivable;
    try {
      if (abilities.has('states') && now - this.#stateTime >= STATE_INTERVAL_MS) await this.#takeState();
      else if (this.#history?.isDue(this, now)) await this.#saveState();
      else if (abilities.has('saveRam') && now - this.#saveRamTime >= SAVE_RAM_INTERVAL_MS) {
        await this.#takeSaveRam();
      }
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
    }
  }

  /** Reads the saves as they are now. Not while a step is under way. Rejects with a `CoreFailure` where the core died. */
  async readSaves(): Promise<CoreSaves> {
    const { abilities } = this.hello;
    if (abilities.has('saveRam')) await this.#takeSaveRam();
    const state = abilities.has('states') && !this.#core.hasEnded ? await this.#takeState() : undefined;
    return { state, saveRam: this.#continuation.saveRam };
  }

  /**
   * Gives the game its save RAM, before its first step; one that kills the core leaves the game as a new core has it.
   *
   * @returns why the core refused, or `undefined`.
   */
  async loadSaveRam(saveRam: Buffer): Promise<string | undefined> {
    const refusal = refusalOfLength(saveRam) ?? (await this.#asked(() => this.#core.writeSaveRam(saveRam)));
    if (refusal === undefined) this.#continuation.saveRam = saveRam;
    return refusal;
  }

  /**
   * Lets the game go on from a state; one that kills the core leaves the game as a new core has it.
   *
   * @returns why the core refused, or `undefined`.
   */
  async loadState(state: Buffer): Promise<string | undefined> {
    const refusal = refusalOfLength(state) ?? (await this.#asked(() => this.#core.loadState(state)));
    if (refusal === undefined) this.#continuation.goOnFrom(state);
    return refusal;
  }

  /**
   * Takes the game to a state as `loadState` does, and tells of the save RAM that it had, and of that which it has then.
   */
  async goTo(state: Buffer): Promise<string | undefined> {
    const before = await this.#saveRamNow();
    // What was saved in the game a moment ago has its turn before it is gone.
    if (before && this.#coreStep > 0) this.#events.onSaveRam?.(before);
    const refusal = await this.loadState(state);
    if (refusal === undefined) this.#tellLoaded(before, await this.#saveRamNow());
    return refusal;
  }

  /** The game's state as it is now; `undefined` where it can't be saved just now. Not while a step is under way. */
  async saveState(): Promise<Buffer | undefined> {
    if (!this.hello.abilities.has('states')) return undefined;
    try {
      return await this.#takeState();
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
      return undefined;
    }
  }

  /**
   * Turns the console off and on again. Not while a step is under way.
   *
   * @returns why the core refused, or `undefined`.
   */
  reset(): Promise<string | undefined> {
    return this.#asked(() => this.#core.reset());
  }

  /** Shows how the game went on from a state. It is one step past the state then, until that is loaded again. */
  async show({ state, inputs }: PastState): Promise<CoreFrame | undefined> {
    try {
      if ((await this.#core.loadState(state)) !== undefined) return undefined;
      this.#continuation.goOnFrom(state);
      return await this.#play(inputs ?? [], { picture: true, sound: false });
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
      return undefined;
    }
  }

  /**
   * Sets these cheat codes and no others, over restarts of the core as well. Not while a step is under way.
   *
   * @returns why that can't be, naming the code that is wrong, or `undefined`.
   */
  async setCheats(codes: readonly string[]): Promise<string | undefined> {
    const unfit = refusalOfCheats(this.hello, codes);
    if (unfit !== undefined || !this.hello.abilities.has('cheats')) return unfit;
    const refusal = await this.#asked(() => this.#core.setCheats(codes));
    if (refusal === undefined) this.#continuation.cheats = codes;
    return refusal;
  }

  /**
   * Puts another disc of the game in, from 0. Not while a step is under way.
   *
   * @returns why the core refused, or `undefined`.
   */
  async setDisc(index: number): Promise<string | undefined> {
    if (!this.hello.abilities.has('discs')) return 'The game has no other discs.';
    return this.#asked(() => this.#core.setDisc(index));
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#core.close();
  }

  get #survivable(): CoreHello {
    return this.#savingDeaths.survivable(this.#core.hello);
  }

  /**
   * Asks the core for what it can refuse. Where that kills it another takes over, and what it died of is the refusal.
   */
  async #asked(ask: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      return await ask();
    } catch (failure) {
      await this.#restart(failure as CoreFailure);
      return (failure as CoreFailure).message;
    }
  }

  #play(players: readonly PlayerInput[], { picture, sound }: StepWish): Promise<CoreFrame> {
    this.#coreStep++;
    return this.#core.step({
      number: this.#coreStep,
      pictureNeeded: picture,
      soundNeeded: sound,
      players,
    });
  }

  async #takeState(): Promise<Buffer | undefined> {
    this.#stateTime = performance.now();
    const state = await this.#saveState();
    if (!state) return undefined;
    this.#continuation.goOnFrom(state);
    this.#events.onState?.(state);
    return state;
  }

  /** Takes a state for the history, which has the use of every one. */
  async #saveState(): Promise<Buffer | undefined> {
    const begin = performance.now();
    const state = await this.#savingDeaths.count(this.#core.saveState());
    const end = performance.now();
    this.#history?.keep(state, end - begin, end);
    this.#stateFailures.note(this.#core.hello.name, state, end);
    if (this.#stateFailures.areHopeless) this.#runAhead?.doWithoutStates();
    return state.length > 0 ? state : undefined;
  }

  async #takeSaveRam(): Promise<void> {
    const saveRam = await this.#readSaveRam();
    if (saveRam) this.#events.onSaveRam?.(saveRam);
  }

  async #readSaveRam(): Promise<Buffer | undefined> {
    this.#saveRamTime = performance.now();
    const saveRam = await this.#core.readSaveRam();
    if (saveRam.length === 0) return undefined;
    this.#continuation.saveRam = saveRam;
    return saveRam;
  }

  /** As `#readSaveRam`, and nothing where that kills the core. */
  async #saveRamNow(): Promise<Buffer | undefined> {
    let saveRam: Buffer | undefined;
    if (!this.hello.abilities.has('saveRam')) return undefined;
    await this.#asked(async () => {
      saveRam = await this.#readSaveRam();
      return undefined;
    });
    return saveRam;
  }

  #tellLoaded(before: Buffer | undefined, loaded: Buffer | undefined): void {
    if (before && loaded && !loaded.equals(before)) this.#events.onLoadedSaveRam?.(loaded);
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
    const disc = this.#core.hello.discs?.first;
    this.#core = await startCore(this.#program, this.#events, this.#ending.signal);
    this.#coreStep = 0;
    this.#stateTime = performance.now();
    const { saveRam } = this.#continuation;
    const fromState = await this.#continuation.takeUp(this.#core, disc);
    if (fromState && saveRam) this.#tellLoaded(saveRam, await this.#readSaveRam());
    if (fromState) await this.#history?.takeBack(this.#continuation.stepsSinceState);
    else this.#history?.clear();
    this.#continuation.forgetSteps();
    return fromState;
  }
}
