import { CloudgameError } from '../errors.js';
import { type CoreProgram, findCoreProgram } from '../pipeline/core/core-program.js';
import { type FfmpegProgram, findFfmpeg, VIDEO_ENCODERS } from '../pipeline/ffmpeg/ffmpeg-program.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { Room } from '../room/room.js';
import type { ConnectionSettings } from '../room/viewer-connection.js';
import { Door, type DoorState } from '../signalling/door.js';
import { composeLinks, type RoomLinks } from '../signalling/links.js';
import { loadRoomKeys, type OpenRoomKeys } from '../signalling/room-keys-store.js';
import { WebServer } from '../signalling/web-server.js';
import type { UntimedEvent, UntimedStats } from './events.js';
import { type Game, gameOfCore, identifyGame } from './game.js';
import type { HostFacts, HostView } from './host-view.js';
import type { Settings } from './settings.js';
import { StatisticsSampler } from './statistics.js';

export interface HostOptions {
  /** Path of the game; absent where the core brings its own. */
  readonly game?: string | undefined;
  /** Name or path of a core; by the game's extension where it is absent. */
  readonly core?: string | undefined;
  readonly settings: Settings;
  /** Bits per second; by the picture's size where it is absent. */
  readonly bitrateBps?: number | undefined;
  readonly maxViewers: number;
  /** Makes new links, so that old ones stop to work. */
  readonly newLink: boolean;
  /** Folder of this user's data. */
  readonly dataDir: string;
  /** Version of cloudgame. */
  readonly version: string;
}

/** How a host ended. */
export interface HostEnd {
  /** As a sentence, for the person at the host. */
  readonly reason: string;
  /** What went wrong; absent where it was meant to end. */
  readonly failure?: CloudgameError;
}

/** A door that doesn't open within this time (ms) is reported. */
const DOOR_TIMEOUT = 3_000;
const STATISTICS_INTERVAL = 1_000;
/** How long (ms) the last words to the viewers may take. */
const FAREWELL_MS = 350;

/** A game that is being hosted: pipeline, room, doors and the host's own web server, and what happens among them. */
export class Host implements HostView {
  readonly facts: HostFacts;
  /** Resolves when the host ends by itself, by failure or by `quit`. */
  readonly ended: Promise<HostEnd>;
  readonly #pipeline: Pipeline;
  readonly #room: Room;
  readonly #keys: OpenRoomKeys;
  readonly #web: WebServer;
  readonly #localDoor: Door;
  readonly #publicDoor: Door | undefined;
  readonly #emit: (event: UntimedEvent) => void;
  readonly #sampler: StatisticsSampler;
  readonly #statisticsTimer: NodeJS.Timeout;
  #end: (end: HostEnd) => void = () => {};
  #closing: Promise<void> | undefined;
  stats: UntimedStats;

  /**
   * Starts everything, as far as possible side by side: the game runs and the local door is open when it resolves.
   *
   * @param emit - is called with every event, `ready` first of all but warnings.
   * @throws CloudgameError for everything that keeps a game from being hosted.
   */
  static async open(options: HostOptions, emit: (event: UntimedEvent) => void): Promise<Host> {
    const { settings } = options;
    const program = await findCoreProgram(options.core, options.game);
    const [game, ffmpeg] = await Promise.all([
      options.game === undefined ? gameOfCore(program.name) : identifyGame(options.game),
      findFfmpeg(settings.codec, settings.ffmpegPath),
    ]);
    const opened: { close(): unknown }[] = [];
    try {
      const keys = await loadRoomKeys({
        dataDir: options.dataDir,
        gameSha256: game.sha256,
        newLink: options.newLink,
      });
      opened.push(keys);
      const web = await WebServer.open({
        port: settings.port,
        lastPort: keys.keys.port,
        listenAddress: settings.listenAddress,
      });
      opened.push(web);
      return await Host.#start({ options, emit, program, ffmpeg, game, keys, web });
    } catch (error) {
      await Promise.allSettled(opened.map((resource) => resource.close()));
      throw error;
    }
  }

