import type { VideoCodec } from '../protocol/control-message.js';
import { type AssembledFrame, type AssemblyCounters, FrameAssembler } from './frame-assembler.js';
import { h264Depacketizer } from './h264-depacketizer.js';
import { readSenderReportTime, writeNack, writePli, writeReceiverReport } from './rtcp-writer.js';
import { isRtcp, readRtpPacket } from './rtp-packet.js';
import { type RtpCounters, RtpReception } from './rtp-reception.js';
import { vp8Depacketizer } from './vp8-depacketizer.js';

/** Payload types of the offer. */
export const PAYLOAD_TYPES = { vp8: 96, h264: 102, opus: 111 } as const;
export const VIDEO_CLOCK = 90_000;

/** A frame that came over RTP. */
export interface ReceivedFrame extends AssembledFrame {
  readonly codec: VideoCodec;
}

export interface PictureReceiverOptions {
  readonly ownSsrc: number;
  /** Sends RTCP to the host. */
  readonly send: (packet: Buffer) => void;
  readonly onFrame: (frame: ReceivedFrame) => void;
}

/** A packet is asked for again after so long, and a keyframe, ms: as browsers do. */
const REPEAT_MS = 60;
const PLI_INTERVAL_MS = 200;
const MOST_REMEMBERED_REQUESTS = 2048;

/** The picture over RTP: puts its packets together, has lost ones repeated, and asks for keyframes. */
export class PictureReceiver {
  readonly #options: PictureReceiverOptions;
  readonly #reception = new RtpReception(VIDEO_CLOCK);
  readonly #askedAt = new Map<number, number>();
  #assembler: FrameAssembler | undefined;
  #codec: VideoCodec = 'vp8';
  #ssrc = 0;
  #pliAt = Number.NEGATIVE_INFINITY;
  #malformed = 0;
  #asked = 0;
  #recovered = 0;

  constructor(options: PictureReceiverOptions) {
    this.#options = options;
  }

  get counters(): RtpCounters & AssemblyCounters & { readonly asked: number; readonly recovered: number } {
    const assembly = this.#assembler?.counters ?? { gaps: 0, undecodable: 0, malformed: 0 };
    return {
      ...this.#reception.counters,
      ...assembly,
      malformed: assembly.malformed + this.#malformed,
      asked: this.#asked,
      recovered: this.#recovered,
    };
  }

  get needsKeyframe(): boolean {
    return this.#assembler?.needsKeyframe ?? false;
  }

  /** Takes whatever came on the track. */
  receive(bytes: Buffer, now: number): void {
    if (isRtcp(bytes)) {
      const time = readSenderReportTime(bytes);
      if (time !== undefined) this.#reception.receiveSenderReport(time, now);
      return;
    }
    const packet = readRtpPacket(bytes);
    const codec = packet && codecOf(packet.payloadType);
    if (!packet || !codec) {
      this.#malformed++;
      return;
    }
    this.#assembler ??= this.#begin(codec, packet.ssrc);
    if (codec !== this.#codec || packet.ssrc !== this.#ssrc) {
      this.#malformed++;
      return;
    }
    const number = this.#reception.receive(packet, bytes.length, now);
    if (number === undefined) return;
    if (this.#askedAt.delete(number)) this.#recovered++;
    this.#pass(this.#assembler.push(number, packet, now));
    this.#ask(now);
  }

  /** What has to be done from time to time, each 20 ms or so. */
  tick(now: number): void {
    if (!this.#assembler) return;
    this.#pass(this.#assembler.giveUp(now));
    this.#ask(now);
    if (this.#assembler.needsKeyframe && now - this.#pliAt >= PLI_INTERVAL_MS) {
      this.#pliAt = now;
      this.#options.send(writePli(this.#options.ownSsrc, this.#ssrc));
    }
  }

  /** Reports to the host how the reception is. */
  report(now: number): void {
    const report = this.#reception.report(now);
    if (report) this.#options.send(writeReceiverReport(this.#options.ownSsrc, report));
  }

  #begin(codec: VideoCodec, ssrc: number): FrameAssembler {
    this.#codec = codec;
    this.#ssrc = ssrc;
    return new FrameAssembler(codec === 'vp8' ? vp8Depacketizer : h264Depacketizer);
  }

  #pass(frames: readonly AssembledFrame[]): void {
    for (const frame of frames) this.#options.onFrame({ ...frame, codec: this.#codec });
  }

  #ask(now: number): void {
    const wanted = this.#assembler!.missing().filter(
      (number) => now - (this.#askedAt.get(number) ?? Number.NEGATIVE_INFINITY) >= REPEAT_MS,
    );
    if (wanted.length === 0) return;
    for (const number of wanted) this.#askedAt.set(number, now);
    for (const number of this.#askedAt.keys()) {
      if (this.#askedAt.size <= MOST_REMEMBERED_REQUESTS) break;
      this.#askedAt.delete(number);
    }
    this.#asked += wanted.length;
    this.#options.send(writeNack(this.#options.ownSsrc, this.#ssrc, wanted));
  }
}

function codecOf(payloadType: number): VideoCodec | undefined {
  if (payloadType === PAYLOAD_TYPES.vp8) return 'vp8';
  return payloadType === PAYLOAD_TYPES.h264 ? 'h264' : undefined;
}
