import { encodeBase64Url } from '../../../src/protocol/base64url.js';
import { type HostMessage, readHostMessage, type Welcome } from '../../../src/protocol/control-message.js';
import { Heartbeat } from '../../../src/protocol/heartbeat.js';
import { hostPeerId, type RoomLink } from '../../../src/protocol/link.js';
import type { RoomAction } from '../../../src/protocol/room-action.js';
import type { SignallingDownReason } from '../../../src/protocol/signalling-client.js';
import type { PeerMessage, ServerMessage } from '../../../src/protocol/signalling-message.js';
import { PROTOCOL_VERSION } from '../../../src/protocol/version.js';
import { type TraceRecord, traceTime } from '../trace/trace-record.js';
import { Attempt, type AttemptFailure } from './attempt.js';
import type { HostConnectionEvents, HostLine } from './host-connection.js';
import { retryDelay } from './retry-schedule.js';
import { RoomView } from './room-view.js';
import type { SeatMemory } from './seat-memory.js';
import { isFinal, type Situation } from './situation.js';

const PING_INTERVAL = 1_000;
/** A connection that held this long was a good one: the next loss is answered at once again (milliseconds). */
const STABLE_AFTER = 10_000;

/** The part of the signalling client that a session needs. */
export interface Signalling {
  send(message: PeerMessage): boolean;
  close(): void;
}

export interface SignallingEvents {
  onOpen(): void;
  onMessage(message: ServerMessage): void;
  onDown(reason: SignallingDownReason): void;
}

export interface SessionOptions {
  readonly link: RoomLink;
  readonly memory: SeatMemory;
  /** Registers at the signalling server under a new random id. */
  readonly openSignalling: (events: SignallingEvents) => Signalling;
  readonly connect: (events: HostConnectionEvents) => HostLine;
  readonly randomId: () => string;
  readonly onSituation: (situation: Situation) => void;
  /** The host let this viewer in; the line carries input from now on. */
  readonly onWelcome: (welcome: Welcome, line: HostLine) => void;
  /** The line to the host is no more; another is on its way unless the situation is final. */
  readonly onLineClosed: () => void;
  readonly onMessage: (message: HostMessage) => void;
  /** Hears what matters to measurements. */
  readonly onTrace?: (record: TraceRecord) => void;
}

