import { randomBytes } from 'node:crypto';
import type { DisplayReport } from '../pipeline/phase-lock.js';
import type { Transport } from '../pipeline/transport/transport.js';
import { encodeBase64Url } from '../protocol/base64url.js';
import {
  type HostMessage,
  type RefusalCode,
  readViewerMessage,
  type TransportKind,
  type VideoCodec,
  type ViewerAction,
  type ViewerHello,
} from '../protocol/control-message.js';
import { type InputPacket, readInputPacket } from '../protocol/input-packet.js';
import { readRepeatRequest } from '../protocol/repeat-request.js';
import { RateLimit } from '../rate-limit.js';
import type { Permission } from './access.js';
import type { MissingCodec } from './refusal.js';
import type { ViewerOfferDescription } from './session-description.js';
import { codecNames } from './session-description.js';
import type { TransportSetting } from './transport-choice.js';
import { type ConnectionSettings, ViewerConnection, type ViewerOffer } from './viewer-connection.js';
import { type PictureSource, ViewerPicture } from './viewer-picture.js';

/** The part of a room that one of its viewers talks to. */
export interface ViewerHost {
  /** In which the picture can be had: the room's first. */
  readonly codecs: readonly VideoCodec[];
  readonly transportSetting: TransportSetting;
  readonly pictureSource: PictureSource;
  /** A viewer said hello: let it in with `admit`, or `refuse` it. */
  onHello(viewer: Viewer, hello: ViewerHello): void;
  onInput(viewer: Viewer, packet: InputPacket): void;
  /** A viewer who is in reports how frames meet its display. */
  onDisplay(viewer: Viewer, report: DisplayReport): void;
  /** A viewer who is in asks for something. Returns `false` where it asks too often. */
  onAction(viewer: Viewer, request: ViewerAction): boolean;
  /** The viewer is gone; called once, whether it was in or not. */
  onGone(viewer: Viewer, reason: string): void;
  /** Something that the person at the host should know of: somebody tried to get in with a wrong token, say. */
  onIncident(message: string): void;
}

/** Milliseconds from the offer until the viewer has to be let in; the page gives up then as well. */
const ENTRY_TIMEOUT = 15_000;
/** Milliseconds that a viewer may be silent; a page pings every second. */
const SILENCE_TIMEOUT = 12_000;
/** Pads are polled 250 times a second, and every event is sent at once. */
const INPUT_BURST = 300;
const INPUT_PER_SECOND = 600;
/** One for each packet that comes after a lost one, at the worst. */
const REPEAT_REQUEST_BURST = 300;
const REPEAT_REQUESTS_PER_SECOND = 200;
const CONTROL_BURST = 40;
const CONTROL_PER_SECOND = 20;
/** How long a connection outlives its last message, so that it arrives. */
const LAST_WORDS_MS = 300;
/** As long as the page takes it, UTF-16 code units. */
const MAX_REASON_LENGTH = 200;
/** So many messages that are malformed or too many, and the viewer has to go. */
const MAX_FAULTS = 50;

/** Somebody at the other end of a connection: nobody until the link's token came, then a player or a watcher. */
export class Viewer {
  readonly id: string;
  /** Secret with which the viewer gets its seat back on another connection. */
  resume: string;
  /** What its link permits; `undefined` until it is let in. */
  permission: Permission | undefined;
  /** From 1; `undefined` for a watcher. */
  seat: number | undefined;
  readonly #host: ViewerHost;
  readonly #connection: ViewerConnection;
  readonly #description: ViewerOfferDescription;
  readonly #inputRate = new RateLimit(INPUT_BURST, INPUT_PER_SECOND);
  readonly #repeatRate = new RateLimit(REPEAT_REQUEST_BURST, REPEAT_REQUESTS_PER_SECOND);
  readonly #controlRate = new RateLimit(CONTROL_BURST, CONTROL_PER_SECOND);
  #silence: NodeJS.Timeout;
  #picture: ViewerPicture | undefined;
  #helloReceived = false;
  #faults = 0;
  #gone = false;

