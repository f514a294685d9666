import { randomInt } from 'node:crypto';
import {
  FRAME_PACKET_HEADER_BYTES,
  MOST_MESSAGE_BYTES,
  MOST_PIECE_BYTES,
  writeFramePacketHeader,
} from '../../protocol/frame-packet.js';
import type { PieceRun, RepeatRequest } from '../../protocol/repeat-request.js';
import { SOUND_SAMPLES_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import type { EncodedFrame } from '../frame.js';
import { isFull, type PathEstimate, UNKNOWN_PATH } from '../rate/path-estimate.js';
import { RepairShare } from '../rate/sent-beside.js';
import { MOST_RTP_HEADER_BYTES, writeRtpHeader } from '../rtp/rtp-header.js';
import type { CutFrame } from './cut-frame.js';
import type { FrameCarrier } from './frame-carrier.js';
import { PathLoss } from './path-loss.js';
import { listenToRtcp, type RtpTrack, sendPacket } from './rtp-track.js';
import type { SharedFrameMessages } from './shared-frame-messages.js';

/** Frames that are kept to be sent again: half a second, and no more than this. */
const KEPT_FRAMES = 60;
const KEPT_BYTES = 512 * 1024;
/** What may be repeated at once, and then per second, bytes: an outage of a third of a second at 4 Mb/s. */
const REPEAT_BURST_BYTES = 192 * 1024;
const REPEAT_BYTES_PER_SECOND = 128 * 1024;
/** The same on a path that is full: what is repeated there takes the place of what is new. */
const FULL_REPEAT_BURST_BYTES = 8 * 1024;
const FULL_REPEAT_BYTES_PER_SECOND = 16 * 1024;
/**
 * What was repeated less than so long ago (ms) is still on its way. Pages say each request three times within 22 ms, since
 * it can be lost, and so can the answer: where a path loses much, each of them is answered, elsewhere the last one once
 * more, and a request for many pieces, as after an outage, only once.
 */
const REPEATED_LATELY_MS = { lossy: 5, usual: 15, many: 30 };
/** A path that loses such a share of its packets loses much. */
const LOSSY_FROM = 0.01;
const MANY_PIECES = 12;
/**
 * Parity goes so long (ms) behind its frame: losses that come together would take it along, and the page waits for the end
 * of a frame for no less.
 */
const PARITY_BEHIND_MS = 5;
/** What is due within so long (ms) is sent at once. */
const AT_ONCE_MS = 1;
/** Nothing waits here for longer than this (ms), whatever is thought of the path. */
const MOST_PACED_MS = 200;

interface KeptFrame {
  readonly number: number;
  readonly cut: CutFrame;
  readonly parity: number;
  /** By piece, when it was last repeated, ms. */
  readonly repeated: Map<number, number>;
}

/** What a carrier goes by. */
export interface CarrierClock {
  /** ms, steady. */
  now(): number;
  after(ms: number, act: () => void): void;
}

const MACHINE_CLOCK: CarrierClock = {
  now: () => performance.now(),
  after: (ms, act) => {
    setTimeout(act, ms).unref();
  },
};

/**
 * Frames in pieces, as RTP packets of an audio section that no browser plays: its page takes them out of the receiver.
 * SCTP would slow down with every packet that a path loses (RFC 9260 section 7.2.3) and let later frames wait; these go
 * at once. What is lost is made up for by parity while a path loses packets, and repeated when the page asks for it.
 */
export class PacketCarrier implements FrameCarrier {
  readonly loss = new PathLoss();
  readonly #track: RtpTrack;
  readonly #messages: SharedFrameMessages;
  readonly #clock: CarrierClock;
  readonly #packet = Buffer.alloc(MOST_RTP_HEADER_BYTES + FRAME_PACKET_HEADER_BYTES + MOST_PIECE_BYTES);
  #kept: KeptFrame[] = [];
  #keptBytes = 0;
  #sequence = randomInt(0x8000);
  readonly #clockOffset = randomInt(0x7fffffff);
  /** When all that was put off will have been sent, ms. */
  #pacedUntil = Number.NEGATIVE_INFINITY;
  #allowance = REPEAT_BURST_BYTES;
  #allowanceTime: number;
  readonly #repairs = new RepairShare();
  bytesSent = 0;
  /** Packets that were sent again. */
  packetsRepeated = 0;

  /** @param clock - the machine's, but for tests. */
  constructor(track: RtpTrack, messages: SharedFrameMessages, clock: CarrierClock = MACHINE_CLOCK) {
    this.#track = track;
    this.#messages = messages;
    this.#clock = clock;
    this.#allowanceTime = clock.now();
    // Reports and repeats are said on the channel; the browser only tells of the path here.
    listenToRtcp(track, () => {});
  }

  get isOpen(): boolean {
    return this.#track.track.isOpen();
  }

  get repairShare(): number {
    return this.#repairs.share;
  }

  /** Packets go out at once, or are lost. */
  get isFull(): boolean {
    return false;
  }

  send(frame: EncodedFrame, number: number): 'sent' | 'too-large' | 'failed' {
    const cut = this.#messages.cut(frame);
    if (cut.messageBytes > MOST_MESSAGE_BYTES) return 'too-large';
    const path = this.#path;
    const parity = this.loss.parityFor(cut.pieces.length);
    const kept = { number, cut, parity: isFull(path) ? 0 : parity, repeated: new Map() };
    // What came before a keyframe isn't needed any more, and would be in its way where there is little room.
    if (frame.keyframe && path.capacityBps !== undefined) this.#forgetAll();
    this.#keep(kept);
    const sent = this.#sendPaced(kept, frame.keyframe ? path.capacityBps : undefined);
    if (!sent) return 'failed';
    if (kept.parity > 0) {
      const now = this.#clock.now();
      this.#clock.after(Math.max(now, this.#pacedUntil) - now + PARITY_BEHIND_MS, () =>
        this.#sendParity(kept),
      );
    }
    return 'sent';
  }

  /**
   * Sends a frame, a keyframe no faster than its path carries it where that is known: the queue before a slow path may
   * hold less than one. What comes next waits until it is out, as it would there.
   */
  #sendPaced(kept: KeptFrame, capacityBps = Number.POSITIVE_INFINITY): boolean {
    const now = this.#clock.now();
    let due = Math.max(now, this.#pacedUntil);
    for (let index = 0; index < kept.cut.pieces.length; index++) {
      if (due - now < AT_ONCE_MS) {
        if (!this.#sendPiece(kept, index, false)) return false;
      } else {
        // As if it was repeated then: nobody gets it before.
        kept.repeated.set(index, due);
        this.#clock.after(due - now, () => this.#sendPiece(kept, index, false));
      }
      due = Math.min(due + (8000 * kept.cut.piece(index).length) / capacityBps, now + MOST_PACED_MS);
    }
    this.#pacedUntil = due;
    return true;
  }

  /** The message is a packet of its own. */
  sendBeside(message: Uint8Array): number {
    this.#sendPacket(this.#writeRtpHeader(), message);
    return 0;
  }

  get #path(): PathEstimate {
    return this.#track.path?.estimate(this.#clock.now()) ?? UNKNOWN_PATH;
  }

  #sendParity(kept: KeptFrame): void {
    const { length } = kept.cut.pieces;
    for (let row = 0; row < kept.parity; row++) this.#sendPiece(kept, length + row, false);
  }

  /** The viewer tells what came, and asks for what didn't. What is not there any more, or too much, is passed over. */
  receive({ runs, ...counts }: RepeatRequest): void {
    const path = this.#path;
    this.loss.report(counts, this.#clock.now(), isFull(path));
    // It would be lost as well, and something else in its place.
    if (path.overflows) return;
    const wanted = runs.flatMap((run) => this.#known(run));
    const pieces = wanted.reduce((sum, { first, end }) => sum + Math.max(0, end - first), 0);
    const { lossy, usual, many } = REPEATED_LATELY_MS;
    const few = this.loss.share < LOSSY_FROM ? usual : lossy;
    const latelyMs = pieces < MANY_PIECES ? few : many;
    for (const { kept, first, end } of wanted) {
      for (let index = first; index < end; index++) {
        if (!this.#repeat(kept, index, latelyMs)) return;
      }
    }
  }

  /** The pieces of a run, from `first` to before `end`, as far as there are any. */
  #known({ number, first, count }: PieceRun) {
    const kept = this.#kept.find((frame) => frame.number === number);
    return kept ? [{ kept, first, end: Math.min(first + count, kept.cut.pieces.length + kept.parity) }] : [];
  }

  /** Sends a piece again, unless that was done a moment ago; returns whether more may be sent. */
  #repeat(kept: KeptFrame, index: number, latelyMs: number): boolean {
    const now = this.#clock.now();
    if (now - (kept.repeated.get(index) ?? Number.NEGATIVE_INFINITY) < latelyMs) return true;
    if (!this.#isAllowed(kept.cut.piece(index).length)) return false;
    kept.repeated.set(index, now);
    if (this.#sendPiece(kept, index, true)) this.packetsRepeated++;
    return true;
  }

  #isAllowed(bytes: number): boolean {
    const now = this.#clock.now();
    const [burst, perSecond] = isFull(this.#path)
      ? [FULL_REPEAT_BURST_BYTES, FULL_REPEAT_BYTES_PER_SECOND]
      : [REPEAT_BURST_BYTES, REPEAT_BYTES_PER_SECOND];
    const gained = ((now - this.#allowanceTime) / 1000) * perSecond;
    this.#allowance = Math.min(burst, this.#allowance + gained);
    this.#allowanceTime = now;
    if (this.#allowance < bytes) return false;
    this.#allowance -= bytes;
    return true;
  }

  #forgetAll(): void {
    this.#kept = [];
    this.#keptBytes = 0;
  }

  #keep(kept: KeptFrame): void {
    this.#kept.push(kept);
    this.#keptBytes += kept.cut.messageBytes;
    while (this.#kept.length > KEPT_FRAMES || (this.#keptBytes > KEPT_BYTES && this.#kept.length > 1)) {
      this.#keptBytes -= this.#kept.shift()!.cut.messageBytes;
    }
  }

  #sendPiece({ number, cut, parity }: KeptFrame, index: number, repeated: boolean): boolean {
    let length = this.#writeRtpHeader();
    const { messageBytes, pieces } = cut;
    length += writeFramePacketHeader(this.#packet, length, {
      repeated,
      index,
      pieces: pieces.length,
      parity,
      number,
      messageBytes,
    });
    const content = cut.piece(index);
    if (!this.#sendPacket(length, content)) return false;
    const now = this.#clock.now();
    if (repeated || index >= pieces.length) this.#repairs.addRepair(content.length, now);
    else this.#repairs.addPicture(content.length, now);
    return true;
  }

  #writeRtpHeader(): number {
    return writeRtpHeader(this.#packet, {
      payloadType: this.#track.payloadType,
      sequenceNumber: this.#sequence++,
      timestamp: Math.round((this.#clock.now() * SOUND_SAMPLES_PER_SECOND) / 1000) + this.#clockOffset,
      ssrc: this.#track.ssrc,
      marker: false,
      transportSequence: this.#track.path,
    });
  }

  /** Sends what is written as far as that, and something behind it. */
  #sendPacket(headerBytes: number, content: Uint8Array): boolean {
    this.#packet.set(content, headerBytes);
    const length = headerBytes + content.length;
    if (!sendPacket(this.#track, this.#packet.subarray(0, length))) return false;
    this.bytesSent += length;
    return true;
  }
}
