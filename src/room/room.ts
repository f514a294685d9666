import type { MediaFormat } from '../../cores/protocol/format.js';
import type { FanOut } from '../pipeline/fan-out.js';
import type { SampledInputs } from '../pipeline/game-loop.js';
import type { SharedPayloads } from '../pipeline/rtp/shared-payloads.js';
import { BUTTONS } from '../protocol/buttons.js';
import type { PictureShape, RoomState, VideoCodec, ViewerHello } from '../protocol/control-message.js';
import type { InputPacket } from '../protocol/input-packet.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { Access, type Permission } from './access.js';
import { InputMixer } from './input-mixer.js';
import { Seats } from './seats.js';
import { readViewerOffer } from './session-description.js';
import { Viewer, type ViewerHost } from './viewer.js';
import type { ConnectionSettings, ViewerOffer } from './viewer-connection.js';

/** The game that a room plays. */
export interface RoomGame {
  readonly title: string;
  readonly seats: number;
  readonly format: MediaFormat;
  /** What each button does, by its RetroPad index; empty where the core doesn't say. */
  readonly buttonLabels: ReadonlyMap<number, string>;
}

export interface RoomOptions {
  readonly game: RoomGame;
  readonly codec: VideoCodec;
  readonly tokens: Readonly<Record<Permission, Uint8Array>>;
  /** Viewers that may be in at the same time, players and watchers. */
  readonly maxViewers: number;
  /** How long a seat is kept for its player, milliseconds; half a minute where it isn't given. */
  readonly seatHoldMs?: number;
}

/** Where a room's viewers get picture and sound from. */
export interface RoomMedia {
  readonly fanOut: FanOut;
  readonly payloads: SharedPayloads;
}

export interface RoomEvents {
  readonly onJoined: (viewer: Viewer, resumed: boolean) => void;
  readonly onLeft: (viewer: Viewer, reason: string) => void;
  /** A watcher got a seat that became free. */
  readonly onSeated: (viewer: Viewer) => void;
  readonly onIncident: (message: string) => void;
}

