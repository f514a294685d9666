import type { EncodedFrame, EncodedSound } from './frame.js';
import { KeyframeRequests, type KeyframeWish } from './keyframe-requests.js';
import type { Transport } from './transport/transport.js';

/** Hands one rendition's encoded frames and sound to every viewer's transport, and collects their wishes for keyframes. */
export class FanOut {
  readonly #transports = new Set<Transport>();
  readonly keyframes = new KeyframeRequests<Transport>();
  /** Called when somebody's wish was granted: a picture that stands still must be encoded again. */
  readonly #onWish: () => void;

  constructor(onWish: () => void) {
    this.#onWish = onWish;
  }

  /** A viewer joins: it needs a keyframe, at once. */
  add(transport: Transport): void {
    this.#transports.add(transport);
    this.wishKeyframe(transport, { afterLoss: true });
  }

  remove(transport: Transport): void {
    this.#transports.delete(transport);
    this.keyframes.forget(transport);
  }

  wishKeyframe(transport: Transport, wish: KeyframeWish): void {
    if (!this.#transports.has(transport)) return;
    if (this.keyframes.wish(transport, wish, performance.now())) this.#onWish();
  }

  sendFrame(frame: EncodedFrame): void {
    for (const transport of this.#transports) transport.sendFrame(frame);
  }

  sendSound(packet: EncodedSound): void {
    for (const transport of this.#transports) transport.sendSound(packet);
  }
}
