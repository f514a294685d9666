import type { CloudgameError } from '../errors.js';
import { encodeBase64Url } from '../protocol/base64url.js';
import {
  readHostMessage,
  type TransportKind,
  type VideoCodec,
  type Welcome,
} from '../protocol/control-message.js';
import { Heartbeat } from '../protocol/heartbeat.js';
import { writeInputPacket } from '../protocol/input-packet.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { ArrivalFeedback } from './arrival-feedback.js';
import { rounded, Samples } from './distribution.js';
import { noAnswer, noSignalling, noWay, refusal } from './entry-failure.js';
import { HostLine, TRANSPORT_SEQUENCE_ID } from './host-line.js';
import { Meeting } from './meeting.js';
import { PictureIntake } from './picture-intake.js';
import { PAYLOAD_TYPES } from './picture-receiver.js';
import type { RecordedFrame } from './recording.js';
import { SoundReceiver } from './sound-receiver.js';
import type { ViewerResult } from './watch-result.js';
import type { WatchedLink } from './watched-link.js';

export interface ViewerOptions {
  readonly link: WatchedLink;
  /** Ways in which it takes the picture, the best first. */
  readonly transports: readonly TransportKind[];
  /** Each frame that a decoder could take, as it arrives. */
  readonly onFrame?: ((frame: RecordedFrame) => void) | undefined;
}

type JoinStep = 'signalling' | 'answer' | 'open' | 'welcome';

export type ViewerEnding = Pick<ViewerResult, 'ended' | 'reason'>;

/** Milliseconds. */
const TIME_TO_ENTER = 25_000;
const TICK_MS = 20;
const PING_MS = 1000;
const WATCHER_PACKET_MS = 1000;
/** A wish for a keyframe is told so often, since packets may be lost (ms). */
const WISH_MS = 100;
const SSRC = { picture: 1, sound: 2 } as const;

