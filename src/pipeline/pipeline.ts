import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CoreHello } from '../../cores/protocol/core-hello.js';
import type { MediaFormat } from '../../cores/protocol/format.js';
import { setFirstCheats } from './core/cheats.js';
import { type CoreSaves, CoreStage, type CoreStageEvents } from './core/core-stage.js';
import { RunAhead } from './core/run-ahead.js';
import { DisplayFollower } from './display-follower.js';
import { earlyMs } from './frame.js';
import { GameLoop } from './game-loop.js';
import { FASTEST_HEARD, type GameSpeed } from './pace.js';
import type { DisplayReport } from './phase-lock.js';
import type { PipelineEvents } from './pipeline-events.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { RenditionStatistics } from './rendition/rendition-statistics.js';
import { Renditions } from './rendition/renditions.js';
import { DEFAULT_HISTORY_BYTES, History } from './rewind/history.js';
import { Rewinder } from './rewind/rewinder.js';
import { SharedPayloads } from './rtp/shared-payloads.js';
import { TimelySound } from './sound/timely-sound.js';
import { pictureMade } from './trace/trace-points.js';
import { SharedFrameMessages } from './transport/shared-frame-messages.js';

/** How often (ms) the event loop's delay is sampled: each time wakes the host. */
const DELAY_RESOLUTION_MS = 20;

/** Counters of the media path since it began. */
export interface PipelineStatistics {
  readonly steps: number;
  /** The room's first. */
  readonly renditions: readonly RenditionStatistics[];
  /** Of the room's rendition. */
  readonly framesEncoded: number;
  readonly keyframes: number;
  /** Given up before the encoder, because it was not ready. */
  readonly framesDropped: number;
  /** Left out because the machine was too slow or slept. */
  readonly framesSkipped: number;
  /** Encoded video of the room's rendition, bytes. */
  readonly videoBytes: number;
  /** Encoded sound, bytes. */
  readonly soundBytes: number;
  readonly coreRestarts: number;
  readonly encoderRestarts: number;
  /** Delay of the event loop (ms), 99th percentile since the last call. */
  readonly eventLoopDelayMs: number;
}

/**
 * The media path of a room: the frame clock steps the core, its pictures and sound go through ffmpeg, and the fan-out
 * hands what comes out to the viewers.
 */
export class Pipeline {
  readonly renditions: Renditions;
  /** Shared by the RTP transports of all viewers. */
  readonly payloads = new SharedPayloads();
  /** Shared by those that have their pictures by the `frames` channel. */
  readonly messages = new SharedFrameMessages();
  readonly #core: CoreStage;
  readonly #sound: TimelySound;
  readonly #loop: GameLoop;
  readonly #history: History;
  readonly #loopDelay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  readonly #earlyTicks: boolean;
  readonly #display: DisplayFollower | undefined;
  #soundBytes = 0;
  #closing: Promise<void> | undefined;

  /**
   * Starts the core and warms up the encoders; the game begins with `start`.
   *
   * @param interrupted - gives the start up.
   * @throws CoreFailure where the core can't play, CloudgameError `usage` for a cheat code that it can't read.
   */
  static async open(
    options: PipelineOptions,
    events: PipelineEvents,
    interrupted?: AbortSignal,
  ): Promise<Pipeline> {
    let pipeline: Pipeline | undefined;
    const coreEvents: CoreStageEvents = {
      onFormat: (format) => {
        if (pipeline) pipeline.#changeFormat(format, events);
      },
      onState: (state) => events.onState?.(state),
      onSaveRam: (saveRam) => events.onSaveRam?.(saveRam),
      onLoadedSaveRam: (saveRam) => events.onLoadedSaveRam?.(saveRam),
      onWarning: (message) => events.onWarning?.(message),
      onRumble: (rumble) => events.onRumble?.(rumble),
      onDevices: (devices) => events.onDevices?.(devices),
      onDisc: (disc) => events.onDisc?.(disc),
      onEnded: () => events.onEnded?.(),
      onDeath: (failure) => events.onInterruption(failure.message),
      onRestart: (failure, fromState) =>
        events.onRecovery(
          'core',
          `${failure.sentence} It was started again ${fromState ? 'where the game was a moment ago' : 'from the beginning'}.`,
        ),
    };
    const core = await CoreStage.start(options.core, coreEvents, interrupted);
    await setFirstCheats(core, options.cheats ?? []);
    core.useRunAhead(new RunAhead(options.runAhead ?? 0, (message) => events.onWarning?.(message)));
    pipeline = new Pipeline(core, options, events);
    return pipeline;
  }