  constructor(
    id: string,
    offer: ViewerOffer,
    description: ViewerOfferDescription,
    settings: ConnectionSettings,
    host: ViewerHost,
  ) {
    this.id = id;
    this.resume = encodeBase64Url(randomBytes(16));
    this.#host = host;
    this.#description = description;
    this.#connection = new ViewerConnection(offer, description, host.codecs, settings, {
      onControlMessage: (text) => this.#receiveControl(text),
      onInput: (packet) => this.#receiveInput(packet),
      onFrames: () => {
        if (this.permission) this.#picture?.review();
      },
      onFramesMessage: (message) => this.#receiveRepeatRequest(message),
      onGone: (reason) => this.#end(reason),
    });
    // Last: an offer that can't be answered makes no viewer, and nothing that would go off later.
    this.#silence = setTimeout(() => this.#end('it did not come in'), ENTRY_TIMEOUT);
  }

  get transport(): Transport | undefined {
    return this.#picture?.transport;
  }

  get connection(): ViewerConnection {
    return this.#connection;
  }

  /** In which it gets its picture: the room's, unless its browser plays only another one of those that can be had. */
  get codec(): VideoCodec {
    return this.#connection.codec ?? this.#host.codecs[0]!;
  }

  /** What the room sends and this viewer's browser can't play, and what it can play; `undefined` where all is well. */
  get missingCodec(): MissingCodec | undefined {
    const { video, audio } = this.#connection;
    if (!video) return { sent: this.codec.toUpperCase(), played: codecNames(this.#description.video) };
    return audio ? undefined : { sent: 'OPUS', played: codecNames(this.#description.audio) };
  }

  /**
   * Decides by which way the viewer is to get its picture at first.
   *
   * @param transports - what its page can receive, the best first.
   */
  chooseTransport(transports: readonly string[]): TransportKind {
    const { video, audio } = this.#connection;
    if (this.#gone || !video || !audio) return 'rtp';
    this.#picture = new ViewerPicture({
      source: this.#host.pictureSource,
      setting: this.#host.transportSetting,
      transports,
      codec: this.codec,
      video,
      audio,
      frames: () => this.#connection.frames,
      packets: this.#connection.packets,
      roundTripMs: () => this.#connection.roundTripMs,
      onChange: (transport) => this.send({ type: 'transport', transport }),
    });
    return this.#picture.transport.kind;
  }

  /** Lets the viewer in: greets it, and picture and sound begin. */
  admit(permission: Permission, welcome: HostMessage): void {
    if (this.#gone || !this.#picture) return;
    this.permission = permission;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end('it fell silent'), SILENCE_TIMEOUT);
    this.send(welcome);
    this.#picture.begin();
  }

  /** Shuts the viewer out for good, with a reason that its page shows. */
  refuse(code: RefusalCode, message: string): void {
    this.send({ type: 'refused', code, message });
    this.#end(message, LAST_WORDS_MS);
  }

  /** Shuts this connection, since its page has another one now; a second page of the same browser shows why. */
  replace(): void {
    const message = 'This game goes on in another tab or window of this browser.';
    this.send({ type: 'refused', code: 'replaced', message });
    this.#end('it came back by another connection', LAST_WORDS_MS);
  }

  /** Ends the room for this viewer. */
  dismiss(reason: string): void {
    this.send({ type: 'closed', reason: reason.slice(0, MAX_REASON_LENGTH) });
    this.#end(reason, LAST_WORDS_MS);
  }

  send(message: HostMessage): void {
    this.#connection.sendControl(JSON.stringify(message));
  }

  /**
   * @param reason - why it ends.
   * @param delayMs - how long the connection stays open for the last message to arrive.
   */
  #end(reason: string, delayMs = 0): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#silence);
    this.#picture?.close();
    if (delayMs > 0) setTimeout(() => this.#connection.close(), delayMs);
    else this.#connection.close();
    this.#host.onGone(this, reason);
  }

  #receiveControl(text: string): void {
    if (this.#gone) return;
    const message = this.#controlRate.take() ? readViewerMessage(text) : undefined;
    if (!message) {
      this.#countFault('sent control messages that this host does not understand, or too many');
      return;
    }
    // Whoever isn't in can't keep the connection by talking.
    if (this.permission) this.#silence.refresh();
    switch (message.type) {
      case 'ping':
        this.send({ type: 'pong', id: message.id, time: performance.now() });
        if (this.permission) this.#picture?.review();
        break;
      case 'transports':
        if (this.permission) this.#picture?.offerTransports(message.transports);
        break;
      case 'heard':
        this.#picture?.hear(message.byChannel);
        break;
      case 'display':
        if (this.permission) this.#host.onDisplay(this, message);
        break;
      case 'action':
        if (this.permission && !this.#host.onAction(this, message))
          this.#countFault('asked for too much at once');
        break;
      case 'hello':
        if (this.#helloReceived) return;
        this.#helloReceived = true;
        this.#host.onHello(this, message);
    }
  }

  #receiveInput(packet: Uint8Array | string): void {
    if (this.#gone || !this.permission) return;
    if (!this.#inputRate.take()) {
      this.#countFault(`sent more than ${INPUT_PER_SECOND} input packets a second`);
      return;
    }
    const input = typeof packet === 'string' ? undefined : readInputPacket(packet);
    if (input?.keyframeWanted) this.#picture?.wishKeyframe(input.lastFrame);
    if (input) this.#host.onInput(this, input);
    else this.#countFault('sent input packets of the wrong size or kind');
  }

  #receiveRepeatRequest(message: Uint8Array | string): void {
    if (this.#gone || !this.permission) return;
    const request = typeof message === 'string' ? undefined : readRepeatRequest(message);
    if (!request) this.#countFault('sent requests for packets that this host does not understand');
    else if (!this.#repeatRate.take()) this.#countFault('asked for packets again too often');
    else this.#picture?.repeat(request);
  }

  #countFault(what: string): void {
    this.#faults++;
    if (this.#faults < MAX_FAULTS) return;
    this.#host.onIncident(`A viewer (${this.id}) ${what}, and was shut out.`);
    this.refuse(
      'misbehaviour',
      `This page ${what}. Reload it; if that doesn't help, ask the host for a new link.`,
    );
  }
}
