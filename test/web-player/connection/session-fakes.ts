import type {
  HostMessage,
  TransportKind,
  ViewerMessage,
  Welcome,
} from '../../../src/protocol/control-message.js';
import { NO_FRAME } from '../../../src/protocol/input-packet.js';
import { hostPeerId, type RoomLink } from '../../../src/protocol/link.js';
import { NO_CHOICE } from '../../../src/protocol/room-action.js';
import type { IceCandidate, PeerMessage, ServerMessage } from '../../../src/protocol/signalling-message.js';
import type { HostConnectionEvents, HostLine } from '../../../web-player/src/connection/host-connection.js';
import { SeatMemory } from '../../../web-player/src/connection/seat-memory.js';
import { Session } from '../../../web-player/src/connection/session.js';
import type { Signalling, SignallingEvents } from '../../../web-player/src/connection/session-options.js';
import type { Situation } from '../../../web-player/src/connection/situation.js';
import type { MediaSample } from '../../../web-player/src/receiver/media-sample.js';
import type { TraceRecord } from '../../../web-player/src/trace/trace-record.js';

export const link: RoomLink = {
  fingerprint: new Uint8Array(32).fill(7),
  token: new Uint8Array(16).fill(9),
};
export const hostId = hostPeerId(link.fingerprint);
export const secret = 'AbCdEfGhIjKlMnOpQrStUv';

export function welcome(changes: Partial<Welcome>): Welcome {
  return {
    type: 'welcome',
    version: 1,
    transport: 'rtp',
    codec: 'vp8',
    title: 'Snake',
    seat: 1,
    seats: 2,
    mayPlay: true,
    resume: secret,
    picture: { width: 256, height: 240, aspectRatio: 1.25 },
    framesPerSecond: 60,
    state: 'playing',
    buttonLabels: Array(16).fill(null),
    actions: NO_CHOICE,
    ...changes,
  };
}

/** A signalling server as a session sees it, worked by the test. */
export class FakeSignalling implements Signalling {
  registered = false;
  closed = false;
  readonly sent: PeerMessage[] = [];
  readonly events: SignallingEvents;

  constructor(events: SignallingEvents) {
    this.events = events;
  }

  send(message: PeerMessage): boolean {
    if (this.registered) this.sent.push(message);
    return this.registered;
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.registered = true;
    this.events.onOpen();
  }

  bring(message: ServerMessage): void {
    this.events.onMessage(message);
  }

  /** The host's answer to the newest offer, with changes. */
  answer(changes: { src?: string; connectionId?: string; sdp?: string } = {}): void {
    const offered = this.sent.flatMap((message) =>
      message.type === 'OFFER' ? [message.payload.connectionId] : [],
    );
    const { src = hostId, connectionId = offered.at(-1) ?? '', sdp = 'answer' } = changes;
    this.bring({ type: 'ANSWER', src, payload: { connectionId, sdp: { type: 'answer', sdp } } });
  }
}

/** A connection to the host as a session sees it, worked by the test. */
export class FakeLine implements HostLine {
  readonly input = {} as RTCDataChannel;
  readonly taken: HostMessage[] = [];
  readonly receiver = {
    transport: 'rtp' as const,
    onWish: undefined,
    begin: () => {
      this.begun = true;
    },
    introduce: (): TransportKind[] => ['frames', 'rtp'],
    take: (message: HostMessage) => this.taken.push(message),
    takeFrames: () => undefined,
    lastFrame: NO_FRAME,
    keyframeWanted: false,
    sample: () => Promise.resolve({ bytesReceived: this.bytes } as MediaSample),
    close: () => undefined,
  };
  readonly answers: string[] = [];
  readonly candidates: IceCandidate[] = [];
  readonly sent: ViewerMessage[] = [];
  closed = false;
  begun = false;
  /** Of picture and sound. */
  bytes = 0;
  readonly events: HostConnectionEvents;

  constructor(events: HostConnectionEvents) {
    this.events = events;
  }

  acceptAnswer(sdp: string): 'accepted' | 'impostor' {
    this.answers.push(sdp);
    return sdp === 'forged' ? 'impostor' : 'accepted';
  }

  addCandidate(candidate: IceCandidate): void {
    this.candidates.push(candidate);
  }

  send(message: ViewerMessage): void {
    this.sent.push(message);
  }

  close(): void {
    this.closed = true;
  }

  say(message: HostMessage): void {
    this.events.onControlMessage(JSON.stringify(message));
  }
}

/** A session between a fake server and fake connections, and all that it showed. */
export class SessionStage {
  readonly signallings: FakeSignalling[] = [];
  readonly lines: FakeLine[] = [];
  readonly situations: Situation[] = [];
  readonly welcomes: Welcome[] = [];
  readonly messages: HostMessage[] = [];
  readonly records: TraceRecord[] = [];
  linesClosed = 0;
  readonly memory = new SeatMemory(undefined, link.fingerprint);
  readonly session: Session;
  #ids = 0;

  constructor() {
    this.session = new Session({
      link,
      memory: this.memory,
      openSignalling: (events) => {
        const signalling = new FakeSignalling(events);
        this.signallings.push(signalling);
        return signalling;
      },
      connect: (events) => {
        const line = new FakeLine(events);
        this.lines.push(line);
        return line;
      },
      randomId: () => `id${this.#ids++}`,
      onSituation: (situation) => this.situations.push(situation),
      onWelcome: (message) => this.welcomes.push(message),
      onLineClosed: () => {
        this.linesClosed += 1;
      },
      onMessage: (message) => this.messages.push(message),
      onTrace: (record) => this.records.push(record),
    });
  }

  get signalling(): FakeSignalling {
    return this.signallings.at(-1)!;
  }

  get line(): FakeLine {
    return this.lines.at(-1)!;
  }

  get situation(): Situation {
    return this.situations.at(-1)!;
  }

  /** Brings the newest attempt as far as the open control channel. */
  reachHost(): void {
    this.line.events.onOffer('offer');
    if (!this.signalling.registered) this.signalling.open();
    this.signalling.answer();
    this.line.events.onOpen();
  }

  /** … and into the room, with the picture on the screen. */
  enter(changes: Partial<Welcome> = {}): void {
    this.reachHost();
    this.line.say(welcome(changes));
    this.session.pictureShown();
  }
}
