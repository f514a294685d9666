import type { Rumble } from '../../cores/protocol/core-message.js';
import type { Device } from '../../cores/protocol/devices.js';
import type { MediaFormat } from '../../cores/protocol/format.js';
import type { SampledInputs } from '../pipeline/game-loop.js';
import type { DisplayReport } from '../pipeline/phase-lock.js';
import type { RoomState, VideoCodec, ViewerAction, ViewerHello } from '../protocol/control-message.js';
import type { InputPacket } from '../protocol/input-packet.js';
import type { ActionChoice, ActionResult, PlayerRight, RoomAction } from '../protocol/room-action.js';
import { RateLimit } from '../rate-limit.js';
import { Access, type Permission } from './access.js';
import { InputMixer } from './input-mixer.js';
import { refusalOf } from './refusal.js';
import { RoomActions } from './room-actions.js';
import { RumbleRelay } from './rumble-relay.js';
import { Seats } from './seats.js';
import { readViewerOffer } from './session-description.js';
import type { TransportSetting } from './transport-choice.js';
import { Viewer, type ViewerHost } from './viewer.js';
import type { ConnectionSettings, ViewerOffer } from './viewer-connection.js';
import type { PictureSource } from './viewer-picture.js';
import { pictureShape, type RoomGame, welcomeMessage } from './welcome.js';

export interface RoomOptions {
  readonly game: RoomGame;
  readonly codec: VideoCodec;
  /** Those in which a viewer whose browser can't play that one can have the picture, by a rendition of its own. */
  readonly otherCodecs?: readonly VideoCodec[] | undefined;
  readonly tokens: Readonly<Record<Permission, Uint8Array>>;
  /** Viewers that may be in at the same time, players and watchers. */
  readonly maxViewers: number;
  /** What players may do beside playing. */
  readonly playersMay: readonly PlayerRight[];
  /** By which way viewers get their pictures; by what is best for each where it isn't given. */
  readonly transport?: TransportSetting | undefined;
  /** How long a seat is kept for its player, milliseconds; half a minute where it isn't given. */
  readonly seatHoldMs?: number;
}

export interface RoomEvents {
  readonly onJoined: (viewer: Viewer, resumed: boolean) => void;
  readonly onLeft: (viewer: Viewer, reason: string) => void;
  /** A watcher got a seat that became free. */
  readonly onSeated: (viewer: Viewer) => void;
  readonly onIncident: (message: string) => void;
  /** A player asks for something that it may. */
  readonly onAction: (viewer: Viewer, action: RoomAction) => Promise<ActionResult>;
}

