import { Door, type DoorState } from '../signalling/door.js';
import type { Offer } from '../signalling/offer.js';
import type { RoomKeys } from '../signalling/room-keys.js';
import type { UntimedEvent } from './events.js';

export interface DoorsOptions {
  readonly keys: Pick<RoomKeys, 'fingerprint' | 'peerToken'>;
  /** The embedded signalling server's URL. */
  readonly localUrl: string;
  /** The signalling server out there and the link that leads to it; absent where there is no public link. */
  readonly publicDoor?: { readonly signallingUrl: string; readonly link: string } | undefined;
  readonly onOffer: (offer: Offer, door: 'local' | 'public') => void;
  readonly emit: (event: UntimedEvent) => void;
}

/** A door that doesn't open within this time (ms) is reported. */
const DOOR_TIMEOUT = 3_000;

/** The two ways into a room: the local door, which waits for nobody, and the public one beside it. */
export class Doors {
  readonly #options: DoorsOptions;
  readonly #local: Door;
  readonly #public: Door | undefined;
  #reported: string | undefined;
  #closed = false;

  constructor(options: DoorsOptions) {
    const { keys, publicDoor } = options;
    this.#options = options;
    this.#local = new Door({
      ...keys,
      url: options.localUrl,
      onOffer: (offer) => options.onOffer(offer, 'local'),
    });
    this.#public =
      publicDoor &&
      new Door({
        ...keys,
        url: publicDoor.signallingUrl,
        onOffer: (offer) => options.onOffer(offer, 'public'),
        onState: (state) => this.#report(state),
      });
  }

  /** `undefined` where there is no public door. */
  get public(): Pick<Door, 'state' | 'waitUntilOpen'> | undefined {
    return this.#public;
  }

  /** Resolves when people in the same network can come in. */
  async waitForLocal(): Promise<void> {
    await this.#local.waitUntilOpen(DOOR_TIMEOUT);
  }

  /** Reports the public door once if it neither opens nor fails in time; what happens to it later reports itself. */
  async reportSlow(): Promise<void> {
    if (this.#public?.state.kind !== 'opening') return;
    const state = await this.#public.waitUntilOpen(DOOR_TIMEOUT);
    if (this.#public.state.kind === 'opening') this.#report(state);
  }

  close(): void {
    this.#closed = true;
    this.#local.close();
    this.#public?.close();
  }

  /** Reports what is news: a door that stays down is tried again and again, and fails for the same reason each time. */
  #report(state: DoorState): void {
    const { publicDoor, emit } = this.#options;
    if (this.#closed || !publicDoor || state.kind === 'opening') return;
    const news = state.kind === 'open' ? 'open' : state.reason;
    if (news === this.#reported) return;
    this.#reported = news;
    const event = { event: 'link', signallingUrl: publicDoor.signallingUrl, url: publicDoor.link } as const;
    if (state.kind === 'open') emit({ ...event, state: 'open' });
    else emit({ ...event, state: 'down', reason: state.message });
  }
}
