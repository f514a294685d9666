import { FanOut } from '../fan-out.js';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, FrameStamp, PictureFormat, RawFrame } from '../frame.js';
import { FrameSkipping } from '../rate/frame-skipping.js';
import { StandingPicture } from '../standing-picture.js';
import type { Transport } from '../transport/transport.js';
import { type VideoSettings, VideoStage, type VideoStageOptions } from '../video/video-stage.js';

export interface RenditionOptions {
  readonly ffmpeg: FfmpegProgram;
  readonly settings: VideoSettings;
  /** Frames per second of what goes in. */
  readonly framesPerSecond: () => number;
  /** The stamp for a picture that is shown again, now. */
  readonly restamp: () => FrameStamp;
  /** Whether no new pictures are to be expected. */
  readonly isStanding: () => boolean;
  /** A frame came out, and was handed to all transports. */
  readonly onSent: (frame: EncodedFrame, encodedTime: number) => void;
  /** A viewer gets this one's frames, from that number on. */
  readonly onArrival: (transport: Transport, number: number) => void;
  readonly onRestart: (reason: string) => void;
  readonly onFailure: (reason: string) => void;
  readonly startEncoder?: VideoStageOptions['startEncoder'];
}

/** Counters of a rendition since it began. */
export interface RenditionCounters {
  framesEncoded: number;
  keyframes: number;
  /** Left out before the encoder, for a lower frame rate or because all its viewers' paths were congested. */
  framesLeftOut: number;
  /** Encoded video, bytes. */
  bytes: number;
}

/** So many periods may pass until a running game makes a keyframe itself; before the first there are no pictures but older ones. */
const PATIENCE = 1.5;
const FIRST_PATIENCE = 120;
/** Looked for again and again, ms: an encoder that gets warm. */
const WARM_UP_MS = 20;
/** For so many periods a picture that was left out waits for one that takes its place. */
const LEFT_OUT_PERIODS = 3;

/** One encoder's pictures, and the viewers who get them. */
export class Rendition {
  readonly fanOut: FanOut;
  readonly skipping = new FrameSkipping();
  readonly counters: RenditionCounters = { framesEncoded: 0, keyframes: 0, framesLeftOut: 0, bytes: 0 };
  readonly #options: RenditionOptions;
  readonly #stage: VideoStage;
  readonly #standing: StandingPicture;
  #isWarm = false;
  #isFed = false;
  /** Of all frames that weren't skipped, for the frame rate. */
  #turn = 0;
  #leftOut: NodeJS.Timeout | undefined;

  constructor(options: RenditionOptions) {
    this.#options = options;
    this.#stage = new VideoStage({
      ffmpeg: options.ffmpeg,
      settings: options.settings,
      onFrame: (frame) => this.#send(frame),
      onRestart: options.onRestart,
      onFailure: options.onFailure,
      startEncoder: options.startEncoder,
    });
    this.fanOut = new FanOut(() => this.#standing.wish());
    const { keyframes } = this.fanOut;
    this.#standing = new StandingPicture({
      wishes: {
        dueIn: (now) => {
          const wait = keyframes.dueIn(now);
          return wait === undefined || (this.#begins && !this.#stage.isChanging)
            ? wait
            : Math.max(wait, WARM_UP_MS);
        },
        isDue: (now) => this.#begins && this.#isKeyframeDue(now),
        grant: (now) => this.#grant(options.restamp().number, now),
      },
      repeat: () => this.#stage.repeat(options.restamp()),
      patienceMs: () =>
        options.isStanding() ? 0 : this.#periodMs * (this.#isFed ? PATIENCE : FIRST_PATIENCE),
    });
  }

  get pid(): number | undefined {
    return this.#stage.pid;
  }

  get framesDropped(): number {
    return this.#stage.framesDropped;
  }

  get restarts(): number {
    return this.#stage.restarts;
  }

  /** Whether it takes pictures: its encoder is warm. */
  get hasBegun(): boolean {
    return this.#begins;
  }

  /** How it is encoded now; what was asked for may come a moment later. */
  get settings(): VideoSettings {
    return this.#stage.running;
  }

  /** Pixels of the newest frame, where there is one of this format; valid until the next. */
  pictureOf(format: PictureFormat): Buffer | undefined {
    return this.#stage.pictureOf(format);
  }

  /**
   * Starts the encoder before the first frame comes.
   *
   * @param picture - the one that stands, where there is one of this format: with it the encoder gets warm.
   */
  prepare(format: PictureFormat, picture?: Buffer): void {
    this.#stage.prepare(format, picture);
  }

  /** Has pictures encoded otherwise as soon as may be. */
  change(settings: VideoSettings): void {
    this.#stage.change(settings);
    this.#stage.follow();
  }

  /** Takes the next picture of the game. */
  encode(frame: RawFrame): void {
    if (!this.#begins) return;
    const now = performance.now();
    const keyframe = this.#isKeyframeDue(now) || this.#stage.changesNext;
    if (!this.#isInTurn() && !keyframe) {
      this.#leaveOut(frame);
      return;
    }
    clearTimeout(this.#leftOut);
    if (keyframe) this.#grant(frame.stamp.number, now);
    this.#isFed = true;
    this.#stage.encode(frame, keyframe);
  }

  async close(): Promise<void> {
    clearTimeout(this.#leftOut);
    this.#standing.close();
    await this.#stage.close();
  }

  /** An encoder that starts beside another one gets no frame before it is warm: whoever is to get them has those of that one. */
  get #begins(): boolean {
    this.#isWarm ||= this.#stage.isWarm;
    return this.#isWarm;
  }

  /** An encoder that is about to be replaced makes none: the next one begins with a keyframe, which fits its viewers' paths. */
  #isKeyframeDue(now: number): boolean {
    return !this.#stage.isChanging && this.fanOut.keyframes.isDue(now);
  }

  get #periodMs(): number {
    return 1000 / this.#options.framesPerSecond();
  }

  /** A lower frame rate holds at once, a higher one when there is an encoder that expects it. */
  get #frameDivisor(): number {
    const rate = Math.min(this.#stage.running.framesPerSecond, this.#stage.wanted.framesPerSecond);
    return Math.max(1, Math.round(this.#options.framesPerSecond() / rate));
  }

  #isInTurn(): boolean {
    if (this.skipping.skips()) return false;
    this.#turn++;
    if (this.#turn < this.#frameDivisor) return false;
    this.#turn = 0;
    return true;
  }

  /**
   * The picture is shown all the same where the game stands still behind it. Where an older one still waits for the
   * encoder, it takes that one's place.
   */
  #leaveOut(frame: RawFrame): void {
    clearTimeout(this.#leftOut);
    if (!this.#stage.keep(frame)) {
      this.#stage.encode(frame, false);
      return;
    }
    this.counters.framesLeftOut++;
    const { stamp } = frame;
    this.#leftOut = setTimeout(() => this.#stage.repeat(stamp, false), LEFT_OUT_PERIODS * this.#periodMs);
  }

  #grant(number: number, now: number): void {
    for (const transport of this.fanOut.grant(number, now)) this.#options.onArrival(transport, number);
  }

  #send(frame: EncodedFrame): void {
    const { counters } = this;
    counters.framesEncoded++;
    if (frame.keyframe) counters.keyframes++;
    for (const unit of frame.units) counters.bytes += unit.length;
    const encodedTime = performance.now();
    this.fanOut.sendFrame(frame);
    this.#options.onSent(frame, encodedTime);
  }
}
