import { vi } from 'vitest';
import { Link } from '../../../src/bench/network/link.js';
import { parseNetworks } from '../../../src/bench/network/parse-network.js';
import { ReleaseQueue } from '../../../src/bench/network/release-queue.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import { PathObserver } from '../../../src/pipeline/rate/path-observer.js';
import { Renditions } from '../../../src/pipeline/rendition/renditions.js';
import { SharedPayloads } from '../../../src/pipeline/rtp/shared-payloads.js';
import type { RtpTrack } from '../../../src/pipeline/transport/rtp-track.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import type { TransportKind } from '../../../src/protocol/control-message.js';
import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { readRepeatRequest, writeRepeatRequest } from '../../../src/protocol/repeat-request.js';
import { ViewerPicture } from '../../../src/room/viewer-picture.js';
import { GapWatch, type Numbered } from '../../../web-player/src/frame-worker/gap-watch.js';
import { PacketAssembler } from '../../../web-player/src/frame-worker/packet-assembler.js';
import { FakeChannel, FakeTrack } from '../../pipeline/transport/fake-peer.js';
import { isRtcp, readRtp, writeReceiverReport } from '../received-rtp.js';
import { BrowserVideo } from './browser-video.js';
import { CalculatedEncoder, type PictureBytes } from './calculated-encoder.js';
import { writeTransportFeedback } from './feedback-writer.js';

const FORMAT = {
  pixelFormat: 'xrgb8888',
  width: 256,
  height: 240,
  framesPerSecond: 60,
  aspectRatio: 4 / 3,
  sampleRate: 48_000,
  channels: 2,
  maxWidth: 256,
  maxHeight: 240,
} as const;
const STEP_MS = 1000 / 60;
const SOUND_MS = 10;
const SOUND_BYTES = 120;
/** Chromium tells of packets so often, ms; its reports of losses come so often. */
const FEEDBACK_MS = 62;
const REPORT_MS = 1_000;
/** SRTP's authentication tag, and DTLS and SCTP around a message, bytes. */
const SRTP_BYTES = 10;
const SCTP_BYTES = 65;
const INPUT_BYTES = 70;
/** As the page says it (docs/channels.md). */
const WISH_REPEATS = [0, 10, 20] as const;
const WISH_MS = 50;
const EXTENSION = 3;
const SSRC = { video: 1, audio: 2, packets: 3 } as const;

export interface Journey {
  /** When pictures were shown, ms. */
  readonly shown: readonly number[];
  /** What the host did at which time, ms. */
  readonly log: readonly string[];
}

export interface Travelled {
  readonly network: string;
  readonly kind: TransportKind;
  readonly pictures: PictureBytes;
  readonly seed?: number;
}

/**
 * Lets a room's pictures and sound travel to a page over a calculated path, by a fake clock: all is real but the encoder,
 * the connection and the browser's own parts.
 */
export async function travel(travelled: Travelled): Promise<Journey> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const path = new PathToViewer(travelled);
  try {
    return path.run();
  } finally {
    await path.close();
    vi.useRealTimers();
  }
}

class PathToViewer {
  readonly #kind: TransportKind;
  readonly #phases;
  readonly #down: Link;
  readonly #up: Link;
  readonly #events = new ReleaseQueue<() => void>();
  readonly #observer = new PathObserver(EXTENSION);
  readonly #tracks = { video: new FakeTrack(), audio: new FakeTrack(), packets: new FakeTrack() };
  readonly #channel = new FakeChannel();
  readonly #renditions: Renditions;
  readonly #picture: ViewerPicture;
  readonly #video: BrowserVideo;
  readonly #gaps: GapWatch<Numbered>;
  readonly #assembler: PacketAssembler;
  /** By number, what the host sent on the `<video>`'s track, for what is asked for again. */
  readonly #sent = new Map<number, Buffer>();
  /** By whole transport-wide number, when it came. */
  readonly #came = new Map<number, number>();
  #toldUntil = 0;
  readonly #counts = { highest: -1, first: -1, came: 0, lostBefore: 0, expectedBefore: 0 };
  #wished = false;
  #number = 0;
  readonly #shown: number[] = [];
  readonly #log: string[] = [];

