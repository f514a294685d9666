import { randomUUID } from 'node:crypto';
import { CloudgameError } from '../errors.js';
import { hostPeerId } from '../protocol/link.js';
import { SignallingClient } from '../protocol/signalling-client.js';
import type { IceCandidate, PeerMessage, ServerMessage } from '../protocol/signalling-message.js';
import { openSignallingSocket } from '../signalling/open-socket.js';
import type { WatchedLink } from './watched-link.js';

export interface MeetingEvents {
  /** The signalling server is there. */
  onRegistered(): void;
  /** @returns whether it is the host's. */
  onAnswer(sdp: string): 'accepted' | 'impostor' | 'unreadable';
  onCandidate(candidate: IceCandidate): void;
  onFailed(failure: CloudgameError): void;
}

const MOST_CANDIDATES = 100;

/** How a viewer and the host of a link tell each other where they are: over a PeerJS server, until there is a way. */
export class Meeting {
  /** Under which both ends, and whoever is between them, know this connection. */
  readonly connectionId = randomUUID();
  readonly #hostId: string;
  readonly #events: MeetingEvents;
  readonly #client: SignallingClient;
  readonly #server: string;
  readonly #early: IceCandidate[] = [];
  #failure = '';
  #answered = false;

  constructor({ room, signallingUrl }: WatchedLink, events: MeetingEvents) {
    this.#hostId = hostPeerId(room.fingerprint);
    this.#events = events;
    this.#server = new URL(signallingUrl).host;
    this.#client = new SignallingClient({
      url: signallingUrl,
      id: `cloudgame-viewer-${randomUUID()}`,
      token: randomUUID(),
      openSocket: (url) =>
        openSignallingSocket(url, (error) => {
          this.#failure = error.message;
        }),
      onOpen: () => events.onRegistered(),
      onMessage: (message) => this.#receive(message),
      onDown: (reason) => events.onFailed(this.#unreachable(reason)),
    });
  }

  sendOffer(sdp: string): void {
    this.#send({ type: 'OFFER', ...this.#to({ sdp: { type: 'offer', sdp } }) });
  }

  sendCandidate(candidate: IceCandidate): void {
    this.#send({ type: 'CANDIDATE', ...this.#to({ candidate }) });
  }

  close(): void {
    this.#client.close();
  }

  #to<Payload>(payload: Payload) {
    return {
      dst: this.#hostId,
      payload: { type: 'media', connectionId: this.connectionId, ...payload },
    } as const;
  }

  #send(message: PeerMessage): void {
    this.#client.send(message);
  }

  #receive(message: ServerMessage): void {
    if (!('src' in message) || message.src !== this.#hostId) return;
    if (message.type === 'EXPIRE' && !this.#answered) this.#events.onFailed(hostAbsent());
    if (!('payload' in message) || message.payload.connectionId !== this.connectionId) return;
    if (message.type === 'ANSWER' && !this.#answered) this.#takeAnswer(message.payload.sdp.sdp);
    if (message.type !== 'CANDIDATE') return;
    if (this.#answered) this.#events.onCandidate(message.payload.candidate);
    else if (this.#early.length < MOST_CANDIDATES) this.#early.push(message.payload.candidate);
  }

  #takeAnswer(sdp: string): void {
    this.#answered = true;
    const verdict = this.#events.onAnswer(sdp);
    if (verdict !== 'accepted') {
      this.#events.onFailed(verdict === 'impostor' ? impostor() : unreadable());
      return;
    }
    for (const candidate of this.#early.splice(0)) this.#events.onCandidate(candidate);
  }

  #unreachable(reason: string): CloudgameError {
    const why = this.#failure === '' ? reason : this.#failure;
    return new CloudgameError(
      'signalling',
      `The signalling server ${this.#server} can’t be reached (${why}).`,
      'See that the host is running and that this computer is in its network, or has a way to the internet for a public link.',
    );
  }
}

function hostAbsent(): CloudgameError {
  return new CloudgameError(
    'network',
    'No host with this link is at the signalling server.',
    'See that the host is running; after --new-link older links don’t work any more.',
  );
}

function impostor(): CloudgameError {
  return new CloudgameError(
    'network',
    'Somebody else answered in place of the host: the certificate is not the one that the link names.',
    'Ask the host for the link again, by a way that you trust.',
  );
}

function unreadable(): CloudgameError {
  return new CloudgameError(
    'network',
    'The host’s answer can’t be understood.',
    'Watch with the version of cloudgame that the host has.',
  );
}
