import type { CloudgameError } from '../errors.js';
import { VIDEO_ENCODERS } from '../pipeline/ffmpeg/ffmpeg-program.js';
import { Pipeline } from '../pipeline/pipeline.js';
import type { ActionChoice, ActionResult, RoomAction } from '../protocol/room-action.js';
import type { Room } from '../room/room.js';
import type { Viewer } from '../room/viewer.js';
import { CoreFilesWatch } from '../saves/core-files-watch.js';
import { SaveKeeper } from '../saves/save-keeper.js';
import type { Door, DoorState } from '../signalling/door.js';
import { Doors } from './doors.js';
import { EarlyEvents } from './early-events.js';
import type { UntimedEvent, UntimedStats } from './events.js';
import { GameControl } from './game-control.js';
import {
  closeParts,
  connectionSettings,
  gatherParts,
  type HostOptions,
  type HostParts,
  linksOf,
} from './host-parts.js';
import { openRoom, titleOf } from './host-room.js';
import type { HostFacts, HostView } from './host-view.js';
import { mediaFailure } from './media-failure.js';
import { StatisticsSampler } from './statistics.js';

/** How a host ended. */
export interface HostEnd {
  /** As a sentence, for the person at the host. */
  readonly reason: string;
  /** What went wrong; absent where it was meant to end. */
  readonly failure?: CloudgameError;
}

const STATISTICS_INTERVAL = 1_000;
/** How long (ms) the last words to the viewers may take. */
const FAREWELL_MS = 350;

/** A game that is being hosted: pipeline, room, doors and the host's own web server, and what happens among them. */
export class Host implements HostView {
  readonly facts: HostFacts;
  /** Resolves when the host ends by itself, by failure or by `quit`. */
  readonly ended: Promise<HostEnd>;
  readonly #pipeline: Pipeline;
  readonly #saves: SaveKeeper;
  readonly #room: Room;
  readonly #control: GameControl;
  readonly #parts: HostParts;
  readonly #doors: Doors;
  readonly #emit: (event: UntimedEvent) => void;
  readonly #events: EarlyEvents;
  readonly #sampler: StatisticsSampler;
  #statisticsTimer: NodeJS.Timeout | undefined;
  #coreFiles: CoreFilesWatch | undefined;
  #end: (end: HostEnd) => void = () => {};
  #closing: Promise<void> | undefined;
  #stats: UntimedStats;

  /**
   * Starts everything, as far as possible side by side: the game runs and the local door is open when it resolves.
   *
   * @param emit - is called with every event, `ready` first.
   * @param interrupted - gives the start up.
   * @throws CloudgameError for everything that keeps a game from being hosted.
   */
  static async open(
    options: HostOptions,
    emit: (event: UntimedEvent) => void,
    interrupted?: AbortSignal,
  ): Promise<Host> {
    const parts = await gatherParts(options);
    try {
      return await Host.#start(parts, emit, interrupted);
    } catch (error) {
      await closeParts(parts);
      throw error;
    }
  }