/**
 * A viewer's stay with one host, from opening the link to closing the page, over as many connections as it takes.
 * What is lost is made anew, with the same seat; what is refused is left to the player.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #room = new RoomView();
  #signalling: Signalling | undefined;
  #attempt: Attempt | undefined;
  #heartbeat = new Heartbeat();
  #heartbeatTimer: ReturnType<typeof setInterval> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #stableTimer: ReturnType<typeof setTimeout> | undefined;
  #situation: Situation = { state: 'connecting', step: 'signalling' };
  #wasInRoom = false;
  #failures = 0;
  #lastAsked = 0;
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#show(this.#situation);
    this.#begin();
  }

  /** Milliseconds to the host and back, through the control channel. */
  get roundTrip(): number | undefined {
    return this.#heartbeat.roundTrip;
  }

  /** The picture of the newest connection is on the screen. */
  pictureShown(): void {
    this.#room.pictureShown();
    if (this.#room.welcomed) this.#show(this.#room.situation);
  }

  /** Tries again now: after a refusal, or instead of waiting. A try that is under way is left alone. */
  retryNow(): void {
    if (this.#closed || (this.#attempt && !this.#lacksSignalling)) return;
    this.#failures = 0;
    this.#drop();
    this.#closeSignalling();
    if (isFinal(this.#situation)) this.#show({ state: 'connecting', step: 'signalling' });
    this.#begin();
  }

  /** Something changed for the better: no need to wait for the next try. What was refused stays refused. */
  hurry(): void {
    if (!isFinal(this.#situation)) this.retryNow();
  }

  /** Asks the host for something; its answer comes as a message. Nobody hears it where there is no connection. */
  ask(action: RoomAction): void {
    if (this.#room.welcomed) this.#attempt?.line.send({ type: 'action', id: ++this.#lastAsked, action });
  }

  close(): void {
    this.#closed = true;
    this.#drop();
    this.#closeSignalling();
  }

  get #lacksSignalling(): boolean {
    const situation = this.#situation;
    const trouble = situation.state === 'reconnecting' ? situation.trouble : situation.state;
    return trouble === 'signalling-unreachable' || trouble === 'signalling-refused';
  }

  #begin(): void {
    const { link, connect, randomId } = this.#options;
    // The socket first: its round trips are the longest part of the way.
    this.#signalling ??= this.#options.openSignalling({
      onOpen: () => this.#signallingUp(),
      onMessage: (message) => this.#attempt?.receive(message),
      onDown: (reason) => this.#signallingDown(reason),
    });
    this.#attempt = new Attempt({
      connectionId: randomId(),
      hostId: hostPeerId(link.fingerprint),
      connect,
      signal: (message) => this.#signalling?.send(message) ?? false,
      onOpen: (line) => this.#hello(line),
      onControlMessage: (text) => this.#receive(text),
      onFailed: (failure) => this.#fail(failure),
      onLost: () => this.#lose(),
    });
  }

  #hello(line: HostLine): void {
    this.#options.onTrace?.({ kind: 'milestone', name: 'control-open', time: traceTime() });
    const { link, memory } = this.#options;
    const resume = memory.secret;
    line.send({
      type: 'hello',
      versions: [PROTOCOL_VERSION],
      token: encodeBase64Url(link.token),
      abilities: { transports: line.receiver.introduce() },
      ...(resume === undefined ? {} : { resume }),
    });
  }

  #receive(text: string): void {
    const message = readHostMessage(text);
    if (!message || !this.#attempt) return;
    switch (message.type) {
      case 'refused':
        this.#end({ state: 'refused', code: message.code, message: message.message });
        return;
      case 'closed':
        this.#hostClosed(message.reason);
        return;
      case 'pong':
        this.#answered(message.id, message.time);
        return;
      case 'welcome':
        if (this.#room.welcomed) return;
        if (message.version !== PROTOCOL_VERSION) {
          this.#end({ state: 'wrong-version', version: message.version });
          return;
        }
        this.#enter(message, this.#attempt);
        break;
      default:
        if (!this.#room.welcomed) return;
    }
    this.#room.take(message);
    this.#attempt.line.receiver.take(message);
    this.#options.onMessage(message);
    this.#show(this.#room.situation);
  }

  #enter(welcome: Welcome, attempt: Attempt): void {
    attempt.settle();
    this.#options.onTrace?.({ kind: 'milestone', name: 'welcome', time: traceTime() });
    this.#wasInRoom = true;
    this.#options.memory.remember(welcome.resume);
    // Everything else goes from peer to peer; the registration is for those who still need it.
    this.#closeSignalling();
    this.#heartbeat = new Heartbeat();
    this.#heartbeatTimer = setInterval(() => this.#ping(attempt), PING_INTERVAL);
    this.#stableTimer = setTimeout(() => {
      this.#failures = 0;
    }, STABLE_AFTER);
    this.#options.onWelcome(welcome, attempt.line);
  }

  #answered(id: number, hostTime: number | undefined): void {
    const now = performance.now();
    const sent = this.#heartbeat.pong(id, now);
    if (sent === undefined || hostTime === undefined) return;
    const { timeOrigin } = performance;
    const [sentTime, receivedTime] = [timeOrigin + sent, timeOrigin + now];
    this.#options.onTrace?.({ kind: 'clock', sentTime, receivedTime, hostTime });
  }

  #ping(attempt: Attempt): void {
    const id = this.#heartbeat.ping(performance.now());
    if (id === undefined) this.#lose();
    else attempt.line.send({ type: 'ping', id });
  }

  /** A connection that stood is gone: the same seat, over a new one. */
  #lose(): void {
    if (!this.#wasInRoom) {
      this.#fail('no-path');
      return;
    }
    this.#show({ state: 'reconnecting' });
    this.#again(false);
    this.#failures += 1;
  }

  #hostClosed(reason: string): void {
    this.#show({ state: 'host-gone', reason });
    this.#failures = Math.max(this.#failures, 1);
    this.#again(true);
  }

  #fail(failure: AttemptFailure): void {
    if (failure === 'impostor') {
      this.#end({ state: 'impostor' });
      return;
    }
    this.#failures += 1;
    if (failure === 'host-absent') {
      const gone =
        this.#situation.state === 'host-gone' ? this.#situation : ({ state: 'host-gone' } as const);
      this.#show(this.#wasInRoom ? gone : { state: 'room-not-found' });
    } else {
      this.#showTrouble(failure);
    }
    this.#again(failure === 'host-absent');
  }

  #signallingUp(): void {
    if (this.#situation.state === 'connecting' || this.#lacksSignalling) {
      this.#show(this.#wasInRoom ? { state: 'reconnecting' } : { state: 'connecting', step: 'host' });
    }
    this.#attempt?.sendOffer();
  }

  /** The client takes the registration up again by itself, and the offer goes out then. */
  #signallingDown(reason: SignallingDownReason): void {
    if (this.#attempt?.open) return;
    this.#showTrouble(reason === 'refused' ? 'signalling-refused' : 'signalling-unreachable');
  }

  #showTrouble(trouble: Exclude<AttemptFailure, 'host-absent' | 'impostor'>): void {
    if (this.#situation.state === 'host-gone') return;
    this.#show(this.#wasInRoom ? { state: 'reconnecting', trouble } : { state: trouble });
  }

  #again(hostAbsent: boolean): void {
    this.#drop();
    const delay = retryDelay(this.#failures, hostAbsent, Math.random());
    this.#retryTimer = setTimeout(() => this.#begin(), delay);
  }

  /** What only the player can change: nothing goes on by itself. */
  #end(situation: Situation): void {
    this.#drop();
    this.#closeSignalling();
    this.#show(situation);
  }

  #drop(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#stableTimer);
    clearInterval(this.#heartbeatTimer);
    if (!this.#attempt) return;
    this.#attempt.close();
    this.#attempt = undefined;
    // Also of a picture that was decoded and is shown only now.
    this.#room.forget();
    this.#options.onLineClosed();
  }

  #closeSignalling(): void {
    this.#signalling?.close();
    this.#signalling = undefined;
  }

  #show(situation: Situation): void {
    this.#situation = situation;
    if (!this.#closed) this.#options.onSituation(situation);
  }
}
