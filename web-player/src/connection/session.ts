import { encodeBase64Url } from '../../../src/protocol/base64url.js';
import { readHostMessage, type Welcome } from '../../../src/protocol/control-message.js';
import { hostPeerId } from '../../../src/protocol/link.js';
import type { RoomAction } from '../../../src/protocol/room-action.js';
import type { SignallingDownReason } from '../../../src/protocol/signalling-client.js';
import { PROTOCOL_VERSION } from '../../../src/protocol/version.js';
import { traceTime } from '../trace/trace-record.js';
import { Attempt, type AttemptFailure } from './attempt.js';
import type { HostLine } from './host-connection.js';
import { PathWatch } from './path-watch.js';
import { retryDelay } from './retry-schedule.js';
import { RoomView } from './room-view.js';
import type { SessionOptions, Signalling } from './session-options.js';
import { isFinal, type Situation } from './situation.js';

/** How long a signalling server may take at first when it is needed for coming back: a network just left never answers (ms). */
const SOCKET_LIMIT = 2_000;
/** A connection that held this long was a good one: the next loss is answered at once again (milliseconds). */
const STABLE_AFTER = 10_000;

/**
 * A viewer's stay with one host, from opening the link to closing the page, over as many connections as it takes.
 * What is lost is made anew, with the same seat; what is refused is left to the player.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #room = new RoomView();
  #signalling: Signalling | undefined;
  /** The newest connection: the one in use, or to be. */
  #attempt: Attempt | undefined;
  /** The one before, of which nothing comes: the first of both that gives a sign of life is kept. */
  #silent: Attempt | undefined;
  /** Of the connection by which this viewer is in. */
  #watch: PathWatch | undefined;
  /** Until the next try, or until a signalling server has had its time. */
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
    return this.#watch?.heartbeat.roundTrip;
  }

  /** The picture of the newest connection is on the screen. */
  pictureShown(): void {
    this.#room.pictureShown();
    this.#showRoom();
  }

  /** Tries again now: after a refusal, or instead of waiting. A try that is under way is left alone. */
  retryNow(): void {
    if (this.#closed || (this.#attempt && !this.#lacksSignalling)) return;
    this.#failures = 0;
    if (isFinal(this.#situation)) this.#show({ state: 'connecting', step: 'signalling' });
    this.#beginAnew();
  }

  /**
   * Something changed, the network perhaps: no need to wait for the next try, and what holds may not hold any more. What
   * was refused stays refused.
   */
  hurry(): void {
    if (isFinal(this.#situation)) return;
    if (this.#watch && !this.#silent) this.#watch.look();
    else if (this.#wasInRoom && !this.#attempt?.open) this.#beginAnew();
    else this.retryNow();
  }

  /** Asks the host for something; its answer comes as a message. Nobody hears it where there is no connection. */
  ask(action: RoomAction): void {
    if (this.#room.welcomed) this.#attempt?.line.send({ type: 'action', id: ++this.#lastAsked, action });
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  get #lacksSignalling(): boolean {
    const situation = this.#situation;
    const trouble = situation.state === 'reconnecting' ? situation.trouble : situation.state;
    return trouble === 'signalling-unreachable' || trouble === 'signalling-refused';
  }

  #begin(): void {
    const { link, connect, randomId } = this.#options;
    // The socket first: its round trips are the longest part of the way.
    if (!this.#signalling) {
      this.#signalling = this.#options.openSignalling({
        onOpen: () => this.#signallingUp(),
        onMessage: (message) => this.#attempt?.receive(message),
        onDown: (reason) => this.#signallingDown(reason),
      });
      if (this.#wasInRoom) this.#limitSignalling();
    }
    const attempt: Attempt = new Attempt({
      connectionId: randomId(),
      hostId: hostPeerId(link.fingerprint),
      connect,
      signal: (message) => this.#signalling?.send(message) ?? false,
      onOpen: (line) => this.#hello(line),
      onControlMessage: (text) => this.#receive(text),
      onFailed: (failure) => this.#fail(failure),
      onLost: () => this.#lose(attempt),
    });
    this.#attempt = attempt;
    // Until a later one is open, the last picture of the one before is seen.
    if (!this.#wasInRoom) attempt.line.receiver.begin();
  }

  #limitSignalling(): void {
    this.#retryTimer = setTimeout(
      () => {
        this.#failures += 1;
        this.#beginAnew();
      },
      SOCKET_LIMIT + retryDelay(this.#failures, false, 1),
    );
  }

  #beginAnew(): void {
    this.#drop();
    this.#closeSignalling();
    this.#begin();
  }

  #hello(line: HostLine): void {
    this.#passMilestone('control-open');
    if (this.#wasInRoom) {
      this.#leave();
      line.receiver.begin();
    }
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
    if (!message) return;
    this.#watch?.heard();
    if (!this.#attempt) return;
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
    this.#showRoom();
  }

  #enter(welcome: Welcome, attempt: Attempt): void {
    attempt.settle();
    this.#passMilestone('welcome');
    this.#wasInRoom = true;
    this.#options.memory.remember(welcome.resume);
    // Everything else goes from peer to peer; the registration is for those who still need it.
    this.#closeSignalling();
    this.#watch = new PathWatch(
      attempt.line,
      () => this.#doubt(),
      () => this.#revive(),
      () => this.#lose(attempt),
    );
    this.#stableTimer = setTimeout(() => {
      this.#failures = 0;
    }, STABLE_AFTER);
    this.#options.onWelcome(welcome, attempt.line);
  }

  #answered(id: number, hostTime: number | undefined): void {
    const now = performance.now();
    const sent = this.#watch?.heartbeat.pong(id, now);
    if (sent === undefined || hostTime === undefined) return;
    const { timeOrigin } = performance;
    this.#options.onTrace?.({
      kind: 'clock',
      sentTime: timeOrigin + sent,
      receivedTime: timeOrigin + now,
      hostTime,
    });
  }

  #passMilestone(name: 'control-open' | 'welcome'): void {
    this.#options.onTrace?.({ kind: 'milestone', name, time: traceTime() });
  }

  /** Nothing comes of a connection: another one is made beside it, with the same seat, unless something comes meanwhile. */
  #doubt(): void {
    if (this.#silent) return;
    this.#silent = this.#attempt;
    this.#show({ state: 'reconnecting' });
    this.#begin();
  }

  #revive(): void {
    if (!this.#silent) return;
    clearTimeout(this.#retryTimer);
    this.#attempt?.withdraw();
    this.#attempt = this.#silent;
    this.#silent = undefined;
    this.#closeSignalling();
    this.#showRoom();
  }

  /** A connection that stood is gone: the same seat, over a new one. */
  #lose(attempt: Attempt): void {
    if (attempt === this.#silent) {
      // The other one is on its way.
      this.#leave();
      return;
    }
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
    if (this.#attempt) clearTimeout(this.#retryTimer);
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
    this.#stop();
    this.#show(situation);
  }

  #stop(): void {
    this.#leave();
    this.#drop();
    this.#closeSignalling();
  }

  /** Gives the newest connection up; a silent one may still come back. */
  #drop(): void {
    clearTimeout(this.#retryTimer);
    this.#attempt?.close();
    this.#attempt = undefined;
    if (!this.#silent) this.#leave();
  }

  /** The connection by which this viewer was in is over. */
  #leave(): void {
    if (!this.#watch) return;
    this.#watch.close();
    this.#watch = undefined;
    clearTimeout(this.#stableTimer);
    this.#silent?.close();
    this.#silent = undefined;
    // Also of a picture that was decoded and is shown only now.
    this.#room.forget();
    this.#options.onLineClosed();
  }

  #closeSignalling(): void {
    this.#signalling?.close();
    this.#signalling = undefined;
  }

  #showRoom(): void {
    const { situation, welcomed } = this.#room;
    // Who comes back sees the last picture until the first new one.
    const isBack = situation.state === 'connecting' && this.#situation.state === 'reconnecting';
    if (welcomed && !this.#silent && !isBack) this.#show(situation);
  }

  #show(situation: Situation): void {
    this.#situation = situation;
    if (!this.#closed) this.#options.onSituation(situation);
  }
}
