import type { PeerMessage, ServerMessage } from '../protocol/signalling-message.js';
import { RateLimit } from '../rate-limit.js';
import { Offer } from './offer.js';

/** Offers that may be open at the same time. When there are more, the oldest is given up: it had its time. */
const MOST_OPEN = 32;
/** Offers at once, and then per second, of everybody together: each costs a peer connection. */
const ALL_BURST = 32;
const ALL_PER_SECOND = 8;
/** The same of one peer: a page that reconnects makes one offer after the other. */
const PEER_BURST = 5;
const PEER_PER_SECOND = 0.5;
const MOST_REMEMBERED_PEERS = 256;

/** Sorts what comes from viewers to their offers, and holds back whoever makes too many. */
export class OfferDesk {
  readonly #send: (message: PeerMessage) => boolean;
  readonly #onOffer: (offer: Offer) => void;
  readonly #open = new Map<string, Offer>();
  readonly #all: RateLimit;
  readonly #peers = new Map<string, RateLimit>();
  readonly #now: () => number;
  #refused = 0;

  constructor(
    send: (message: PeerMessage) => boolean,
    onOffer: (offer: Offer) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#send = send;
    this.#onOffer = onOffer;
    this.#now = now;
    this.#all = new RateLimit(ALL_BURST, ALL_PER_SECOND, now);
  }

  /** Offers that were not passed on because there were too many. */
  get refused(): number {
    return this.#refused;
  }

  /** Offers that are neither settled nor given up. */
  get openOffers(): number {
    return this.#open.size;
  }

  receive(message: ServerMessage): void {
    switch (message.type) {
      case 'OFFER':
        if (message.payload.sdp.type === 'offer') {
          this.#receiveOffer(message.src, message.payload.connectionId, message.payload.sdp.sdp);
        }
        return;
      case 'CANDIDATE':
        this.#open
          .get(keyOf(message.src, message.payload.connectionId))
          ?.addCandidate(message.payload.candidate);
        return;
      case 'EXPIRE':
        // What was sent to this viewer could not be delivered: it has left the signalling server.
        for (const offer of this.#of(message.src)) offer.giveUp();
        return;
      case 'LEAVE':
        for (const offer of this.#of(message.src)) offer.giveUp('withdrawn');
        return;
    }
  }

  /** Gives up all open offers. */
  close(): void {
    for (const offer of [...this.#open.values()]) offer.giveUp();
  }

  #of(viewerPeerId: string): Offer[] {
    return [...this.#open.values()].filter((offer) => offer.viewerPeerId === viewerPeerId);
  }

  #receiveOffer(viewerPeerId: string, connectionId: string, sdp: string): void {
    const key = keyOf(viewerPeerId, connectionId);
    if (this.#open.has(key)) return;
    if (!this.#limitOf(viewerPeerId).take() || !this.#all.take()) {
      this.#refused += 1;
      return;
    }
    if (this.#open.size >= MOST_OPEN) this.#open.values().next().value?.giveUp();
    const offer = new Offer({
      viewerPeerId,
      connectionId,
      sdp,
      send: this.#send,
      onDone: () => this.#open.delete(key),
    });
    this.#open.set(key, offer);
    this.#onOffer(offer);
  }

  #limitOf(peerId: string): RateLimit {
    const limit = this.#peers.get(peerId) ?? new RateLimit(PEER_BURST, PEER_PER_SECOND, this.#now);
    // The one used last stands at the end, so that the first one is the one to forget.
    this.#peers.delete(peerId);
    this.#peers.set(peerId, limit);
    if (this.#peers.size > MOST_REMEMBERED_PEERS) this.#peers.delete(this.#peers.keys().next().value!);
    return limit;
  }
}

/** Length first, so that no choice of ids makes two pairs alike. */
function keyOf(viewerPeerId: string, connectionId: string): string {
  return `${viewerPeerId.length} ${viewerPeerId} ${connectionId}`;
}
