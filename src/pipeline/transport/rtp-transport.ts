import { randomInt } from 'node:crypto';
import { VIDEO_TICKS_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import { type EncodedFrame, type EncodedSound, earlyMs } from '../frame.js';
import { Holdback } from '../holdback.js';
import type { KeyframeWish } from '../keyframe-requests.js';
import { type PathEstimate, UNKNOWN_PATH } from '../rate/path-estimate.js';
import type { PathObserver } from '../rate/path-observer.js';
import type { ReportedPath } from '../rate/reported-path.js';
import type { SentBeside } from '../rate/sent-beside.js';
import { MAX_PAYLOAD_BYTES, type RtpPayload } from '../rtp/payload.js';
import { type RtcpFeedback, roundTripMs } from '../rtp/rtcp-reader.js';
import {
  MOST_RTP_HEADER_BYTES,
  type PlayoutDelay,
  type RtpHeader,
  writeRtpHeader,
} from '../rtp/rtp-header.js';
import type { SharedPayloads } from '../rtp/shared-payloads.js';
import { writePictureId } from '../rtp/vp8-payloader.js';
import { frameReleased } from '../trace/trace-points.js';
import { RtpSound } from './rtp-sound.js';
import { handleRtcp, listenToRtcp, type RtpTrack, sendPacket, sendTimeOf } from './rtp-track.js';
import { SecondCopies } from './second-copies.js';
import type { Transport, TransportStatistics } from './transport.js';

export interface RtpTransportOptions {
  readonly video: RtpTrack;
  readonly audio: RtpTrack;
  readonly payloads: SharedPayloads;
  readonly onKeyframeWish: (wish: KeyframeWish) => void;
}

/**
 * The browser may hold a frame back for as long as nothing, at the most 100 ms: with a minimum of 0 and a maximum of at
 * most 500 ms libwebrtc renders a frame as soon as it is decoded (modules/video_coding/timing).
 */
const PLAYOUT_DELAY = { minimum: 0, maximum: 100 } as const;
/** RTP header, payload format header, content. */
const PACKET_ROOM = MOST_RTP_HEADER_BYTES + MAX_PAYLOAD_BYTES;

/** Frames and sound as RTP into a browser's `<video>` and `<audio>`: works everywhere, and repairs loss. */
export class RtpTransport implements Transport {
  readonly kind = 'rtp';
  readonly #options: RtpTransportOptions;
  readonly #sound: RtpSound;
  readonly #copies: SecondCopies;
  readonly #packet = Buffer.alloc(PACKET_ROOM);
  readonly #playoutDelay: PlayoutDelay | undefined;
  #videoSequence = randomInt(0x8000);
  readonly #videoClockOffset = randomInt(0x7fffffff);
  #lastVideoTicks = 0;
  #pictureId = randomInt(0x8000);
  #needsKeyframe = true;
  /** Whether the viewer reported a loss since its last keyframe. */
  #lossSinceKeyframe = false;
  #cumulativeLost = 0;
  #repeatRequests = 0;
  /** A step that came early has its picture sent in time: a jitter buffer answers uneven frames with more delay. */
  readonly #holdback = new Holdback();
  #closed = false;
  #statistics = { bytesSent: 0, framesSent: 0, framesSkipped: 0, fractionLost: 0 };
  #roundTripMs: number | undefined;

  constructor(options: RtpTransportOptions) {
    this.#options = options;
    const { video } = options;
    const { playoutDelayId } = video;
    this.#playoutDelay = playoutDelayId === undefined ? undefined : { id: playoutDelayId, ...PLAYOUT_DELAY };
    handleRtcp(video, VIDEO_TICKS_PER_SECOND);
    listenToRtcp(video, (feedback) => this.#receive(feedback));
    this.#sound = new RtpSound(options.audio);
    this.#copies = new SecondCopies(video);
  }

  sendFrame(frame: EncodedFrame): void {
    const { video, payloads } = this.#options;
    if (this.#closed || !video.track.isOpen()) return;
    if (this.#needsKeyframe && !frame.keyframe) {
      this.#statistics.framesSkipped++;
      return;
    }
    if (frame.keyframe) {
      this.#needsKeyframe = false;
      this.#lossSinceKeyframe = false;
    }
    const { dueTime, number } = frame.stamp;
    const packets = payloads.of(frame);
    const early = earlyMs(frame.stamp);
    const isHeld = this.#holdback.holds(early);
    this.#holdback.add(early, () => {
      this.#sendVideo(packets, dueTime, frame.codec === 'vp8');
      if (isHeld && frameReleased.hasSubscribers) {
        frameReleased.publish({ number, transport: this.kind, time: performance.now() });
      }
    });
  }

  /** @param isHeard - whether the viewer has no better way to hear it. */
  sendSound(packet: EncodedSound, isHeard = true): void {
    this.#sound.send(packet, isHeard);
  }

  /** Goes on with a keyframe, after pictures that went another way. */
  restart(): void {
    this.#needsKeyframe = true;
  }

  /** The sound beside the pictures. */
  get sound(): RtpSound {
    return this.#sound;
  }

  /** Packets of pictures and sound that the viewer reported as lost so far, or asked for again. */
  get packetsLost(): number {
    return Math.max(0, this.#cumulativeLost) + this.#repeatRequests + this.#sound.packetsLost;
  }

  /** Whether pictures go this way: no keyframe is waited for. */
  get isRunning(): boolean {
    return !this.#needsKeyframe;
  }

  statistics(): TransportStatistics {
    const bytesSent = this.#statistics.bytesSent + this.#copies.bytesSent + this.#sound.bytesSent;
    return { ...this.#statistics, bytesSent, roundTripMs: this.#roundTripMs };
  }

  /** Share of the packets of pictures lost lately, 0 to 1. */
  get fractionLost(): number {
    return this.#statistics.fractionLost;
  }

  path(now: number): PathEstimate {
    return this.observedPath(now) ?? { ...UNKNOWN_PATH, fractionLost: this.fractionLost };
  }

  beside(): SentBeside {
    return { soundBps: this.#sound.bps(true), repairShare: this.repairShare };
  }

  /** What repairs take: so many times the pictures. What browsers ask for again is in the losses. */
  get repairShare(): number {
    return this.#copies.share;
  }

  /**
   * By transport-wide feedback on all of the viewer's packets, or, where its browser gives none, by what it reports
   * otherwise; `undefined` where nothing is told.
   */
  observedPath(now: number): PathEstimate | undefined {
    const observer = this.#observer;
    if (observer?.isTold) return observer.estimate(now);
    const { reported } = this;
    return reported?.isTold ? reported.estimate(now) : undefined;
  }

  /** What the viewer reports of its path other than by such feedback. */
  get reported(): ReportedPath | undefined {
    return this.#options.video.reported;
  }

  /** A message of so many bytes goes by a channel to the same viewer. */
  passBy(bytes: number): void {
    this.#observer?.sendMessage(bytes);
    this.reported?.send(bytes, performance.now());
  }

  get #observer(): PathObserver | undefined {
    const { video, audio } = this.#options;
    return video.path ?? audio.path;
  }

  close(): void {
    this.#closed = true;
    this.#holdback.close();
    this.#sound.close();
    this.#copies.close();
  }

  #sendVideo(packets: readonly RtpPayload[], dueTime: number, isVp8: boolean): void {
    const timestamp = this.#videoTimestamp(dueTime);
    const now = performance.now();
    this.#copies.report(this.path(now), now);
    for (const packet of packets) {
      const sent = this.#sendVideoPacket(packet, timestamp, isVp8);
      if (sent) this.#copies.add(sent, now);
    }
    this.#pictureId = (this.#pictureId + 1) & 0x7fff;
    this.#statistics.framesSent++;
  }

  /** Returns the packet, which is valid until the next is sent; `undefined` where it couldn't be sent. */
  #sendVideoPacket(payload: RtpPayload, timestamp: number, isVp8: boolean): Buffer | undefined {
    const { video } = this.#options;
    const header: RtpHeader = {
      payloadType: video.payloadType,
      sequenceNumber: this.#videoSequence++,
      timestamp,
      ssrc: video.ssrc,
      marker: payload.last,
      playoutDelay: this.#playoutDelay,
      transportSequence: video.path,
      sendTime: sendTimeOf(video),
    };
    let length = writeRtpHeader(this.#packet, header);
    payload.prefix.copy(this.#packet, length);
    if (isVp8) writePictureId(this.#packet, length, this.#pictureId);
    length += payload.prefix.length;
    payload.content.copy(this.#packet, length);
    length += payload.content.length;
    const packet = this.#packet.subarray(0, length);
    if (!sendPacket(video, packet)) return undefined;
    this.#statistics.bytesSent += length;
    return packet;
  }

  /** The frame clock's time in ticks; two frames never share one, or the browser would take them for one picture. */
  #videoTimestamp(dueTime: number): number {
    const ticks = Math.max(Math.round((dueTime * VIDEO_TICKS_PER_SECOND) / 1000), this.#lastVideoTicks + 1);
    this.#lastVideoTicks = ticks;
    return ticks + this.#videoClockOffset;
  }

  #receive(feedback: RtcpFeedback): void {
    switch (feedback.kind) {
      case 'keyframe-wanted':
        this.#options.onKeyframeWish({ afterLoss: this.#lossSinceKeyframe || this.#needsKeyframe });
        break;
      case 'loss':
        this.#lossSinceKeyframe = true;
        this.#repeatRequests++;
        break;
      case 'report':
        if (feedback.cumulativeLost > this.#cumulativeLost) this.#lossSinceKeyframe = true;
        this.#cumulativeLost = feedback.cumulativeLost;
        this.#statistics.fractionLost = feedback.fractionLost;
        this.#sound.redundancy.report(feedback.fractionLost, performance.now());
        this.#roundTripMs = roundTripMs(feedback, Date.now()) ?? this.#roundTripMs;
        break;
    }
  }
}
