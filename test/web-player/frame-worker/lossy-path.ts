import { Link } from '../../../src/bench/network/link.js';
import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { ReleaseQueue } from '../../../src/bench/network/release-queue.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import { KeyframeRequests } from '../../../src/pipeline/keyframe-requests.js';
import { PacketCarrier } from '../../../src/pipeline/transport/packet-carrier.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { readRepeatRequest, writeRepeatRequest } from '../../../src/protocol/repeat-request.js';
import { GapWatch, type Numbered } from '../../../web-player/src/frame-worker/gap-watch.js';
import { PacketAssembler } from '../../../web-player/src/frame-worker/packet-assembler.js';
import { FakeTrack } from '../../pipeline/transport/fake-peer.js';

const INTERVAL = 1000 / 60;
const START = 1000;
const RTP_HEADER_BYTES = 12;
/** SRTP's authentication tag, and DTLS and SCTP around a request, bytes. */
const SRTP_BYTES = 10;
const SCTP_BYTES = 65;
/** Sound beside the picture, which has its share of what is lost: packets of so many bytes, so often (ms). */
const SOUND_BYTES = 140;
const SOUND_INTERVAL = 5;
/** A wish for a keyframe goes with the inputs, again after 10 and 20 ms, and then so often (ms). */
const WISH_REPEATS = [0, 10, 20] as const;
const WISH_INTERVAL = 100;
const WISH_BYTES = 120;

/** Frames that go over a path. */
export interface Sent {
  readonly network: string;
  /** How large frames are, of which keyframes are eight times that. */
  readonly frameBytes: number;
  /** Whether that is their mean, of an exponential distribution. */
  readonly varied?: boolean;
  readonly seconds: number;
  readonly seed?: number;
  /** So often (ms) nothing gets through for so long (ms), both ways. */
  readonly outages?: { readonly every: number; readonly last: number };
}

/** What came of frames that were sent over a path. */
export interface Journey {
  /** By frame, from being sent to being decoded, ms; `undefined` where it wasn't. */
  readonly delays: readonly (number | undefined)[];
  /** Between one decoded frame and the next, ms. */
  readonly gaps: readonly number[];
  readonly bytesSent: number;
  /** What would have been sent over a path that loses nothing. */
  readonly bytesNeeded: number;
  readonly packetsRepeated: number;
  /** Times when a keyframe was wished for. */
  readonly wishes: number;
  /** Share of packets lost, as the page told the host. */
  readonly lossTold: number;
}

/** Sends frames from a host's carrier to a page's assembler, and what that asks for back, on a clock of their own. */
export function travel(sent: Sent): Journey {
  return new LossyPath(sent).run();
}

class LossyPath {
  readonly #sent: Sent;
  readonly #down: Link;
  readonly #up: Link;
  readonly #sizes: () => number;
  readonly #events = new ReleaseQueue<() => void>();
  #now = START;
  readonly #track = new FakeTrack();
  readonly #carrier: PacketCarrier;
  readonly #keyframes = new KeyframeRequests<LossyPath>();
  readonly #gapWatch: GapWatch<Numbered>;
  readonly #assembler: PacketAssembler;
  readonly #sentAt: number[] = [];
  readonly #delays: (number | undefined)[] = [];
  readonly #decodedAt: number[] = [];
  #bytesNeeded = 0;
  #wishes = 0;
  #wished = false;
  #wishTold = 0;