  private constructor(core: CoreStage, options: PipelineOptions, events: PipelineEvents) {
    const { ffmpeg, codec, bitrateBps, scale } = options;
    const { format } = core;
    this.#core = core;
    this.#earlyTicks = options.earlyTicks ?? true;
    this.renditions = new Renditions({
      ffmpeg,
      codec,
      bitrateBps,
      scale,
      format: () => this.format,
      restamp: () => this.#loop.restamp(),
      isStanding: () => this.#loop.paused,
      onRestart: (reason) => events.onRecovery('video encoder', reason),
      onFailure: (reason) => events.onFailure('video encoder', reason),
      onWarning: (message) => events.onWarning?.(message),
    });
    this.#sound = new TimelySound({
      ffmpeg,
      onPacket: (packet) => {
        this.#soundBytes += packet.data.length;
        this.renditions.sendSound(packet);
      },
      onRestart: (reason) => events.onRecovery('sound encoder', reason),
      onFailure: (reason) => events.onFailure('sound encoder', reason),
    });
    this.#history = new History(options.rewindBytes ?? DEFAULT_HISTORY_BYTES);
    core.useHistory(this.#history);
    this.#loop = new GameLoop({
      core,
      rewinder: new Rewinder(core, this.#history),
      sampleInputs: events.sampleInputs,
      onPicture: (frame) => {
        this.#display?.countStep(earlyMs(frame.stamp));
        if (pictureMade.hasSubscribers) pictureMade.publish({ frame });
        this.renditions.encode(frame);
      },
      onSound: (sound, stamp) => this.#sound.encode(sound, stamp),
      onSilence: (dueTime) => this.#sound.silence(dueTime),
      onFailure: (failure) => events.onFailure('core', failure),
    });
    if (options.phaseLock && !core.hello.abilities.has('ownClock')) {
      this.#display = new DisplayFollower(format.framesPerSecond, (trim) => {
        this.#loop.setTrim(trim);
        this.#sound.setTrim(trim);
      });
    }
    this.#loopDelay.enable();
    this.#sound.prepare(format);
  }

  get core(): CoreHello {
    return this.#core.hello;
  }

  get format(): MediaFormat {
    return this.#core.format;
  }

  get paused(): boolean {
    return this.#loop.paused;
  }

  /** Process ids of the core and the encoders, for measuring what they cost. */
  get processIds(): { core?: number; video?: number; sound?: number } {
    const { pid: core } = this.#core;
    const [video] = this.renditions.pids;
    const { pid: sound } = this.#sound;
    return { ...(core && { core }), ...(video && { video }), ...(sound && { sound }) };
  }

  start(): void {
    this.#loop.start();
  }

  pause(): void {
    this.#loop.pause();
  }

  resume(): void {
    this.#loop.resume();
  }

  /** Plays one frame, picture and sound, of a paused game. */
  advance(): void {
    this.#loop.advance();
  }

  /** An input arrived whose picture is awaited by the shortest way: the next step comes as soon as it may. */
  hurry(): void {
    if (this.#earlyTicks) this.#loop.hurry();
  }

  /** The page of the viewer whose display the game's clock may follow reports of it. */
  followDisplay(viewer: string, report: DisplayReport): void {
    const { paused, rewinding, speed } = this.#loop;
    if (paused || rewinding || speed !== 1) this.#display?.release();
    else this.#display?.report(viewer, report);
  }

  get speed(): GameSpeed {
    return this.#loop.speed;
  }

  /**
   * Plays the game faster or slower than it is; what viewers get stays at real time. Up to twice the speed it is heard.
   *
   * @returns why that can't be, or `undefined`.
   */
  setSpeed(speed: GameSpeed): string | undefined {
    if (speed !== 1 && this.core.abilities.has('ownClock')) {
      return `The core ${this.core.name} keeps its own time, and can’t be made faster or slower.`;
    }
    this.#loop.setSpeed(speed);
    this.#sound.setSpeed(speed !== 'max' && speed <= FASTEST_HEARD ? speed : 1);
    return undefined;
  }

  /** How far the game can be rewound, in seconds of the game. */
  get rewindSeconds(): number {
    return this.#history.frames / this.format.framesPerSecond;
  }

  get rewinding(): boolean {
    return this.#loop.rewinding;
  }

  /**
   * Lets the game run backwards, in silence and as fast as it was played, until `stopRewind`; a paused game too, which
   * is paused again then. At the oldest state it stands still.
   *
   * @returns why that can't be, or `undefined`.
   */
  startRewind(): string | undefined {
    const refusal = this.#history.refusalNow(this.#core);
    if (refusal === undefined) this.#loop.startRewind();
    return refusal;
  }

  /** Lets the game go on from where it was rewound to. */
  stopRewind(): void {
    this.#loop.stopRewind();
  }

  /** Gives the game its save RAM, before `start`; returns why the core refused, or `undefined`. */
  loadSaveRam(saveRam: Buffer): Promise<string | undefined> {
    return this.#core.loadSaveRam(saveRam);
  }

  /** The game's state right after the step that is under way; `undefined` where it can't be saved just now. */
  saveState(): Promise<Buffer | undefined> {
    return this.#loop.betweenSteps(() => this.#core.saveState());
  }

  /** Lets the game go on from a state; returns why the core refused, or `undefined`. */
  loadState(state: Buffer): Promise<string | undefined> {
    this.#loop.stopRewind();
    return this.#loop.betweenSteps(() => this.#core.goTo(state));
  }

  /**
   * Sets these cheat codes and no others; none takes all away.
   *
   * @returns why that can't be, naming the code that is wrong, or `undefined`.
   */
  setCheats(codes: readonly string[]): Promise<string | undefined> {
    return this.#loop.betweenSteps(() => this.#core.setCheats(codes));
  }

  /** Puts another of the discs of `core` in, by its number from 0; returns why the core refused, or `undefined`. */
  setDisc(index: number): Promise<string | undefined> {
    return this.#loop.betweenSteps(() => this.#core.setDisc(index));
  }

  /** Turns the console off and on again; returns why the core refused, or `undefined`. */
  reset(): Promise<string | undefined> {
    this.#loop.stopRewind();
    return this.#loop.betweenSteps(() => this.#core.reset());
  }

  /** Stops the game for good, and reads what is to be saved of it. Rejects where the core died or has no time left. */
  async finish(): Promise<CoreSaves> {
    await this.#loop.stop();
    return this.#core.readSaves();
  }

  statistics(): PipelineStatistics {
    const eventLoopDelayMs = Math.max(0, this.#loopDelay.percentile(99) / 1e6 - DELAY_RESOLUTION_MS);
    this.#loopDelay.reset();
    const renditions = this.renditions.statistics();
    const { framesEncoded, keyframes, bytes } = renditions[0]!;
    return {
      steps: this.#loop.steps,
      framesEncoded,
      keyframes,
      framesDropped: this.renditions.framesDropped,
      framesSkipped: this.#loop.framesSkipped,
      videoBytes: bytes,
      renditions,
      soundBytes: this.#soundBytes,
      coreRestarts: this.#core.restarts,
      encoderRestarts: this.renditions.restarts + this.#sound.restarts,
      eventLoopDelayMs,
    };
  }

  /** Ends the game, its core and its encoders; resolves when all processes are gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#loopDelay.disable();
    this.#display?.release();
    // The core first: an outstanding step ends with it, and the loop with the step.
    const stopped = this.#loop.stop();
    await Promise.all([this.#core.close(), stopped, this.renditions.close(), this.#sound.close()]);
  }

  #changeFormat(format: MediaFormat, events: PipelineEvents): void {
    this.renditions.changeFormat(format);
    this.#sound.prepare(format);
    this.#loop.setRate(format.framesPerSecond);
    this.#display?.setRate(format.framesPerSecond);
    events.onFormat(format);
  }
}