/** The people around one game: who is in, who plays on which seat, and what they press. */
export class Room implements ViewerHost {
  readonly codecs: readonly VideoCodec[];
  readonly #options: RoomOptions;
  readonly #events: RoomEvents;
  readonly #access: Access;
  readonly #seats: Seats<Viewer>;
  readonly #mixer: InputMixer;
  readonly #actions: RoomActions<Viewer>;
  /** Connections that may still turn out to be nobody, and people, in the order in which they were let in. */
  readonly #viewers = new Set<Viewer>();
  #media: PictureSource | undefined;
  #format: MediaFormat;
  #state: RoomState = 'playing';
  #devices: ReadonlySet<Device>;
  readonly #rumble = new RumbleRelay((seat, motors) =>
    this.people.find((viewer) => viewer.seat === seat)?.send({ type: 'rumble', ...motors }),
  );
  #nextId = 1;
  /** A page that can't get through tries again and again: one report every half minute will do. */
  readonly #unconnectedReports = new RateLimit(1, 1 / 30);
  #seatTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: RoomOptions, events: RoomEvents) {
    this.codecs = [options.codec, ...(options.otherCodecs ?? [])];
    this.#options = options;
    this.#events = events;
    this.#access = new Access(options.tokens);
    this.#seats = new Seats(options.game.seats, options.seatHoldMs);
    this.#mixer = new InputMixer(options.game.seats);
    this.#actions = new RoomActions(options.playersMay, events.onAction);
    this.#format = options.game.format;
    this.#devices = options.game.devices ?? new Set();
  }

  get pictureSource(): PictureSource {
    return this.#openMedia;
  }

  get transportSetting(): TransportSetting {
    return this.#options.transport ?? 'auto';
  }

  /** Everyone who was let in. */
  get people(): readonly Viewer[] {
    return [...this.#viewers].filter((viewer) => viewer.permission !== undefined);
  }

  get seats(): number {
    return this.#seats.count;
  }

  get seatsTaken(): number {
    return this.#seats.taken;
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Opens the room: from now on viewers are let in. */
  open(media: PictureSource): void {
    this.#media = media;
  }

  /** Answers somebody's offer; whether they are let in shows when they say hello. */
  receiveOffer(offer: ViewerOffer, connection: ConnectionSettings): void {
    const description = this.#closed || !this.#media ? undefined : readViewerOffer(offer.sdp);
    if (!description) {
      offer.settle();
      return;
    }
    try {
      const viewer = new Viewer(`v${this.#nextId++}`, offer, description, connection, this);
      this.#viewers.add(viewer);
    } catch (cause) {
      offer.settle();
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#events.onIncident(`An offer that WebRTC can't read was passed over (${reason}).`);
    }
  }

  /** The controls of all seats, right before a step. */
  sampleInputs(): SampledInputs {
    return this.#mixer.sample();
  }

  setFormat(format: MediaFormat): void {
    this.#format = format;
    for (const viewer of this.people) viewer.send({ type: 'picture', picture: pictureShape(format) });
  }

  setState(state: RoomState, reason?: string): void {
    this.#state = state;
    // A core that died leaves no pad shaking.
    if (state === 'recovering') this.#rumble.stop();
    this.#rumble.paused = state === 'paused';
    for (const viewer of this.people) {
      viewer.send({ type: 'state', state, ...(reason !== undefined && { reason: reason.slice(0, 200) }) });
    }
  }

  /** The game is played with more devices than was known before. */
  setDevices(devices: ReadonlySet<Device>): void {
    this.#devices = devices;
    for (const viewer of this.people) viewer.send({ type: 'devices', devices: [...devices] });
  }

  /** Shakes a player's pad, or stops it. */
  rumble(rumble: Rumble): void {
    this.#rumble.set(rumble);
  }

  /** What can be asked of the game now: each viewer is told what of it it may. */
  setChoice(choice: ActionChoice): void {
    this.#actions.choice = choice;
    for (const viewer of this.people) this.#tellActions(viewer);
  }

  /** Tells everyone what somebody did. */
  notify(text: string): void {
    for (const viewer of this.people) viewer.send({ type: 'notice', text: text.slice(0, 200) });
  }

  /** Tells everyone that it is over. Their connections end a moment later, when they have heard. */
  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#seatTimer);
    this.#rumble.close();
    for (const viewer of [...this.#viewers]) viewer.dismiss(reason);
  }

  onHello(viewer: Viewer, hello: ViewerHello): void {
    const permission = this.#access.permissionOf(hello.token);
    const { missingCodec } = viewer;
    const isFull = this.#isFullFor(permission, hello.resume);
    const refusal = refusalOf({ hello, permission, missingCodec, isFull }, this.#options.maxViewers);
    if (refusal?.incident) this.#events.onIncident(refusal.incident);
    if (refusal) viewer.refuse(refusal.code, refusal.message);
    else if (permission) this.#letIn(viewer, permission, hello);
  }

  onInput(viewer: Viewer, packet: InputPacket): void {
    if (viewer.seat !== undefined && packet.controls) {
      const isNews = this.#mixer.receive(viewer.seat, packet.sequence, packet.controls);
      // A `<video>` would show it no earlier.
      if (isNews && viewer.transport?.kind === 'frames') this.#media?.hurry?.();
    }
  }

  onDisplay(viewer: Viewer, report: DisplayReport): void {
    const isFollowed = viewer === lowestSeatOnFrames(this.people);
    if (isFollowed) this.#media?.followDisplay?.(viewer.id, report);
  }

  onAction(viewer: Viewer, request: ViewerAction): boolean {
    return this.#actions.receive(viewer, request);
  }

  onGone(viewer: Viewer, reason: string): void {
    this.#viewers.delete(viewer);
    if (viewer.connection.failed) this.#reportUnconnected();
    if (!viewer.permission) return;
    const seat = this.#seats.leave(viewer, performance.now());
    if (seat !== undefined) this.#mixer.reset(seat);
    this.#events.onLeft(viewer, reason);
    if (this.#closed) return;
    this.#tellPeople();
    this.#seatWaiting();
  }

  onIncident(message: string): void {
    this.#events.onIncident(message);
  }

  get #openMedia(): PictureSource {
    if (!this.#media) throw new TypeError('the room is not open yet');
    return this.#media;
  }

  /**
   * Somebody was answered and never came. Why, only their page can tell: a page that gets an answer with another
   * certificate than the link's says nothing to whoever sent it.
   */
  #reportUnconnected(): void {
    if (this.#closed || !this.#unconnectedReports.take()) return;
    this.#events.onIncident(
      'Somebody opened the link and could not be connected: a firewall between the two networks, or a signalling server that changes what it passes on. Their page says more.',
    );
  }

  /** Whether nobody more can come in, but for those who are in already, and those whose seat is kept. */
  #isFullFor(permission: Permission | undefined, resume: string | undefined): boolean {
    if (this.people.length < this.#options.maxViewers) return false;
    return !this.#earlierOf(permission, resume) && !this.#seats.isKeptFor(resume ?? '');
  }

  /** The connection that a page with this secret had so far, which it may have lost without anybody having noticed. */
  #earlierOf(permission: Permission | undefined, resume: string | undefined): Viewer | undefined {
    return this.people.find((viewer) => viewer.resume === resume && viewer.permission === permission);
  }

  #letIn(viewer: Viewer, permission: Permission, hello: ViewerHello): void {
    const earlier = this.#earlierOf(permission, hello.resume);
    this.#viewers.delete(viewer);
    this.#viewers.add(viewer);
    if (permission === 'play') viewer.seat = this.#seats.resume(viewer, hello.resume ?? '');
    const resumed = viewer.seat !== undefined || earlier !== undefined;
    if (resumed) viewer.resume = hello.resume!;
    if (permission === 'play') viewer.seat ??= this.#seats.take(viewer, viewer.resume, performance.now());
    if (viewer.seat !== undefined) this.#mixer.reset(viewer.seat);
    viewer.admit(
      permission,
      welcomeMessage({
        game: this.#options.game,
        codec: viewer.codec,
        format: this.#format,
        state: this.#state,
        devices: this.#devices,
        permission,
        transport: viewer.chooseTransport(hello.abilities.transports),
        seat: viewer.seat,
        resume: viewer.resume,
        actions: this.#actions.choiceFor(viewer),
      }),
    );
    if (viewer.seat !== undefined) this.#rumble.seated(viewer.seat);
    this.#events.onJoined(viewer, resumed);
    // Not before the new connection is in: a seat without its player would be counted wrongly.
    earlier?.replace();
    this.#tellPeople();
  }

  /** Gives free seats to those who wait for one, in the order in which they came. */
  #seatWaiting(): void {
    clearTimeout(this.#seatTimer);
    const now = performance.now();
    for (const viewer of this.people) {
      if (viewer.permission !== 'play' || viewer.seat !== undefined) continue;
      const seat = this.#seats.take(viewer, viewer.resume, now);
      if (seat === undefined) break;
      viewer.seat = seat;
      this.#mixer.reset(seat);
      viewer.send({ type: 'seat', seat });
      this.#rumble.seated(seat);
      this.#tellActions(viewer);
      this.#events.onSeated(viewer);
      this.#tellPeople();
    }
    const release = this.#seats.nextRelease(now);
    if (release !== undefined) this.#seatTimer = setTimeout(() => this.#seatWaiting(), release - now + 1);
  }

  #tellActions(viewer: Viewer): void {
    viewer.send({ type: 'actions', actions: this.#actions.choiceFor(viewer) });
  }

  #tellPeople(): void {
    const { people } = this;
    const players = this.#seats.taken;
    for (const viewer of people) {
      viewer.send({ type: 'people', players, watchers: people.length - players });
    }
  }
}

/** Whose display the game's clock may follow. */
function lowestSeatOnFrames(people: readonly Viewer[]): Viewer | undefined {
  return people
    .filter(({ seat, transport }) => seat !== undefined && transport?.kind === 'frames')
    .reduce<Viewer | undefined>(
      (lowest, viewer) => (lowest && lowest.seat! < viewer.seat! ? lowest : viewer),
      undefined,
    );
}
