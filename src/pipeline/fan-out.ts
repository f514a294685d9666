import type { EncodedFrame } from './frame.js';
import { KeyframeRequests, type KeyframeWish } from './keyframe-requests.js';
import { frameLeftOut } from './trace/trace-points.js';
import type { Transport } from './transport/transport.js';

/** What a transport is sent: frames from one number to another. */
interface Share {
  /** The viewer's place among all that ever joined, from 1. */
  readonly viewer: number;
  /** Infinity while a keyframe is waited for. */
  first: number;
  last: number;
}

/** Hands one rendition's encoded frames to the transports of its viewers, and collects their wishes for keyframes. */
export class FanOut {
  readonly #shares = new Map<Transport, Share>();
  readonly keyframes = new KeyframeRequests<Transport>();
  /** Called when somebody's wish was granted: a picture that stands still must be encoded again. */
  readonly #onWish: () => void;

  constructor(onWish: () => void) {
    this.#onWish = onWish;
  }

  /** Transports that are sent something, or will be. */
  get count(): number {
    return this.#shares.size;
  }

  /**
   * A viewer joins: it needs a keyframe, at once.
   *
   * @param viewer - its place among all that ever joined, from 1.
   */
  add(transport: Transport, viewer: number): void {
    this.#shares.set(transport, { viewer, first: 0, last: Number.POSITIVE_INFINITY });
    this.wishKeyframe(transport, { afterLoss: true });
  }

  /** A viewer comes from another rendition, with this one's next keyframe and not before. */
  expect(transport: Transport, viewer: number): void {
    const never = Number.POSITIVE_INFINITY;
    this.#shares.set(transport, { viewer, first: never, last: never });
    this.wishKeyframe(transport, { afterLoss: true });
  }

  /** A viewer goes to another rendition, and gets from here what comes before the frame of that number. */
  release(transport: Transport, number: number): void {
    const share = this.#shares.get(transport);
    if (share) share.last = number - 1;
    this.keyframes.forget(transport);
  }

  remove(transport: Transport): void {
    this.#shares.delete(transport);
    this.keyframes.forget(transport);
  }

  wishKeyframe(transport: Transport, wish: KeyframeWish): void {
    if (!this.#shares.has(transport)) return;
    if (this.keyframes.wish(transport, wish, performance.now())) this.#onWish();
  }

  /**
   * The frame of that number is being encoded as a keyframe.
   *
   * @returns who was expected, and comes in with it.
   */
  grant(number: number, now: number): Transport[] {
    this.keyframes.grant(now);
    const arrived: Transport[] = [];
    for (const [transport, share] of this.#shares) {
      if (share.first !== Number.POSITIVE_INFINITY) continue;
      share.first = number;
      arrived.push(transport);
    }
    return arrived;
  }

  sendFrame(frame: EncodedFrame): void {
    const { number } = frame.stamp;
    for (const [transport, { viewer, first, last }] of this.#shares) {
      if (number > last) this.#shares.delete(transport);
      else if (number < first) continue;
      else if (frameLeftOut.hasSubscribers) sendTraced(frame, transport, viewer);
      else transport.sendFrame(frame);
    }
  }
}

function sendTraced(frame: EncodedFrame, transport: Transport, viewer: number): void {
  const before = transport.statistics().framesSkipped;
  transport.sendFrame(frame);
  if (transport.statistics().framesSkipped === before) return;
  frameLeftOut.publish({ number: frame.stamp.number, viewer });
}
