import type { CloudgameError } from '../errors.js';
import { encodeBase64Url } from '../protocol/base64url.js';
import {
  readHostMessage,
  type TransportKind,
  type VideoCodec,
  type Welcome,
} from '../protocol/control-message.js';
import { writeInputPacket } from '../protocol/input-packet.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { rounded, Samples } from './distribution.js';
import { noAnswer, noSignalling, noWay, refusal } from './entry-failure.js';
import { FrameArrivals } from './frame-arrivals.js';
import { FrameTicks } from './frame-ticks.js';
import { FramesReader } from './frames-reader.js';
import { HostLine } from './host-line.js';
import { Meeting } from './meeting.js';
import { PAYLOAD_TYPES, PictureReceiver, VIDEO_CLOCK } from './picture-receiver.js';
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
const MOST_UNANSWERED = 5;
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
  readonly #arrivals = new FrameArrivals();
  readonly #frames = new FramesReader();
  readonly #picture: PictureReceiver;
  readonly #sound: SoundReceiver;
  readonly #roundTrips = new Samples();
  readonly #ticks = new FrameTicks();
  readonly #pings = new Map<number, number>();
  readonly #ticker: NodeJS.Timeout;
  readonly #deadline: NodeJS.Timeout;
  #enter: (welcome: Welcome) => void = () => {};
  #fail: (failure: CloudgameError) => void = () => {};
  #finish: (ending: ViewerEnding) => void = () => {};
  #welcome: Welcome | undefined;
  #seat: number | null = null;
  #offer: string | undefined;
  #transport: TransportKind = 'rtp';
  #wanted: TransportKind = 'rtp';
  #transportChanges = 0;
  #remotePort: number | undefined;
  #sequence = 0;
  #inputAt = Number.NEGATIVE_INFINITY;
  #pingAt = 0;
  #nextPing = 0;
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
        onPicturePacket: (packet) => this.#picture.receive(packet, performance.now()),
        onSoundPacket: (packet) => this.#sound.receive(packet, performance.now()),
        onFrameMessage: (message) => this.#receiveFrame(message),
        onLost: () => this.#lose(),
      },
    );
    this.#picture = new PictureReceiver({
      ownSsrc: SSRC.picture,
      send: (packet) => this.#line.sendPictureRtcp(packet),
      onFrame: ({ codec, keyframe, data, timestamp }) =>
        this.#arrive('rtp', { codec, keyframe, data, ticks: timestamp }),
    });
    this.#sound = new SoundReceiver({
      ownSsrc: SSRC.sound,
      payloadType: PAYLOAD_TYPES.opus,
      send: (packet) => this.#line.sendSoundRtcp(packet),
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
    const since = (at: number | undefined) => (at === undefined ? null : rounded(at - this.#startedAt));
    return {
      ...ending,
      connectionId: this.#meeting.connectionId,
      remotePort: this.#line.remotePort ?? this.#remotePort ?? null,
      seat: this.#seat,
      codec: this.#welcome?.codec ?? ('vp8' satisfies VideoCodec),
      transport: this.#transport,
      transportChanges: this.#transportChanges,
      watchedMs: this.#joined.welcome === undefined ? 0 : rounded(now - this.#joined.welcome)!,
      joinMs: {
        signalling: since(this.#joined.signalling),
        answer: since(this.#joined.answer),
        open: since(this.#joined.open),
        welcome: since(this.#joined.welcome),
        firstFrame: since(this.#arrivals.firstAt),
        firstSound: since(this.#sound.firstAt),
      },
      video: this.#arrivals.summary(now),
      rtp: { ...this.#picture.counters, jitterMs: rounded(this.#picture.counters.jitterMs)! },
      frames: this.#frames.counters,
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
    else if (message.type === 'transport') this.#wanted = message.transport;
    else if (message.type === 'seat') this.#seat = message.seat;
    else if (message.type === 'pong') this.#takePong(message.id);
  }

  #takeWelcome(welcome: Welcome): void {
    if (this.#welcome) return;
    this.#welcome = welcome;
    this.#mark('welcome');
    clearTimeout(this.#deadline);
    this.#seat = welcome.seat;
    this.#transport = welcome.transport;
    this.#wanted = welcome.transport;
    // All else goes from peer to peer.
    this.#meeting.close();
    this.#enter(welcome);
  }

  #takePong(id: number): void {
    const sentAt = this.#pings.get(id);
    if (sentAt === undefined) return;
    this.#roundTrips.add(performance.now() - sentAt);
    this.#pings.clear();
  }

  #receiveFrame(bytes: Uint8Array): void {
    const message = this.#frames.receive(bytes);
    if (message) {
      const { codec, keyframe, picture, frame } = message;
      this.#arrive('frames', {
        codec,
        keyframe,
        data: picture,
        ticks: (frame.stepTime * VIDEO_CLOCK) / 1000,
      });
    }
    // The host learns of a gap with the next input packet, which therefore goes out at once.
    if (this.#frames.needsKeyframe) this.#sendInput(performance.now(), WISH_MS);
  }

  /** While the host changes the way, frames come both ways for a moment: those of the way that shows a picture count. */
  #arrive(way: TransportKind, frame: RecordedFrame): void {
    if (way !== this.#transport) {
      if (way !== this.#wanted) return;
      this.#transport = way;
      this.#transportChanges++;
    }
    const now = performance.now();
    this.#arrivals.arrive(frame, now);
    this.#options.onFrame?.({ ...frame, ticks: this.#ticks.next(way, frame.ticks, now) });
  }

  #tick(): void {
    const now = performance.now();
    if (!this.#welcome) return;
    if (this.#transport === 'rtp' || this.#wanted === 'rtp') this.#picture.tick(now);
    this.#sendInput(now, this.#needsKeyframe ? WISH_MS : WATCHER_PACKET_MS);
    if (now - this.#pingAt < PING_MS) return;
    this.#pingAt = now;
    this.#remotePort = this.#line.remotePort ?? this.#remotePort;
    if (this.#pings.size >= MOST_UNANSWERED) {
      this.#lose();
      return;
    }
    const id = this.#nextPing++ % 1_000_000;
    this.#pings.set(id, now);
    this.#say({ type: 'ping', id });
    this.#picture.report(now);
    this.#sound.report(now);
  }

  get #needsKeyframe(): boolean {
    return this.#transport === 'frames' ? this.#frames.needsKeyframe : this.#picture.needsKeyframe;
  }

  /** Sends a watcher's packet, unless the last is younger than that. */
  #sendInput(now: number, interval: number): void {
    if (!this.#welcome || now - this.#inputAt < interval) return;
    this.#inputAt = now;
    const packet = { sequence: this.#sequence, lastFrame: this.#frames.lastFrame };
    this.#sequence = (this.#sequence + 1) >>> 0;
    this.#line.sendInput(writeInputPacket({ ...packet, keyframeWanted: this.#needsKeyframe }));
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