  static async #start(parts: HostParts): Promise<Host> {
    const { options, program, ffmpeg, keys, web } = parts;
    // Events can come as soon as the core runs; the host that takes them is there a moment later.
    let host: Host | undefined;
    let room: Room | undefined;
    const pipeline = await Pipeline.open(
      { core: program, ffmpeg, codec: options.settings.codec, bitrateBps: options.bitrateBps },
      {
        sampleInputs: () => room?.sampleInputs() ?? { players: [], sequences: [] },
        onFormat: (format) => room?.setFormat(format),
        onRumble: () => {},
        onInterruption: (reason) => room?.setState('recovering', reason),
        onRecovery: (what, reason) => {
          if (host) host.#recover(what, reason);
        },
        onFailure: (what, failure) => {
          if (host) host.#fail(what, failure);
        },
      },
    );
    try {
      room = openRoom(parts, pipeline, (event) => {
        if (host) host.#tell(event);
      });
      await keys.rememberPort(web.port);
      host = new Host(parts, pipeline, room);
      await host.#localDoor.waitUntilOpen(DOOR_TIMEOUT);
      host.#begin(parts);
      return host;
    } catch (error) {
      await (host?.close('The host could not start.') ?? pipeline.close());
      throw error;
    }
  }

  private constructor(parts: HostParts, pipeline: Pipeline, room: Room) {
    const { options, keys, web, emit } = parts;
    this.#pipeline = pipeline;
    this.#room = room;
    this.#keys = keys;
    this.#web = web;
    this.#emit = emit;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const links = linksOf(parts);
    this.facts = {
      title: titleOf(parts.game, pipeline),
      core: pipeline.core.name,
      seats: pipeline.core.players,
      framesPerSecond: pipeline.format.framesPerSecond,
      codec: options.settings.codec,
      links,
    };
    this.#localDoor = this.#openDoor(web.signallingUrl, []);
    const { signalling, iceServers } = options.settings;
    if (signalling.kind === 'server' && links.public !== undefined) {
      this.#publicDoor = this.#openDoor(signalling.url, iceServers, (state) =>
        this.#reportDoor(state, links),
      );
    }
    this.#sampler = new StatisticsSampler(pipeline, room);
    this.stats = this.#sampler.sample();
    this.#statisticsTimer = setInterval(() => this.#reportStatistics(), STATISTICS_INTERVAL);
  }

  /** The state of the public door; `undefined` where none is configured. */
  get publicDoor(): DoorState | undefined {
    return this.#publicDoor?.state;
  }

  /** For whoever waits until the public door opens; `undefined` where none is configured. */
  get publicDoorOpening(): Pick<Door, 'waitUntilOpen'> | undefined {
    return this.#publicDoor;
  }

  pause(): void {
    this.#pipeline.pause();
    this.#room.setState('paused');
    this.stats = { ...this.stats, state: 'paused' };
  }

  resume(): void {
    this.#pipeline.resume();
    this.#room.setState('playing');
    this.stats = { ...this.stats, state: 'playing' };
  }

  quit(): void {
    this.#end({ reason: 'The host ended the game.' });
  }

  /** Tells the viewers, and ends everything; resolves when no process and no socket is left. */
  close(reason: string): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  #begin({ options, keys, game, web }: HostParts): void {
    this.#room.open(this.#pipeline);
    this.#pipeline.start();
    this.#emit({
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
    });
    for (const message of keys.warnings) this.#tell({ event: 'warning', message });
    void this.#reportSlowDoor();
  }

  #openDoor(url: string, iceServers: readonly string[], onState?: (state: DoorState) => void): Door {
    const { keys } = this.#keys;
    const connection: ConnectionSettings = {
      certificatePem: keys.certificatePem,
      privateKeyPem: keys.privateKeyPem,
      iceServers,
    };
    return new Door({
      url,
      fingerprint: keys.fingerprint,
      peerToken: keys.peerToken,
      onOffer: (offer) => this.#room.receiveOffer(offer, connection),
      ...(onState && { onState }),
    });
  }

  #reportDoor(state: DoorState, links: RoomLinks): void {
    if (this.#closing || !this.#publicDoor || state.kind === 'opening') return;
    const door = { event: 'link', signallingUrl: this.#publicDoor.url, url: links.public! } as const;
    if (state.kind === 'open') this.#tell({ ...door, state: 'open' });
    else this.#tell({ ...door, state: 'down', reason: state.message });
  }

  /** A door that neither opens nor fails is reported as well, once, in time. */
  async #reportSlowDoor(): Promise<void> {
    const door = this.#publicDoor;
    if (door?.state.kind !== 'opening') return;
    const state = await door.waitUntilOpen(DOOR_TIMEOUT);
    if (door.state.kind === 'opening') this.#reportDoor(state, this.facts.links);
  }

  #reportStatistics(): void {
    this.stats = this.#sampler.sample();
    this.#emit({ event: 'stats', ...this.stats });
  }

  #tell(event: UntimedEvent): void {
    if (!this.#closing) this.#emit(event);
  }

  #recover(what: string, reason: string): void {
    if (what === 'core') this.#room.setState(this.#pipeline.paused ? 'paused' : 'playing');
    this.#tell({ event: 'warning', message: `The ${what} was started again. ${reason}` });
  }

  #fail(what: string, failure: unknown): void {
    if (what === 'sound encoder') {
      this.#tell({ event: 'warning', message: `The game goes on without sound: ${String(failure)}.` });
      return;
    }
    const error =
      failure instanceof CloudgameError
        ? failure
        : new CloudgameError(
            what === 'core' ? 'unexpected' : 'ffmpeg',
            `The ${what} failed again and again: ${failure instanceof Error ? failure.message : String(failure)}.`,
            'Try another ffmpeg with --ffmpeg PATH, or the other codec.',
            failure instanceof Error ? { cause: failure } : undefined,
          );
    this.#end({ reason: error.message, failure: error });
  }

  async #close(reason: string): Promise<void> {
    clearInterval(this.#statisticsTimer);
    this.#room.close(reason);
    this.#localDoor.close();
    this.#publicDoor?.close();
    const farewell = new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
    await Promise.all([this.#pipeline.close(), farewell]);
    await Promise.all([this.#web.close(), this.#keys.close()]);
  }
}

/** Everything that a host is made of before it is one. */
interface HostParts {
  readonly options: HostOptions;
  readonly emit: (event: UntimedEvent) => void;
  readonly program: CoreProgram;
  readonly ffmpeg: FfmpegProgram;
  readonly game: Game;
  readonly keys: OpenRoomKeys;
  readonly web: WebServer;
}

function linksOf({ options, keys, web }: HostParts): RoomLinks {
  const { playerUrl, signalling } = options.settings;
  return composeLinks({
    keys: keys.keys,
    ownOrigin: web.ownOrigin,
    localOrigin: web.localOrigin,
    playerUrl,
    signallingUrl: signalling.kind === 'server' ? signalling.url : undefined,
  });
}

function openRoom(
  { options, keys, game }: HostParts,
  pipeline: Pipeline,
  tell: (event: UntimedEvent) => void,
): Room {
  const { playToken, watchToken } = keys.keys;
  return new Room(
    {
      game: {
        title: titleOf(game, pipeline),
        seats: pipeline.core.players,
        format: pipeline.format,
        buttonLabels: pipeline.core.buttonLabels,
      },
      codec: options.settings.codec,
      tokens: { play: playToken, watch: watchToken },
      maxViewers: options.maxViewers,
    },
    {
      onJoined: ({ id, seat }, resumed) => tell({ event: 'viewer-joined', id, seat: seat ?? null, resumed }),
      onLeft: ({ id, seat }, reason) => tell({ event: 'viewer-left', id, seat: seat ?? null, reason }),
      onSeated: () => {},
      onIncident: (message) => tell({ event: 'warning', message }),
    },
  );
}

function titleOf(game: Game, pipeline: Pipeline): string {
  return pipeline.core.title || (game.path === undefined ? pipeline.core.name : game.title);
}
