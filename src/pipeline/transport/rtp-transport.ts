import { randomInt } from 'node:crypto';
import { RtcpNackResponder, RtcpSrReporter, RtpPacketizationConfig, type Track } from 'node-datachannel';
import { SOUND_SAMPLES_PER_SECOND, VIDEO_TICKS_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import type { EncodedFrame, EncodedSound } from '../frame.js';
import type { KeyframeWish } from '../keyframe-requests.js';
import { MAX_PAYLOAD_BYTES, type RtpPayload } from '../rtp/payload.js';
import { readRtcp, roundTripMs } from '../rtp/rtcp-reader.js';
import { type PlayoutDelay, type RtpHeader, writeRtpHeader } from '../rtp/rtp-header.js';
import type { SharedPayloads } from '../rtp/shared-payloads.js';
import { writePictureId } from '../rtp/vp8-payloader.js';
import { nativeCallback } from './native-callback.js';
import type { Transport, TransportStatistics } from './transport.js';

/** A track of the viewer's connection, and what was negotiated for it. */
export interface RtpTrack {
  readonly track: Track;
  readonly payloadType: number;
  readonly ssrc: number;
  /** Extension id of the playout delay, where the viewer's browser has it. */
  readonly playoutDelayId?: number | undefined;
}

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
/** Packets that are kept for a NACK: half a second at 12 Mb/s. */
const KEPT_PACKETS = 512;
/** RTP header with extension, payload format header, content. */
const PACKET_ROOM = 20 + MAX_PAYLOAD_BYTES;
const CNAME = 'cloudgame';

/** Frames and sound as RTP into a browser's `<video>` and `<audio>`: works everywhere, and repairs loss. */
export class RtpTransport implements Transport {
  readonly kind = 'rtp';
  readonly #options: RtpTransportOptions;
  readonly #packet = Buffer.alloc(PACKET_ROOM);
  readonly #playoutDelay: PlayoutDelay | undefined;
  #videoSequence = randomInt(0x8000);
  readonly #videoClockOffset = randomInt(0x7fffffff);
  #lastVideoTicks = 0;
  #audioSequence = randomInt(0x8000);
  readonly #audioClockOffset = randomInt(0x7fffffff);
  #pictureId = randomInt(0x8000);
  #needsKeyframe = true;
  /** Whether the viewer reported a loss since its last keyframe. */
  #lossSinceKeyframe = false;
  #cumulativeLost = 0;
  #closed = false;
  #statistics = { bytesSent: 0, framesSent: 0, framesSkipped: 0, fractionLost: 0 };
  #roundTripMs: number | undefined;

  constructor(options: RtpTransportOptions) {
    this.#options = options;
    const { video, audio } = options;
    const { playoutDelayId } = video;
    this.#playoutDelay = playoutDelayId === undefined ? undefined : { id: playoutDelayId, ...PLAYOUT_DELAY };
    handleRtcp(video, VIDEO_TICKS_PER_SECOND);
    handleRtcp(audio, SOUND_SAMPLES_PER_SECOND);
    video.track.onMessage(nativeCallback((packet) => this.#receiveRtcp(packet)));
    // A track without a listener keeps what arrives.
    audio.track.onMessage(() => {});
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
    const timestamp = this.#videoTimestamp(frame.stamp.dueTime);
    for (const payload of payloads.of(frame))
      this.#sendVideoPacket(payload, timestamp, frame.codec === 'vp8');
    this.#pictureId = (this.#pictureId + 1) & 0x7fff;
    this.#statistics.framesSent++;
  }

  sendSound({ data, timestamp, afterGap }: EncodedSound): void {
    const { audio } = this.#options;
    if (this.#closed || !audio.track.isOpen()) return;
    const headerBytes = writeRtpHeader(this.#packet, {
      payloadType: audio.payloadType,
      sequenceNumber: this.#audioSequence++,
      timestamp: timestamp + this.#audioClockOffset,
      ssrc: audio.ssrc,
      marker: afterGap,
    });
    data.copy(this.#packet, headerBytes);
    this.#send(audio.track, headerBytes + data.length);
  }

  statistics(): TransportStatistics {
    return { ...this.#statistics, roundTripMs: this.#roundTripMs };
  }

  close(): void {
    this.#closed = true;
  }

  #sendVideoPacket(payload: RtpPayload, timestamp: number, isVp8: boolean): void {
    const { video } = this.#options;
    const header: RtpHeader = {
      payloadType: video.payloadType,
      sequenceNumber: this.#videoSequence++,
      timestamp,
      ssrc: video.ssrc,
      marker: payload.last,
      ...(this.#playoutDelay && { playoutDelay: this.#playoutDelay }),
    };
    let length = writeRtpHeader(this.#packet, header);
    payload.prefix.copy(this.#packet, length);
    if (isVp8) writePictureId(this.#packet, length, this.#pictureId);
    length += payload.prefix.length;
    payload.content.copy(this.#packet, length);
    this.#send(video.track, length + payload.content.length);
  }

  #send(track: Track, length: number): void {
    try {
      // The bytes are copied before the call returns, so one buffer serves all packets.
      track.sendMessageBinary(this.#packet.subarray(0, length));
      this.#statistics.bytesSent += length;
    } catch {
      // The viewer closed the connection this very moment: its room hears of that next.
    }
  }

  /** The frame clock's time in ticks; two frames never share one, or the browser would take them for one picture. */
  #videoTimestamp(dueTime: number): number {
    const ticks = Math.max(Math.round((dueTime * VIDEO_TICKS_PER_SECOND) / 1000), this.#lastVideoTicks + 1);
    this.#lastVideoTicks = ticks;
    return ticks + this.#videoClockOffset;
  }

  #receiveRtcp(packet: Buffer): void {
    for (const feedback of readRtcp(packet)) {
      if (feedback.ssrc !== this.#options.video.ssrc) continue;
      switch (feedback.kind) {
        case 'keyframe-wanted':
          this.#options.onKeyframeWish({ afterLoss: this.#lossSinceKeyframe || this.#needsKeyframe });
          break;
        case 'loss':
          this.#lossSinceKeyframe = true;
          break;
        case 'report':
          if (feedback.cumulativeLost > this.#cumulativeLost) this.#lossSinceKeyframe = true;
          this.#cumulativeLost = feedback.cumulativeLost;
          this.#statistics.fractionLost = feedback.fractionLost;
          this.#roundTripMs = roundTripMs(feedback, Date.now()) ?? this.#roundTripMs;
          break;
      }
    }
  }
}

/** Sender reports (RFC 3550 section 6.4.1) and retransmission on NACK (RFC 4585 section 6.2.1), by libdatachannel. */
function handleRtcp({ track, ssrc, payloadType }: RtpTrack, clockRate: number): void {
  const reporter = new RtcpSrReporter(new RtpPacketizationConfig(ssrc, CNAME, payloadType, clockRate));
  reporter.addToChain(new RtcpNackResponder(KEPT_PACKETS));
  track.setMediaHandler(reporter);
}
