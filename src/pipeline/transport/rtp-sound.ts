import { randomInt } from 'node:crypto';
import { SOUND_SAMPLES_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import type { EncodedSound } from '../frame.js';
import { soundBps } from '../rate/sent-beside.js';
import { MAX_PAYLOAD_BYTES } from '../rtp/payload.js';
import { writeEarlierHeader, writeNewestHeader } from '../rtp/red-payload.js';
import { type RtcpFeedback, roundTripMs } from '../rtp/rtcp-reader.js';
import { MOST_RTP_HEADER_BYTES, writeRtpHeader } from '../rtp/rtp-header.js';
import { SOUND_PACKET_SAMPLES } from '../sound/sound-encoder.js';
import { RecentSound } from './recent-sound.js';
import { handleRtcp, listenToRtcp, type RtpTrack, sendPacket, sendTimeOf } from './rtp-track.js';
import { MOST_EARLIER, SoundRedundancy } from './sound-redundancy.js';

const PACKET_ROOM = MOST_RTP_HEADER_BYTES + MAX_PAYLOAD_BYTES;

/**
 * One viewer's sound, as RTP, whichever way its picture goes. Sound goes on all the time, so what the viewer reports of
 * it tells how the path is while nothing else is reported.
 */
export class RtpSound {
  readonly #track: RtpTrack;
  readonly #packet = Buffer.alloc(PACKET_ROOM);
  readonly #recent = new RecentSound(MOST_EARLIER);
  readonly #now: () => number;
  /** Told of every loss on the path, whatever was lost. */
  readonly redundancy = new SoundRedundancy();
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

  /** @param now - ms of a steady clock. */
  constructor(track: RtpTrack, now: () => number = () => performance.now()) {
    this.#track = track;
    this.#now = now;
    handleRtcp(track, SOUND_SAMPLES_PER_SECOND);
    listenToRtcp(track, (feedback) => this.#receive(feedback));
  }

  /**
   * Sends a packet, and with it the ones before it where the path loses packets and the viewer's browser takes that (RFC
   * 2198).
   *
   * @param isHeard - whether the viewer has no better way to hear it: what nobody hears needs no repetition.
   */
  send(sound: EncodedSound, isHeard = true): void {
    this.#recent.add(sound);
    if (this.#closed || !this.#track.track.isOpen()) return;
    const { payloadType, redPayloadType, ssrc } = this.#track;
    const earlier = this.#recent.available(this.#earlier(isHeard));
    let length = writeRtpHeader(this.#packet, {
      payloadType: earlier > 0 ? redPayloadType! : payloadType,
      sequenceNumber: this.#sequence++,
      timestamp: sound.timestamp + this.#clockOffset,
      ssrc,
      marker: sound.afterGap,
      transportSequence: this.#track.path,
      sendTime: sendTimeOf(this.#track),
    });
    if (earlier > 0) length += this.#writeRedHeaders(length, earlier);
    for (let back = earlier; back >= 0; back--)
      length += this.#recent.back(back).data.copy(this.#packet, length);
    if (sendPacket(this.#track, this.#packet.subarray(0, length))) this.bytesSent += length;
  }

  /** What it takes, with what goes once more, bits per second. */
  bps(isHeard: boolean): number {
    return soundBps(this.#earlier(isHeard));
  }

  #earlier(isHeard: boolean): number {
    return isHeard && this.#track.redPayloadType !== undefined ? this.redundancy.at(this.#now()) : 0;
  }

  #writeRedHeaders(at: number, earlier: number): number {
    const { payloadType } = this.#track;
    let end = at;
    for (let back = earlier; back > 0; back--) {
      const { length } = this.#recent.back(back).data;
      end += writeEarlierHeader(this.#packet, end, {
        payloadType,
        offset: back * SOUND_PACKET_SAMPLES,
        length,
      });
    }
    return end + writeNewestHeader(this.#packet, end, payloadType) - at;
  }

  /** The viewer hears a packet otherwise, and the path has no room for it to come here as well. */
  rest(sound: EncodedSound): void {
    this.#recent.add(sound);
  }

  close(): void {
    this.#closed = true;
  }

  #receive(feedback: RtcpFeedback): void {
    if (feedback.kind !== 'report') return;
    this.fractionLost = feedback.fractionLost;
    this.redundancy.report(feedback.fractionLost, this.#now());
    this.packetsLost = Math.max(this.packetsLost, feedback.cumulativeLost);
    this.roundTripMs = roundTripMs(feedback, Date.now()) ?? this.roundTripMs;
  }
}
