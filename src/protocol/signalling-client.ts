import { type PeerMessage, readServerMessage, type ServerMessage } from './signalling-message.js';
import { signallingSocketUrl } from './signalling-url.js';

/** The part of the web's `WebSocket` that the client needs; the npm package `ws` has it as well. */
export interface SignallingSocket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

export interface SignallingClientOptions {
  /** `ws:` or `wss:` URL of a PeerJS server. */
  readonly url: string;
  readonly id: string;
  readonly token: string;
  readonly openSocket: (url: string) => SignallingSocket;
  /** Called whenever the id is registered, at first and after each loss. */
  readonly onOpen: () => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** Called when the connection is lost or can't be made; the client tries again by itself. */
  readonly onDown: (reason: SignallingDownReason) => void;
}

export type SignallingDownReason = 'unreachable' | 'lost' | 'id-taken' | 'refused';

/** Milliseconds. The server drops a client that is silent for 60 to 90 s. */
const HEARTBEAT_INTERVAL = 5_000;
/** After this long, without word of the server, an id that was taken up again counts as registered (ms). */
const SILENT_OPEN_DELAY = 1_000;
const CONNECT_TIMEOUT = 10_000;
const FIRST_RETRY_DELAY = 500;
const LONGEST_RETRY_DELAY = 15_000;

/**
 * One registration at a PeerJS server, kept up for as long as it isn't closed: what is lost is taken up again with
 * the same id and token, at growing intervals. It serves hosts (Node) and pages (browsers).
 */
export class SignallingClient {
  readonly #options: SignallingClientOptions;
  #socket: SignallingSocket | undefined;
  #registered = false;
  #closed = false;
  #retryDelay = FIRST_RETRY_DELAY;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #openTimer: ReturnType<typeof setTimeout> | undefined;
  #heartbeatTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: SignallingClientOptions) {
    this.#options = options;
    this.#connect();
  }

  get registered(): boolean {
    return this.#registered;
  }

  /** Sends to another peer. A message that comes while the server is out of reach is lost, as it would be on the way. */
  send(message: PeerMessage): boolean {
    if (!this.#registered || !this.#socket) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Gives the registration up. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    this.#dropSocket();
  }

  #connect(): void {
    const { url, id, token, openSocket } = this.#options;
    let socket: SignallingSocket;
    try {
      socket = openSocket(signallingSocketUrl(url, id, token));
    } catch {
      this.#lose('unreachable');
      return;
    }
    this.#socket = socket;
    this.#openTimer = setTimeout(() => this.#lose('unreachable'), CONNECT_TIMEOUT);
    socket.onopen = () => {
      clearTimeout(this.#openTimer);
      // A server that still holds the old socket of this id sends no OPEN when it is taken up again.
      this.#openTimer = setTimeout(() => this.#register(), SILENT_OPEN_DELAY);
      this.#heartbeatTimer = setInterval(() => socket.send('{"type":"HEARTBEAT"}'), HEARTBEAT_INTERVAL);
    };
    socket.onmessage = ({ data }: { data: unknown }) => this.#receive(data);
    socket.onclose = () => this.#lose(this.#registered ? 'lost' : 'unreachable');
    // A close event always follows.
    socket.onerror = () => {};
  }

  #receive(data: unknown): void {
    const message = readServerMessage(data);
    if (!message) return;
    switch (message.type) {
      case 'ID-TAKEN':
        this.#lose('id-taken');
        return;
      case 'ERROR':
      case 'INVALID-KEY':
        this.#lose('refused');
        return;
      case 'OPEN':
        this.#register();
        return;
      default:
        this.#register();
        this.#options.onMessage(message);
    }
  }

  #register(): void {
    clearTimeout(this.#openTimer);
    if (this.#registered) return;
    this.#registered = true;
    this.#retryDelay = FIRST_RETRY_DELAY;
    this.#options.onOpen();
  }

  #lose(reason: SignallingDownReason): void {
    if (this.#closed) return;
    this.#dropSocket();
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryDelay);
    this.#retryDelay = Math.min(this.#retryDelay * 2, LONGEST_RETRY_DELAY);
    this.#options.onDown(reason);
  }

  #dropSocket(): void {
    clearTimeout(this.#openTimer);
    clearInterval(this.#heartbeatTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#registered = false;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.onerror = () => {};
    socket.close();
  }
}