  static async #start(
    parts: HostParts,
    emit: (event: UntimedEvent) => void,
    interrupted: AbortSignal | undefined,
  ): Promise<Host> {
    const { options, program, ffmpeg } = parts;
    // Events can come as soon as the core runs; the host that takes them is there a moment later.
    let host: Host | undefined;
    let room: Room | undefined;
    const early: ((host: Host) => void)[] = [];
    const tell = (what: (host: Host) => void) => void (host ? what(host) : early.push(what));
    const saves = await SaveKeeper.open({
      dataDir: options.dataDir,
      gameSha256: parts.game.sha256,
      title: parts.game.title,
      resume: options.resume,
      slot: options.slot,
      warn: (message) => tell((host) => host.#events.warn(message)),
    });
    const pipeline = await Pipeline.open(
      {
        core: program,
        ffmpeg,
        codec: options.settings.codec,
        bitrateBps: options.bitrateBps,
        scale: options.scale,
        runAhead: options.runAhead,
        cheats: options.cheats,
        rewindBytes: options.rewindBytes,
        earlyTicks: options.earlyTicks,
        phaseLock: options.phaseLock,
      },
      {
        sampleInputs: () => room?.sampleInputs() ?? { players: [], sequences: [], times: [] },
        onFormat: (format) => room?.setFormat(format),
        onRumble: (rumble) => room?.rumble(rumble),
        onDevices: (devices) => room?.setDevices(devices),
        onEnded: () => tell((host) => host.#end({ reason: 'The game ended itself.' })),
        onDisc: () => tell((host) => room?.setChoice(host.choice)),
        onInterruption: (reason) => room?.setState('recovering', reason),
        onRecovery: (what, reason) => tell((host) => host.#recover(what, reason)),
        onWarning: (message) => tell((host) => host.#events.warn(message)),
        onFailure: (what, failure) => tell((host) => host.#fail(what, failure)),
        onState: (state) => saves.takeState(state),
        onSaveRam: (saveRam) => saves.takeSaveRam(saveRam),
        onLoadedSaveRam: (saveRam) => saves.takeLoadedSaveRam(saveRam),
      },
      interrupted,
    ).catch(async (error: unknown) => {
      await saves.close();
      throw error;
    });
    try {
      await saves.restore(pipeline);
      room = openRoom(parts, pipeline, {
        tell: (event) => tell((host) => host.#events.tell(event)),
        // Nobody is in before the host is there.
        onAction: (viewer, action) => host!.#act(action, viewer),
        onLeft: ({ id }) => tell((host) => host.#control.leave(id)),
      });
      host = new Host(parts, pipeline, saves, room, emit);
      for (const what of early) what(host);
      await Promise.all([host.#doors.waitForLocal(), host.#rememberPort()]);
      host.#begin(parts);
      return host;
    } catch (error) {
      await (host?.close('The host could not start.') ?? pipeline.close());
      await saves.close();
      throw error;
    }
  }

  private constructor(
    parts: HostParts,
    pipeline: Pipeline,
    saves: SaveKeeper,
    room: Room,
    emit: (event: UntimedEvent) => void,
  ) {
    const { options, keys, web } = parts;
    this.#pipeline = pipeline;
    this.#saves = saves;
    this.#room = room;
    this.#parts = parts;
    this.#emit = emit;
    this.#events = new EarlyEvents(emit);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const links = linksOf(parts);
    this.facts = {
      title: titleOf(parts.game, pipeline),
      core: pipeline.core.name,
      ...(parts.builtIn === undefined ? {} : { builtIn: parts.builtIn }),
      seats: pipeline.core.players,
      framesPerSecond: pipeline.format.framesPerSecond,
      codec: options.settings.codec,
      links,
      sandbox: parts.sandbox,
    };
    const { signalling } = options.settings;
    this.#doors = new Doors({
      keys: keys.keys,
      localUrl: web.signallingUrl,
      publicDoor:
        signalling.kind === 'server' && links.public !== undefined
          ? { signallingUrl: signalling.url, link: links.public }
          : undefined,
      onOffer: (offer, door) => room.receiveOffer(offer, connectionSettings(parts, door)),
      emit: (event) => this.#events.tell(event),
    });
    this.#sampler = new StatisticsSampler(pipeline, room);
    this.#stats = this.#sampler.sample();
    this.#control = new GameControl({
      game: pipeline,
      slots: saves.slots,
      cheats: options.cheats,
      onPaused: (paused) => room.setState(paused ? 'paused' : 'playing'),
      onChoice: () => room.setChoice(this.choice),
    });
    room.setChoice(this.choice);
  }

  get stats(): UntimedStats {
    return { ...this.#stats, state: this.#room.state };
  }

  get publicDoor(): DoorState | undefined {
    return this.#doors.public?.state;
  }

  /** For whoever waits until the public door opens; `undefined` where none is configured. */
  get publicDoorOpening(): Pick<Door, 'waitUntilOpen'> | undefined {
    return this.#doors.public;
  }

  get choice(): ActionChoice {
    return this.#control.choice;
  }

  act(action: RoomAction): Promise<ActionResult> {
    return this.#act(action);
  }

  quit(): void {
    this.#end({ reason: 'The host ended the game.' });
  }

  /** Tells the viewers, and ends everything; resolves when no process and no socket is left. */
  close(reason: string): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  #begin({ options, keys, game, web, warnings, coreFiles }: HostParts): void {
    this.#room.open(this.#pipeline);
    this.#pipeline.start();
    this.#statisticsTimer = setInterval(() => this.#reportStatistics(), STATISTICS_INTERVAL);
    const ready = {
      event: 'ready',
      version: options.version,
      pid: process.pid,
      game: {
        title: this.facts.title,
        sha256: game.sha256,
        core: this.facts.core,
        players: this.facts.seats,
      },
      links: this.facts.links,
      port: web.port,
      codec: options.settings.codec,
      encoder: VIDEO_ENCODERS[options.settings.codec],
      sandbox: this.facts.sandbox,
    } as const;
    this.#events.begin(ready, [...keys.warnings, ...warnings]);
    this.#coreFiles =
      coreFiles &&
      new CoreFilesWatch({
        folder: coreFiles.folder,
        warn: (message) => this.#events.warn(message),
        onExcess: (failure) => this.#fail('core', failure),
      });
    void this.#doors.reportSlow();
  }

  /** @param viewer - who asks; absent for the person at the host. */
  async #act(action: RoomAction, viewer?: Viewer): Promise<ActionResult> {
    const { notice, ...result } = await this.#control.carryOut(action, viewer?.id ?? 'host');
    if (notice !== undefined) {
      const message = `${viewer?.seat === undefined ? 'The host' : `Player ${viewer.seat}`} ${notice}`;
      this.#room.notify(message);
      this.#events.tell({
        event: 'action',
        action,
        viewer: viewer?.id ?? null,
        seat: viewer?.seat ?? null,
        message,
      });
    }
    return result;
  }

  async #rememberPort(): Promise<void> {
    const { keys, web } = this.#parts;
    try {
      await keys.rememberPort(web.port);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#events.warn(`The port can't be kept (${reason}): the local link may change with the next start.`);
    }
  }

  #reportStatistics(): void {
    this.#stats = this.#sampler.sample();
    this.#emit({ event: 'stats', ...this.stats });
  }

  #recover(what: string, reason: string): void {
    if (what === 'core') this.#room.setState(this.#pipeline.paused ? 'paused' : 'playing');
    this.#events.warn(`The ${what} was started again. ${reason}`);
  }

  #fail(what: 'core' | 'video encoder' | 'sound encoder', failure: unknown): void {
    if (what === 'sound encoder') {
      this.#events.warn(`The game goes on without sound: ${String(failure)}.`);
      return;
    }
    const error = mediaFailure(what, failure);
    this.#end({ reason: error.message, failure: error });
  }

  async #close(reason: string): Promise<void> {
    this.#coreFiles?.close();
    clearInterval(this.#statisticsTimer);
    this.#room.close(reason);
    this.#doors.close();
    const farewell = new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
    this.#events.end();
    // A game that didn't begin has nothing new to save.
    if (this.#statisticsTimer) await this.#saves.finish(this.#pipeline);
    await Promise.all([this.#pipeline.close(), this.#saves.close(), farewell]);
    await closeParts(this.#parts);
  }
}