/** A viewer without a browser: it enters by a link as the page does, and counts what it gets. */
export class Viewer {
  /** Resolves when the host let it in; fails with a CloudgameError where it doesn't come in. */
  readonly entered: Promise<Welcome>;
  /** Resolves when it ends after it was let in. */
  readonly ended: Promise<ViewerEnding>;
  readonly #options: ViewerOptions;
  readonly #startedAt = performance.now();
  readonly #joined: Partial<Record<JoinStep, number>> = {};
  readonly #meeting: Meeting;
  readonly #line: HostLine;
  readonly #picture: PictureIntake;
  readonly #sound: SoundReceiver;
  readonly #arrivals = new ArrivalFeedback({ extensionId: TRANSPORT_SEQUENCE_ID, ownSsrc: SSRC.picture });
  readonly #roundTrips = new Samples();
  readonly #heartbeat = new Heartbeat();
  readonly #ticker: NodeJS.Timeout;
  readonly #deadline: NodeJS.Timeout;
  #enter: (welcome: Welcome) => void = () => {};
  #fail: (failure: CloudgameError) => void = () => {};
  #finish: (ending: ViewerEnding) => void = () => {};
  #welcome: Welcome | undefined;
  #seat: number | null = null;
  #offer: string | undefined;
  #remotePort: number | undefined;
  #sequence = 0;
  #inputAt = Number.NEGATIVE_INFINITY;
  #pingAt = 0;
  #closed = false;

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.entered = new Promise((resolve, reject) => {
      this.#enter = resolve;
      this.#fail = reject;
    });
    this.entered.catch(() => {});
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const { link } = options;
    const toPicture = { send: (packet: Buffer) => this.#line.sendPictureRtcp(packet) };
    const toSound = { send: (packet: Buffer) => this.#line.sendSoundRtcp(packet) };
    this.#line = new HostLine(
      { fingerprint: link.room.fingerprint, iceServers: link.iceServers },
      {
        onOffer: (sdp) => {
          this.#offer = sdp;
          this.#sendOffer();
        },
        onCandidate: (candidate) => this.#meeting.sendCandidate(candidate),
        onOpen: () => this.#hello(),
        onControlMessage: (text) => this.#receiveControl(text),
        onPicturePacket: (packet) => {
          const now = performance.now();
          this.#arrivals.receive(packet, toPicture, now);
          this.#picture.receivePacket(packet, now);
        },
        onSoundPacket: (packet) => {
          const now = performance.now();
          this.#arrivals.receive(packet, toSound, now);
          this.#sound.receive(packet, now);
        },
        onFrameMessage: (message) => this.#receiveFrame(message),
        onLost: () => this.#lose(),
      },
    );
    this.#picture = new PictureIntake({
      ownSsrc: SSRC.picture,
      ...toPicture,
      onFrame: options.onFrame,
    });
    this.#sound = new SoundReceiver({
      ownSsrc: SSRC.sound,
      payloadType: PAYLOAD_TYPES.opus,
      ...toSound,
    });
    this.#meeting = new Meeting(link, {
      onRegistered: () => {
        this.#mark('signalling');
        // The offer waits for the server, because candidates follow it at once.
        if (this.#offer === undefined) this.#line.offer();
        else this.#sendOffer();
      },
      onAnswer: (sdp) => {
        this.#mark('answer');
        return this.#line.acceptAnswer(sdp);
      },
      onCandidate: (candidate) => this.#line.addCandidate(candidate),
      onFailed: (failure) => this.#giveUp(failure),
    });
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#deadline = setTimeout(() => this.#giveUp(this.#tooSlow()), TIME_TO_ENTER);
  }

  /** Goes, as somebody does who closes the page; calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#remotePort = this.#line.remotePort ?? this.#remotePort;
    this.#closed = true;
    clearInterval(this.#ticker);
    clearTimeout(this.#deadline);
    this.#meeting.close();
    this.#line.close();
  }

  /** What it got until now. */
  result(ending: ViewerEnding): ViewerResult {
    const now = performance.now();
    const { transport, transportChanges, ...picture } = this.#picture.result(now);
    const since = (at: number | undefined) => (at === undefined ? null : rounded(at - this.#startedAt));
    return {
      ...ending,
      connectionId: this.#meeting.connectionId,
      remotePort: this.#line.remotePort ?? this.#remotePort ?? null,
      seat: this.#seat,
      codec: this.#welcome?.codec ?? ('vp8' satisfies VideoCodec),
      transport,
      transportChanges,
      watchedMs: this.#joined.welcome === undefined ? 0 : rounded(now - this.#joined.welcome)!,
      joinMs: {
        signalling: since(this.#joined.signalling),
        answer: since(this.#joined.answer),
        open: since(this.#joined.open),
        welcome: since(this.#joined.welcome),
        firstFrame: since(this.#picture.firstAt),
        firstSound: since(this.#sound.firstAt),
      },
      ...picture,
      sound: { ...this.#sound.counters, jitterMs: rounded(this.#sound.counters.jitterMs)! },
      roundTripMs: this.#roundTrips.spread(),
    };
  }

  #mark(step: JoinStep): void {
    this.#joined[step] ??= performance.now();
  }

  #sendOffer(): void {
    if (this.#offer !== undefined) this.#meeting.sendOffer(this.#offer);
  }

  #hello(): void {
    this.#mark('open');
    this.#say({
      type: 'hello',
      versions: [PROTOCOL_VERSION],
      token: encodeBase64Url(this.#options.link.room.token),
      abilities: { transports: this.#options.transports },
    });
  }

  #say(message: object): void {
    this.#line.sendControl(JSON.stringify(message));
  }

  #receiveControl(text: string): void {
    const message = readHostMessage(text);
    if (!message) return;
    if (message.type === 'welcome') this.#takeWelcome(message);
    else if (message.type === 'refused') this.#giveUp(refusal(message.message));
    else if (message.type === 'closed') this.#end({ ended: 'closed', reason: message.reason });
    else if (message.type === 'transport') this.#picture.change(message.transport);
    else if (message.type === 'seat') this.#seat = message.seat;
    else if (message.type === 'pong') this.#takePong(message.id);
  }

  #takeWelcome(welcome: Welcome): void {
    if (this.#welcome) return;
    this.#welcome = welcome;
    this.#mark('welcome');
    clearTimeout(this.#deadline);
    this.#seat = welcome.seat;
    this.#picture.begin(welcome.transport);
    // All else goes from peer to peer.
    this.#meeting.close();
    this.#enter(welcome);
  }

  #takePong(id: number): void {
    const now = performance.now();
    const sentAt = this.#heartbeat.pong(id, now);
    if (sentAt !== undefined) this.#roundTrips.add(now - sentAt);
  }

  #receiveFrame(bytes: Uint8Array): void {
    // The host learns of a gap with the next input packet, which therefore goes out at once.
    if (this.#picture.receiveMessage(bytes)) this.#sendInput(performance.now(), WISH_MS);
  }

  #tick(): void {
    const now = performance.now();
    if (!this.#welcome) return;
    this.#picture.tick(now);
    this.#arrivals.tick(now);
    this.#sendInput(now, this.#picture.needsKeyframe ? WISH_MS : WATCHER_PACKET_MS);
    if (now - this.#pingAt < PING_MS) return;
    this.#pingAt = now;
    this.#remotePort = this.#line.remotePort ?? this.#remotePort;
    const id = this.#heartbeat.ping(now);
    if (id === undefined) {
      this.#lose();
      return;
    }
    this.#say({ type: 'ping', id });
    this.#picture.report(now);
    this.#sound.report(now);
  }

  /** Sends a watcher's packet, unless the last is younger than that. */
  #sendInput(now: number, interval: number): void {
    if (!this.#welcome || now - this.#inputAt < interval) return;
    this.#inputAt = now;
    const { lastFrame, needsKeyframe: keyframeWanted } = this.#picture;
    const packet = writeInputPacket({ sequence: this.#sequence, lastFrame, keyframeWanted });
    this.#sequence = (this.#sequence + 1) >>> 0;
    this.#line.sendInput(packet);
  }

  #lose(): void {
    if (this.#welcome) this.#end({ ended: 'lost', reason: null });
    else this.#giveUp(noWay());
  }

  #end(ending: ViewerEnding): void {
    this.#finish(ending);
    if (!this.#welcome) this.#giveUp(noWay());
  }

  /** It can't come in. What the signalling server does later is of no matter. */
  #giveUp(failure: CloudgameError): void {
    if (this.#welcome || this.#closed) return;
    if (failure.kind === 'signalling' && this.#joined.answer !== undefined) return;
    this.close();
    this.#fail(failure);
  }

  #tooSlow(): CloudgameError {
    if (this.#joined.signalling === undefined) return noSignalling();
    return this.#joined.answer === undefined ? noAnswer() : noWay();
  }
}
