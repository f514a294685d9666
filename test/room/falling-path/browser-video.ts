import { type ReceivedRtp, readRtp, writeNack } from '../received-rtp.js';

/** A browser that knows no round trip asks for a lost packet again after so long (ms), so often at the most. */
const AGAIN_MS = 100;
const MOST_ASKED = 10;

interface Picture {
  readonly first: number;
  readonly last: number;
  readonly keyframe: boolean;
}

/** What a browser does with the packets of a `<video>`: asks for lost ones, and shows pictures in their order from the newest keyframe on. */
export class BrowserVideo {
  readonly #ssrc: number;
  readonly #ask: (request: Buffer) => void;
  readonly #onShown: () => void;
  readonly #packets = new Map<number, ReceivedRtp>();
  readonly #missing = new Map<number, { asked: number; at: number }>();
  #newest: number | undefined;
  /** Of the picture that was shown last; before the first one anything may be the next. */
  #shownLast: number | undefined;

  constructor(ssrc: number, ask: (request: Buffer) => void, onShown: () => void) {
    this.#ssrc = ssrc;
    this.#ask = ask;
    this.#onShown = onShown;
  }

  push(bytes: Buffer, now: number): void {
    const packet = readRtp(bytes);
    const newest = this.#newest ?? packet.sequenceNumber - 1;
    const number = newest + (((packet.sequenceNumber - newest) << 16) >> 16);
    this.#packets.set(number, packet);
    this.#missing.delete(number);
    for (let lost = newest + 1; lost < number; lost++) {
      this.#missing.set(lost, { asked: 0, at: Number.NEGATIVE_INFINITY });
    }
    this.#newest = Math.max(newest, number);
    this.tick(now);
    this.#show();
  }

  tick(now: number): void {
    for (const [number, lost] of this.#missing) {
      if (now - lost.at < AGAIN_MS) continue;
      if (lost.asked >= MOST_ASKED) this.#missing.delete(number);
      else this.#ask(writeNack(this.#ssrc, number & 0xffff));
      lost.asked++;
      lost.at = now;
    }
  }

  #show(): void {
    for (let picture = this.#next(); picture; picture = this.#next()) {
      this.#shownLast = picture.last;
      for (const map of [this.#packets, this.#missing]) {
        for (const number of map.keys()) if (number <= picture.last) map.delete(number);
      }
      this.#onShown();
    }
  }

  /** The one after the last, or the newest keyframe that is whole. */
  #next(): Picture | undefined {
    let next: Picture | undefined;
    for (const number of this.#packets.keys()) {
      const picture = this.#wholeFrom(number);
      if (picture?.keyframe || (picture && picture.first === (this.#shownLast ?? -2) + 1)) next = picture;
    }
    return next;
  }

  /** The picture that begins with a packet, where all of it is there. */
  #wholeFrom(first: number): Picture | undefined {
    const begin = this.#packets.get(first)!;
    if (!startsPicture(begin.payload)) return undefined;
    for (let last = first; ; last++) {
      const packet = this.#packets.get(last);
      if (!packet || packet.timestamp !== begin.timestamp) return undefined;
      if (packet.marker) return { first, last, keyframe: nalType(begin.payload) === 5 };
    }
  }
}

/** A NAL unit by itself, or the first of its fragments (RFC 6184 sections 5.6 and 5.8). */
function startsPicture(payload: Buffer): boolean {
  return (payload[0]! & 31) !== 28 || (payload[1]! & 0x80) !== 0;
}

function nalType(payload: Buffer): number {
  return (payload[0]! & 31) === 28 ? payload[1]! & 31 : payload[0]! & 31;
}
