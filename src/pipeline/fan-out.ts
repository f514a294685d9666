import type { EncodedFrame, EncodedSound } from './frame.js';
import { KeyframeRequests, type KeyframeWish } from './keyframe-requests.js';
import { frameLeftOut } from './trace/trace-points.js';
import type { Transport } from './transport/transport.js';

/** Hands one rendition's encoded frames and sound to every viewer's transport, and collects their wishes for keyframes. */
export class FanOut {
  /** With each one's place among all that ever joined, from 1. */
  readonly #transports = new Map<Transport, number>();
  #joined = 0;
  readonly keyframes = new KeyframeRequests<Transport>();
  /** Called when somebody's wish was granted: a picture that stands still must be encoded again. */
  readonly #onWish: () => void;

  constructor(onWish: () => void) {
    this.#onWish = onWish;
  }

  /** A viewer joins: it needs a keyframe, at once. */
  add(transport: Transport): void {
    this.#transports.set(transport, ++this.#joined);
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
    for (const [transport, viewer] of this.#transports) {
      if (frameLeftOut.hasSubscribers) sendTraced(frame, transport, viewer);
      else transport.sendFrame(frame);
    }
  }

  sendSound(packet: EncodedSound): void {
    for (const transport of this.#transports.keys()) transport.sendSound(packet);
  }
}

function sendTraced(frame: EncodedFrame, transport: Transport, viewer: number): void {
  const before = transport.statistics().framesSkipped;
  transport.sendFrame(frame);
  if (transport.statistics().framesSkipped === before) return;
  frameLeftOut.publish({ number: frame.stamp.number, viewer });
}
