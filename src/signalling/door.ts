import { hostPeerId } from '../protocol/link.js';
import { SignallingClient, type SignallingDownReason } from '../protocol/signalling-client.js';
import { describeDownReason } from './down-reason.js';
import type { Offer } from './offer.js';
import { OfferDesk } from './offer-desk.js';
import { openSignallingSocket } from './open-socket.js';

export type DoorState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'down';
      readonly reason: SignallingDownReason;
      /** What happened, as a sentence. */
      readonly message: string;
    };

export interface DoorOptions {
  /** `ws:` or `wss:` URL of the PeerJS server. */
  readonly url: string;
  /** SHA-256 of the host's certificate: the room's id at the server is derived from it. */
  readonly fingerprint: Uint8Array;
  /** What gets the id back after a lost connection. */
  readonly peerToken: string;
  readonly onOffer: (offer: Offer) => void;
  /** Called whenever the state changes. */
  readonly onState?: (state: DoorState) => void;
}

/**
 * The host's door at one signalling server: viewers come in here with their offers. While the server is out of reach the
 * door is down, and opens again by itself; viewers that are in already notice nothing.
 */
export class Door {
  readonly url: string;
  readonly #client: SignallingClient;
  readonly #desk: OfferDesk;
  readonly #onState: ((state: DoorState) => void) | undefined;
  readonly #opened = new EventTarget();
  readonly #closing = new AbortController();
  #state: DoorState = { kind: 'opening' };
  #socketError: Error | undefined;

  constructor(options: DoorOptions) {
    this.url = options.url;
    this.#onState = options.onState;
    this.#desk = new OfferDesk((message) => this.#client.send(message), options.onOffer);
    this.#client = new SignallingClient({
      url: options.url,
      id: hostPeerId(options.fingerprint),
      token: options.peerToken,
      openSocket: (url) => {
        this.#socketError = undefined;
        return openSignallingSocket(url, (error) => {
          this.#socketError = error;
        });
      },
      onOpen: () => this.#setState({ kind: 'open' }),
      onMessage: (message) => this.#desk.receive(message),
      onDown: (reason) => {
        const message = describeDownReason(reason, options.url, this.#socketError);
        this.#setState({ kind: 'down', reason, message });
      },
    });
  }

  get state(): DoorState {
    return this.#state;
  }

  /**
   * Waits until the door is open, for so many milliseconds at most.
   *
   * @returns the state then; one that is still opening is described as unreachable.
   */
  waitUntilOpen(timeoutMs: number): Promise<Exclude<DoorState, { kind: 'opening' }>> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#opened.removeEventListener('open', finish);
        this.#closing.signal.removeEventListener('abort', finish);
        resolve(this.#state.kind === 'opening' ? this.#unanswered() : this.#state);
      };
      const timer = setTimeout(finish, timeoutMs);
      this.#opened.addEventListener('open', finish);
      this.#closing.signal.addEventListener('abort', finish);
      if (this.#state.kind === 'open' || this.#closing.signal.aborted) finish();
    });
  }

  /** Gives up the room's id and all open offers; calling it again does nothing. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#client.close();
    this.#desk.close();
    this.#closing.abort();
  }

  #setState(state: DoorState): void {
    this.#state = state;
    this.#onState?.(state);
    if (state.kind === 'open') this.#opened.dispatchEvent(new Event('open'));
  }

  #unanswered(): Extract<DoorState, { kind: 'down' }> {
    return { kind: 'down', reason: 'unreachable', message: describeDownReason('unreachable', this.url) };
  }
}
