import type { IceCandidate, PeerMessage } from '../protocol/signalling-message.js';

/** Candidates of one viewer that are passed on; browsers send a dozen. */
const MOST_CANDIDATES = 64;
/** Milliseconds from the offer until the viewer has to be connected. */
const TIME_TO_CONNECT = 30_000;

export interface OfferOptions {
  readonly viewerPeerId: string;
  readonly connectionId: string;
  readonly sdp: string;
  readonly send: (message: PeerMessage) => boolean;
  /** Called once, when it was settled or given up. */
  readonly onDone: () => void;
}

/** A viewer's offer, open until the viewer is connected or given up. */
export class Offer {
  /** The viewer's id at the signalling server; proof of nothing. */
  readonly viewerPeerId: string;
  readonly connectionId: string;
  /** The offer's session description. */
  readonly sdp: string;
  readonly #send: OfferOptions['send'];
  readonly #onDone: () => void;
  readonly #abort = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #waiting: IceCandidate[] = [];
  #receiver: ((candidate: IceCandidate) => void) | undefined;
  #candidates = 0;
  #done = false;

  constructor(options: OfferOptions) {
    this.viewerPeerId = options.viewerPeerId;
    this.connectionId = options.connectionId;
    this.sdp = options.sdp;
    this.#send = options.send;
    this.#onDone = options.onDone;
    this.#timer = setTimeout(() => this.giveUp(), TIME_TO_CONNECT);
  }

  /** Aborted when the offer is given up: nobody is there any more, it took too long, or others need its place. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Sends the answer; `false` where the signalling server is out of reach. */
  answer(sdp: string): boolean {
    return this.#send({
      type: 'ANSWER',
      dst: this.viewerPeerId,
      payload: { type: 'media', connectionId: this.connectionId, sdp: { type: 'answer', sdp } },
    });
  }

  /** Sends one of the host's candidates; `false` where the signalling server is out of reach. */
  sendCandidate(candidate: IceCandidate): boolean {
    return this.#send({
      type: 'CANDIDATE',
      dst: this.viewerPeerId,
      payload: { type: 'media', connectionId: this.connectionId, candidate },
    });
  }

  /** Takes the viewer's candidates: those that came already, and those to come. */
  receiveCandidates(receiver: (candidate: IceCandidate) => void): void {
    this.#receiver = receiver;
    for (const candidate of this.#waiting.splice(0)) receiver(candidate);
  }

  /** Hands in a candidate that the viewer sent. */
  addCandidate(candidate: IceCandidate): void {
    this.#candidates += 1;
    if (this.#done || this.#candidates > MOST_CANDIDATES) return;
    if (this.#receiver) this.#receiver(candidate);
    else this.#waiting.push(candidate);
  }

  /** Says that the viewer is connected, or that nothing will come of it: its place is free. */
  settle(): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#onDone();
  }

  /**
   * Gives the offer up, if it isn't settled.
   *
   * @param reason - what the signal says; `withdrawn` where the viewer itself gave it up.
   */
  giveUp(reason?: 'withdrawn'): void {
    if (this.#done) return;
    this.settle();
    this.#abort.abort(reason);
  }
}