  constructor(sent: Sent) {
    const { network, seed = 1 } = sent;
    this.#sent = sent;
    const profile = parseNetwork(network);
    this.#down = new Link(profile.down, seededRandom(seed, 0));
    this.#up = new Link(profile.up, seededRandom(seed, 1));
    this.#sizes = seededRandom(seed, 2);
    this.#carrier = new PacketCarrier(
      { track: this.#track.asTrack, payloadType: 111, ssrc: 1 },
      new SharedFrameMessages(),
      { now: () => this.#now, after: (ms, act) => this.#events.push(this.#now + ms, () => this.#act(act)) },
    );
    this.#gapWatch = new GapWatch<Numbered>(
      ({ number }) => {
        this.#delays[number] = this.#now - this.#sentAt[number]!;
        this.#decodedAt.push(this.#now);
      },
      () => {},
      () => this.#now,
    );
    this.#assembler = new PacketAssembler({
      onMessage: (bytes) => this.#receive(bytes),
      onRequest: (request) => {
        const bytes = writeRepeatRequest(request);
        this.#cross(this.#up, bytes.length + SCTP_BYTES, () =>
          this.#act(() => this.#carrier.receive(readRepeatRequest(bytes)!)),
        );
      },
    });
  }

  run(): Journey {
    const count = Math.round((this.#sent.seconds * 1000) / INTERVAL);
    for (let number = 0; number < count; number++) {
      this.#events.push(START + number * INTERVAL, () => this.#sendFrame(number));
    }
    const end = START + count * INTERVAL + 1000;
    for (let time = START; time < end; time += SOUND_INTERVAL) {
      this.#events.push(time, () => this.#cross(this.#down, SOUND_BYTES, () => {}));
    }
    for (;;) {
      const due = this.#assembler.dueTime;
      const next = this.#events.nextAt;
      if (due !== undefined && due < (next ?? end)) {
        this.#now = Math.max(this.#now, due);
        this.#assembler.tick(this.#now);
      } else if (next !== undefined && next < end) {
        this.#now = Math.max(this.#now, next);
        this.#events.shift()!.item();
      } else {
        break;
      }
    }
    return {
      delays: this.#delays,
      gaps: this.#decodedAt.slice(1).map((time, index) => time - this.#decodedAt[index]!),
      bytesSent: this.#carrier.bytesSent,
      bytesNeeded: this.#bytesNeeded,
      packetsRepeated: this.#carrier.packetsRepeated,
      wishes: this.#wishes,
      lossTold: this.#carrier.loss.share,
    };
  }

  #sendFrame(number: number): void {
    const { frameBytes, varied } = this.#sent;
    const bytes = varied ? Math.max(60, Math.round(-frameBytes * Math.log(1 - this.#sizes()))) : frameBytes;
    const keyframe = number === 0 || this.#keyframes.isDue(this.#now);
    if (keyframe) this.#keyframes.grant(this.#now);
    this.#sentAt[number] = this.#now;
    this.#delays[number] = undefined;
    const before = this.#carrier.bytesSent;
    this.#act(() => this.#carrier.send(frameOf(number, bytes, keyframe), number));
    this.#bytesNeeded += this.#carrier.bytesSent - before;
  }

  #receive(bytes: Uint8Array): void {
    const { number, keyframe } = readFrameMessage(bytes)!;
    this.#gapWatch.patience = 2.5 * this.#assembler.roundTripMs + 60;
    this.#gapWatch.push({ number, keyframe });
    const wanted = this.#gapWatch.keyframeWanted;
    if (!wanted) this.#assembler.settle(this.#gapWatch.last);
    if (wanted && !this.#wished) this.#wishes++;
    if (wanted && (!this.#wished || this.#now - this.#wishTold >= WISH_INTERVAL)) {
      this.#wishTold = this.#now;
      for (const after of WISH_REPEATS) this.#events.push(this.#now + after, () => this.#tellWish());
    }
    this.#wished = wanted;
  }

  #tellWish(): void {
    this.#cross(this.#up, WISH_BYTES, () => this.#keyframes.wish(this, { afterLoss: true }, this.#now));
  }

  /** What a host does, with all that it sends. */
  #act(act: () => void): void {
    act();
    for (const packet of this.#track.sent.splice(0)) {
      const payload = packet.subarray(RTP_HEADER_BYTES);
      this.#cross(this.#down, packet.length + SRTP_BYTES, () => this.#assembler.push(payload, this.#now));
    }
  }

  #cross(link: Link, bytes: number, arrive: () => void): void {
    const { outages } = this.#sent;
    if (outages && this.#now % outages.every < outages.last) return;
    const fate = link.take(this.#now, bytes);
    if (fate.kind === 'delivered') this.#events.push(fate.at, arrive);
  }
}

export function frameOf(number: number, bytes: number, keyframe: boolean): EncodedFrame {
  const stamp = { number, stepTime: 1, readyTime: 1, dueTime: 1, inputSequences: [], inputTimes: [] };
  return { stamp, codec: 'vp8', keyframe, units: [Buffer.alloc(keyframe ? 8 * bytes : bytes, number)] };
}

/** The delay (ms) that so large a share of frames stays below. */
export function percentile(delays: readonly (number | undefined)[], share: number): number {
  const sorted = delays.map((delay) => delay ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** How long (ms) pictures stood still in all, where that was longer than so long (ms) at once. */
export function frozenMs({ gaps }: Journey, longer = 100): number {
  return gaps.reduce((sum, gap) => sum + (gap > longer ? gap : 0), 0);
}
