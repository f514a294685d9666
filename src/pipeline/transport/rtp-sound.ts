import { randomInt } from 'node:crypto';
import { SOUND_SAMPLES_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import type { EncodedSound } from '../frame.js';
import { MAX_PAYLOAD_BYTES } from '../rtp/payload.js';
import { type RtcpFeedback, roundTripMs } from '../rtp/rtcp-reader.js';
import { MOST_RTP_HEADER_BYTES, writeRtpHeader } from '../rtp/rtp-header.js';
import { handleRtcp, listenToRtcp, type RtpTrack, sendPacket } from './rtp-track.js';

/** RTP header and Opus packet. */
const PACKET_ROOM = MOST_RTP_HEADER_BYTES + MAX_PAYLOAD_BYTES;

/**
 * One viewer's sound, as RTP, whichever way its picture goes. Sound goes on all the time, so what the viewer reports of
 * it tells how the path is while nothing else is reported.
 */
export class RtpSound {
  readonly #track: RtpTrack;
  readonly #packet = Buffer.alloc(PACKET_ROOM);
  #sequence = randomInt(0x8000);
  readonly #clockOffset = randomInt(0x7fffffff);
  #closed = false;
  bytesSent = 0;
  /** Share of packets lost lately, 0 to 1. */
  fractionLost = 0;
  /** Packets lost since the beginning, as far as the viewer reported. */
  packetsLost = 0;
  /** Milliseconds; `undefined` until it is known. */
  roundTripMs: number | undefined;

  constructor(track: RtpTrack) {
    this.#track = track;
    handleRtcp(track, SOUND_SAMPLES_PER_SECOND);
    listenToRtcp(track, (feedback) => this.#receive(feedback));
  }

  send({ data, timestamp, afterGap }: EncodedSound): void {
    if (this.#closed || !this.#track.track.isOpen()) return;
    const headerBytes = writeRtpHeader(this.#packet, {
      payloadType: this.#track.payloadType,
      sequenceNumber: this.#sequence++,
      timestamp: timestamp + this.#clockOffset,
      ssrc: this.#track.ssrc,
      marker: afterGap,
      transportSequence: this.#track.path,
    });
    data.copy(this.#packet, headerBytes);
    const length = headerBytes + data.length;
    if (sendPacket(this.#track, this.#packet.subarray(0, length))) this.bytesSent += length;
  }

  close(): void {
    this.#closed = true;
  }

  #receive(feedback: RtcpFeedback): void {
    if (feedback.kind !== 'report') return;
    this.fractionLost = feedback.fractionLost;
    this.packetsLost = Math.max(this.packetsLost, feedback.cumulativeLost);
    this.roundTripMs = roundTripMs(feedback, Date.now()) ?? this.roundTripMs;
  }
}