/** The people around one game: who is in, who plays on which seat, and what they press. */
export class Room implements ViewerHost {
  readonly codec: VideoCodec;
  readonly #options: RoomOptions;
  readonly #events: RoomEvents;
  readonly #access: Access;
  readonly #seats: Seats<Viewer>;
  readonly #mixer: InputMixer;
  /** Connections that may still turn out to be nobody, and people, in the order in which they came. */
  readonly #viewers = new Set<Viewer>();
  #media: RoomMedia | undefined;
  #format: MediaFormat;
  #state: RoomState = 'playing';
  #nextId = 1;
  #seatTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: RoomOptions, events: RoomEvents) {
    this.codec = options.codec;
    this.#options = options;
    this.#events = events;
    this.#access = new Access(options.tokens);
    this.#seats = new Seats(options.game.seats, options.seatHoldMs);
    this.#mixer = new InputMixer(options.game.seats);
    this.#format = options.game.format;
  }

  get fanOut(): FanOut {
    return this.#openMedia.fanOut;
  }

  get payloads(): SharedPayloads {
    return this.#openMedia.payloads;
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
  open(media: RoomMedia): void {
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
    for (const viewer of this.people) viewer.send({ type: 'picture', picture: this.#picture });
  }

  setState(state: RoomState, reason?: string): void {
    this.#state = state;
    for (const viewer of this.people) {
      viewer.send({ type: 'state', state, ...(reason !== undefined && { reason: reason.slice(0, 200) }) });
    }
  }

  /** Tells everyone that it is over. Their connections end a moment later, when they have heard. */
  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#seatTimer);
    for (const viewer of [...this.#viewers]) viewer.dismiss(reason);
  }

  onHello(viewer: Viewer, hello: ViewerHello): void {
    const permission = this.#access.permissionOf(hello.token);
    if (!hello.versions.includes(PROTOCOL_VERSION)) {
      viewer.refuse(
        'version',
        `This host speaks version ${PROTOCOL_VERSION}, the page ${hello.versions.join(', ')}. Ask the host for a new link.`,
      );
    } else if (!permission) {
      this.#events.onIncident('Somebody tried to get in with a wrong token, and was turned away.');
      viewer.refuse(
        'token',
        'The host does not know this link: it was changed on its way, or is no longer valid. Ask for a new one.',
      );
    } else if (viewer.missingCodec) {
      this.#refuseCodec(viewer, viewer.missingCodec);
    } else if (this.#isFull && !this.#seats.isKeptFor(hello.resume ?? '')) {
      viewer.refuse(
        'full',
        `The room is full: it takes ${this.#options.maxViewers} people. Try again later.`,
      );
    } else {
      this.#letIn(viewer, permission, hello);
    }
  }

  onInput(viewer: Viewer, packet: InputPacket): void {
    if (viewer.transport && packet.keyframeWanted)
      this.fanOut.wishKeyframe(viewer.transport, { afterLoss: false });
    if (viewer.seat !== undefined && packet.controls) {
      this.#mixer.receive(viewer.seat, packet.sequence, packet.controls);
    }
  }

  onGone(viewer: Viewer, reason: string): void {
    this.#viewers.delete(viewer);
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

  get #openMedia(): RoomMedia {
    if (!this.#media) throw new TypeError('the room is not open yet');
    return this.#media;
  }

  get #isFull(): boolean {
    return this.people.length >= this.#options.maxViewers;
  }

  get #picture(): PictureShape {
    const { width, height, aspectRatio } = this.#format;
    return { width, height, aspectRatio };
  }

  #refuseCodec(viewer: Viewer, { sent, played }: NonNullable<Viewer['missingCodec']>): void {
    const list = played.join(', ') || 'none';
    const other = this.codec === 'vp8' ? 'h264' : 'vp8';
    const advice = played.includes(other.toUpperCase())
      ? `Try another browser, or ask the host to start with --codec ${other}.`
      : 'Try another browser.';
    this.#events.onIncident(`A viewer's browser can't play ${sent} (it plays ${list}), and was turned away.`);
    viewer.refuse('codec', `This room sends ${sent}, and this browser plays ${list}. ${advice}`);
  }

  #letIn(viewer: Viewer, permission: Permission, hello: ViewerHello): void {
    const resumed = permission === 'play' ? this.#resumeSeat(viewer, hello.resume) : undefined;
    if (!resumed && permission === 'play') {
      viewer.seat = this.#seats.take(viewer, viewer.resume, performance.now());
    }
    if (viewer.seat !== undefined) this.#mixer.reset(viewer.seat);
    viewer.admit(permission, {
      type: 'welcome',
      version: PROTOCOL_VERSION,
      transport: 'rtp',
      codec: this.codec,
      title: this.#options.game.title.slice(0, 200),
      seat: viewer.seat ?? null,
      seats: this.#seats.count,
      mayPlay: permission === 'play',
      resume: viewer.resume,
      picture: this.#picture,
      framesPerSecond: this.#format.framesPerSecond,
      state: this.#state,
      buttonLabels: this.#buttonLabels(),
    });
    this.#events.onJoined(viewer, resumed !== undefined);
    // Not before the new connection is in: a seat without its player would be counted wrongly.
    resumed?.replaced?.refuse('replaced', 'This game goes on in another tab or window of this browser.');
    this.#tellPeople();
  }

  #resumeSeat(
    viewer: Viewer,
    resume: string | undefined,
  ): { readonly replaced: Viewer | undefined } | undefined {
    const found = resume === undefined ? undefined : this.#seats.resume(viewer, resume);
    if (!found || resume === undefined) return undefined;
    viewer.seat = found.seat;
    viewer.resume = resume;
    return found;
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
      this.#events.onSeated(viewer);
      this.#tellPeople();
    }
    const release = this.#seats.nextRelease(now);
    if (release !== undefined) this.#seatTimer = setTimeout(() => this.#seatWaiting(), release - now + 1);
  }

  #tellPeople(): void {
    const { people } = this;
    const players = this.#seats.taken;
    for (const viewer of people) {
      viewer.send({ type: 'people', players, watchers: people.length - players });
    }
  }

  #buttonLabels(): (string | null)[] {
    const { buttonLabels } = this.#options.game;
    return BUTTONS.map((button, index) => {
      if (buttonLabels.size === 0) return button.toUpperCase();
      return buttonLabels.get(index)?.slice(0, 200) ?? null;
    });
  }
}
