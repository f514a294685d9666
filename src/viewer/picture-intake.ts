import type { TransportKind } from '../protocol/control-message.js';
import { rounded } from './distribution.js';
import { FrameArrivals } from './frame-arrivals.js';
import { FrameTicks } from './frame-ticks.js';
import { FramesReader } from './frames-reader.js';
import { PictureReceiver, VIDEO_CLOCK } from './picture-receiver.js';
import type { RecordedFrame } from './recording.js';
import type { ViewerResult } from './watch-result.js';

/** The picture by either way, RTP or the `frames` channel, and over the changes from one to the other. */
export class PictureIntake {
  readonly #rtp: PictureReceiver;
  readonly #frames = new FramesReader();
  readonly #arrivals = new FrameArrivals();
  readonly #ticks = new FrameTicks();
  readonly #onFrame: ((frame: RecordedFrame) => void) | undefined;
  #transport: TransportKind = 'rtp';
  #wanted: TransportKind = 'rtp';
  #changes = 0;

  constructor(options: {
    readonly ownSsrc: number;
    /** Sends RTCP to the host. */
    readonly send: (packet: Buffer) => void;
    /** Each frame that a decoder could take. */
    readonly onFrame: ((frame: RecordedFrame) => void) | undefined;
  }) {
    this.#onFrame = options.onFrame;
    this.#rtp = new PictureReceiver({
      ownSsrc: options.ownSsrc,
      send: options.send,
      onFrame: ({ codec, keyframe, data, timestamp }) =>
        this.#arrive('rtp', { codec, keyframe, data, ticks: timestamp }),
    });
  }

  /** When the first frame came, ms. */
  get firstAt(): number | undefined {
    return this.#arrivals.firstAt;
  }

  /** Number of the newest message whose frame could be decoded, for input packets. */
  get lastFrame(): number {
    return this.#frames.lastFrame;
  }

  get needsKeyframe(): boolean {
    return this.#transport === 'frames' ? this.#frames.needsKeyframe : this.#rtp.needsKeyframe;
  }

  /** The host lets the viewer in, and sends by this way. */
  begin(transport: TransportKind): void {
    this.#transport = transport;
    this.#wanted = transport;
  }

  /** The host sends by this way from now on. */
  change(transport: TransportKind): void {
    this.#wanted = transport;
  }

  /** Takes whatever came on the track. */
  receivePacket(packet: Buffer, now: number): void {
    this.#rtp.receive(packet, now);
  }

  /**
   * Takes a message of the `frames` channel.
   *
   * @returns whether the host has to hear that it needs a keyframe.
   */
  receiveMessage(bytes: Uint8Array): boolean {
    const message = this.#frames.receive(bytes);
    if (message) {
      const { codec, keyframe, picture, frame } = message;
      const ticks = (frame.stepTime * VIDEO_CLOCK) / 1000;
      this.#arrive('frames', { codec, keyframe, data: picture, ticks });
    }
    return this.#frames.needsKeyframe;
  }

  /** What has to be done from time to time, each 20 ms or so. */
  tick(now: number): void {
    if (this.#transport === 'rtp' || this.#wanted === 'rtp') this.#rtp.tick(now);
  }

  /** Reports to the host how the reception is. */
  report(now: number): void {
    this.#rtp.report(now);
  }

  /** What came until now. */
  result(now: number): Pick<ViewerResult, 'transport' | 'transportChanges' | 'video' | 'rtp' | 'frames'> {
    const { counters } = this.#rtp;
    return {
      transport: this.#transport,
      transportChanges: this.#changes,
      video: this.#arrivals.summary(now),
      rtp: { ...counters, jitterMs: rounded(counters.jitterMs)! },
      frames: this.#frames.counters,
    };
  }

  /** While the host changes the way, frames come both ways for a moment: those of the way that shows a picture count. */
  #arrive(way: TransportKind, frame: RecordedFrame): void {
    if (way !== this.#transport) {
      if (way !== this.#wanted) return;
      this.#transport = way;
      this.#changes++;
    }
    const now = performance.now();
    this.#arrivals.arrive(frame, now);
    this.#onFrame?.({ ...frame, ticks: this.#ticks.next(way, frame.ticks, now) });
  }
}