  constructor({ network, kind, pictures, seed = 1 }: Travelled) {
    this.#kind = kind;
    const [profile] = parseNetworks(network);
    this.#phases = profile!.timeLine!;
    this.#down = new Link(profile!.down, seededRandom(seed, 0));
    this.#up = new Link(profile!.up, seededRandom(seed, 1));
    const random = seededRandom(seed, 2);
    this.#renditions = new Renditions({
      ffmpeg: undefined as unknown as FfmpegProgram,
      codec: 'h264',
      format: () => FORMAT,
      restamp: () => this.#stamp(),
      isStanding: () => false,
      onRestart: () => {},
      onFailure: () => {},
      onWarning: () => {},
      startEncoder: (options) => {
        const { bitrateBps, framesPerSecond, scale } = options.encoding;
        this.#note(`starts ${Math.round(bitrateBps / 1000)}k ${framesPerSecond} x${scale}`);
        return new CalculatedEncoder(
          {
            ...options,
            onFrame: (frame) => {
              if (frame.keyframe) this.#note(`keyframe ${frame.units[0]!.length}`);
              options.onFrame(frame);
            },
          },
          pictures,
          random,
        );
      },
    });
    this.#picture = new ViewerPicture({
      source: {
        renditions: this.#renditions,
        payloads: new SharedPayloads(),
        messages: new SharedFrameMessages(),
      },
      setting: kind,
      transports: ['frames', 'rtp', 'sound'],
      codec: 'h264',
      video: this.#track('video', 102),
      audio: { ...this.#track('audio', 111), redPayloadType: 63 },
      packets: this.#track('packets', 109),
      frames: () => this.#channel.asChannel,
      roundTripMs: () => undefined,
      onChange: () => {},
    });
    const show = () => void this.#shown.push(performance.now());
    this.#video = new BrowserVideo(SSRC.video, (nack) => this.#answer(nack), show);
    this.#gaps = new GapWatch<Numbered>(show, () => {});
    this.#assembler = new PacketAssembler({
      onMessage: (message) => this.#receive(message),
      onRequest: (request) => {
        const bytes = writeRepeatRequest(request);
        this.#cross(this.#up, bytes.length + SCTP_BYTES, () =>
          this.#picture.repeat(readRepeatRequest(bytes)!),
        );
      },
    });
  }

  run(): Journey {
    let end = 0;
    for (const { network, durationMs } of this.#phases) {
      this.#events.push(end, () => {
        this.#note(network.name);
        this.#down.change(network.down);
        this.#up.change(network.up);
      });
      end += durationMs;
    }
    this.#picture.hear(this.#kind === 'frames');
    this.#picture.begin();
    this.#every(STEP_MS, () => this.#step());
    this.#every(SOUND_MS, () => this.#sound());
    this.#every(FEEDBACK_MS, () => this.#tell());
    this.#every(REPORT_MS, () => this.#report());
    this.#every(20, () => this.#video.tick(performance.now()));
    for (let now = 0; now < end; now = performance.now()) {
      const next = Math.min(this.#events.nextAt ?? end, this.#assembler.dueTime ?? end, now + 1);
      if (next > now) vi.advanceTimersByTime(Math.ceil((next - now) * 1e3) / 1e3);
      this.#sendAll();
      this.#assembler.tick(performance.now());
      while ((this.#events.nextAt ?? end) <= performance.now()) {
        this.#events.shift()!.item();
        this.#sendAll();
      }
    }
    return { shown: this.#shown, log: this.#log };
  }

  async close(): Promise<void> {
    this.#picture.close();
    await this.#renditions.close();
  }

  #every(ms: number, act: () => void, from = 0): void {
    this.#events.push(from, () => {
      this.#every(ms, act, from + ms);
      act();
    });
  }

  #note(text: string): void {
    this.#log.push(`${performance.now().toFixed(0)} ${text}`);
  }

  #track(name: keyof typeof SSRC, payloadType: number): RtpTrack {
    return { track: this.#tracks[name].asTrack, payloadType, ssrc: SSRC[name], path: this.#observer };
  }

  #stamp() {
    const now = performance.now();
    const times = { stepTime: now, readyTime: now, dueTime: now };
    return { number: this.#number, ...times, inputSequences: [], inputTimes: [] };
  }

  #step(): void {
    this.#number++;
    this.#renditions.encode({ stamp: this.#stamp(), format: FORMAT, pitch: 1024, pixels: Buffer.alloc(4) });
  }

  #sound(): void {
    const timestamp = Math.round(performance.now() * 48);
    this.#renditions.sendSound({ data: Buffer.alloc(SOUND_BYTES), timestamp, afterGap: false });
  }

  /** Lets go out what the host sent on any track. */
  #sendAll(): void {
    for (const [name, track] of Object.entries(this.#tracks)) {
      for (const packet of track.sent.splice(0)) this.#send(name as keyof typeof SSRC, packet);
    }
  }

  #send(name: keyof typeof SSRC, packet: Buffer): void {
    if (isRtcp(packet)) return;
    const { extensions, sequenceNumber, payload } = readRtp(packet);
    const number = this.#whole(extensions.get(EXTENSION)!.readUInt16BE(0));
    if (name === 'video') this.#sent.set(sequenceNumber, packet);
    this.#cross(this.#down, packet.length + SRTP_BYTES, () => {
      const now = performance.now();
      if (!this.#came.has(number)) this.#came.set(number, now);
      if (name === 'packets') this.#assembler.push(payload, now);
      else if (name === 'video') this.#video.push(packet, now);
      this.#count(name, sequenceNumber);
    });
  }

  /** The newest one that can be meant. */
  #whole(number: number): number {
    const last = this.#observer.nextNumber - 1;
    return last - ((last - number) & 0xffff);
  }

  /** By the sound of a picture in packets, and else by the picture. */
  #count(name: keyof typeof SSRC, number: number): void {
    if (name !== (this.#kind === 'rtp' ? 'video' : 'audio')) return;
    const counts = this.#counts;
    if (counts.first < 0) counts.first = number;
    counts.highest = Math.max(counts.highest, counts.first + ((number - counts.first) & 0xffff));
    counts.came++;
  }

  #report(): void {
    const counts = this.#counts;
    const expected = counts.highest - counts.first + 1;
    const lost = Math.max(0, expected - counts.came);
    const newly = Math.max(0, lost - counts.lostBefore) / Math.max(1, expected - counts.expectedBefore);
    counts.lostBefore = lost;
    counts.expectedBefore = expected;
    const name = this.#kind === 'rtp' ? 'video' : 'audio';
    const report = { fractionLost: Math.min(0.99, newly), cumulativeLost: lost };
    this.#cross(this.#up, 60, () => this.#tracks[name].receive(writeReceiverReport(SSRC[name], report)));
  }

  #tell(): void {
    const last = Math.max(...this.#came.keys());
    if (this.#came.size === 0 || last < this.#toldUntil) return;
    const first = this.#toldUntil;
    const arrivals = Array.from({ length: last - first + 1 }, (_, index) => this.#came.get(first + index));
    this.#toldUntil = last + 1;
    for (const number of this.#came.keys()) if (number < first - 500) this.#came.delete(number);
    const feedback = writeTransportFeedback(first, arrivals);
    this.#cross(this.#up, feedback.length + SRTP_BYTES, () => this.#tracks.audio.receive(feedback));
  }

  /** A browser asks for a packet of the `<video>` again, and WebRTC at the host sends it by itself. */
  #answer(nack: Buffer): void {
    this.#cross(this.#up, nack.length + SRTP_BYTES, () => {
      this.#tracks.video.receive(nack);
      const packet = this.#sent.get(nack.readUInt16BE(12));
      if (packet) this.#send('video', packet);
    });
  }

  #receive(bytes: Uint8Array): void {
    const { number, keyframe } = readFrameMessage(bytes)!;
    this.#gaps.patience = 2.5 * this.#assembler.roundTripMs + 60;
    this.#gaps.push({ number, keyframe });
    const wanted = this.#gaps.keyframeWanted;
    if (!wanted) this.#assembler.settle(this.#gaps.last);
    if (wanted === this.#wished) return;
    this.#wished = wanted;
    if (wanted) this.#note('wish');
    for (const after of WISH_REPEATS) this.#events.push(performance.now() + after, () => this.#wish());
    this.#events.push(performance.now() + WISH_MS, () => this.#wishAgain());
  }

  #wishAgain(): void {
    if (!this.#wished) return;
    this.#wish();
    this.#events.push(performance.now() + WISH_MS, () => this.#wishAgain());
  }

  #wish(): void {
    const { last, keyframeWanted } = this.#gaps;
    this.#cross(this.#up, INPUT_BYTES + SCTP_BYTES, () => {
      if (keyframeWanted) this.#picture.wishKeyframe(last);
    });
  }

  #cross(link: Link, bytes: number, arrive: () => void): void {
    const fate = link.take(performance.now(), bytes);
    if (fate.kind === 'delivered') this.#events.push(fate.at, arrive);
  }
}

/** The longest gap (ms) between two pictures that were shown, and begins after a time (ms) and before another. */
export function longestGap(shown: readonly number[], from: number, to = Number.POSITIVE_INFINITY): number {
  const gaps = shown.slice(1).map((time, index) => ({ begin: shown[index]!, ms: time - shown[index]! }));
  return Math.max(0, ...gaps.filter(({ begin }) => begin >= from && begin < to).map(({ ms }) => ms));
}
