import type { IceCandidate, PeerMessage, ServerMessage } from '../../../src/protocol/signalling-message.js';
import type { HostConnectionEvents, HostLine } from './host-connection.js';
import type { Trouble } from './situation.js';

/** How long the host may take to answer, and then path and hello, in milliseconds. */
const ANSWER_LIMIT = 10_000;
const CONNECT_LIMIT = 15_000;

export type AttemptFailure = Trouble | 'host-absent' | 'impostor';

export interface AttemptOptions {
  readonly connectionId: string;
  readonly hostId: string;
  readonly connect: (events: HostConnectionEvents) => HostLine;
  /** Sends to the host; `false` while there is no signalling server to send with. */
  readonly signal: (message: PeerMessage) => boolean;
  readonly onOpen: (line: HostLine) => void;
  readonly onControlMessage: (text: string) => void;
  /** The way to the host couldn't be made. */
  readonly onFailed: (failure: AttemptFailure) => void;
  /** The way to the host was open and broke. */
  readonly onLost: () => void;
}

/**
 * One way to the host: a PeerConnection and the messages by which both sides bring it about. The offer is made while
 * the signalling server is still being reached, and goes out as soon as both are ready.
 */
export class Attempt {
  readonly line: HostLine;
  readonly #options: AttemptOptions;
  readonly #candidates: IceCandidate[] = [];
  #offer: string | undefined;
  #stage: 'offering' | 'offered' | 'answered' | 'open' | 'closed' = 'offering';
  #limit: ReturnType<typeof setTimeout> | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.line = options.connect({
      onOffer: (sdp) => {
        this.#offer = sdp;
        this.sendOffer();
      },
      onCandidate: (candidate) => {
        this.#candidates.push(candidate);
        if (this.#stage !== 'offering') this.#sendCandidates();
      },
      onOpen: () => {
        this.#stage = 'open';
        options.onOpen(this.line);
      },
      onControlMessage: (text) => {
        if (this.#stage === 'open') options.onControlMessage(text);
      },
      onLost: () => (this.#stage === 'open' ? options.onLost() : options.onFailed('no-path')),
    });
  }

  /** Whether the signalling server has no more part in it. */
  get open(): boolean {
    return this.#stage === 'open';
  }

  /** Sends the offer if it is made and the signalling server is there; called when either comes about. */
  sendOffer(): void {
    if (this.#stage !== 'offering' || this.#offer === undefined) return;
    if (!this.#signal('OFFER', { sdp: { type: 'offer', sdp: this.#offer } })) return;
    this.#stage = 'offered';
    this.#sendCandidates();
    this.#limit = setTimeout(() => this.#options.onFailed('no-answer'), ANSWER_LIMIT);
  }

  /** Takes a message that the signalling server brought; those of other peers or other attempts are ignored. */
  receive(message: ServerMessage): void {
    if (!('src' in message) || message.src !== this.#options.hostId) return;
    if (message.type === 'EXPIRE') {
      if (this.#stage === 'offered') this.#options.onFailed('host-absent');
      return;
    }
    if (!('payload' in message) || message.payload.connectionId !== this.#options.connectionId) return;
    if (message.type === 'CANDIDATE') this.line.addCandidate(message.payload.candidate);
    if (message.type === 'ANSWER' && this.#stage === 'offered') this.#takeAnswer(message.payload.sdp);
  }

  /** The host let this viewer in: no time limit holds any longer. */
  settle(): void {
    clearTimeout(this.#limit);
  }

  /** Ends what isn't needed after all; the host is told, which would take it for a way that can't be made. */
  withdraw(): void {
    this.#signal('LEAVE');
    this.close();
  }

  close(): void {
    this.#stage = 'closed';
    clearTimeout(this.#limit);
    this.line.close();
  }

  #takeAnswer({ type, sdp }: { type: string; sdp: string }): void {
    clearTimeout(this.#limit);
    if (type !== 'answer') {
      this.#options.onFailed('no-answer');
      return;
    }
    if (this.line.acceptAnswer(sdp) === 'impostor') {
      this.#options.onFailed('impostor');
      return;
    }
    this.#stage = 'answered';
    this.#limit = setTimeout(
      () => this.#options.onFailed(this.#stage === 'open' ? 'no-answer' : 'no-path'),
      CONNECT_LIMIT,
    );
  }

  #sendCandidates(): void {
    for (const candidate of this.#candidates.splice(0)) this.#signal('CANDIDATE', { candidate });
  }

  #signal(type: PeerMessage['type'], content?: object): boolean {
    const { connectionId, hostId, signal } = this.#options;
    return signal({ type, dst: hostId, payload: { type: 'media', connectionId, ...content } } as PeerMessage);
  }
}
