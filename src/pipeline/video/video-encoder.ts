import { pictureBytes, rowBytes } from '../../../cores/protocol/format.js';
import {
  VIDEO_TICKS_PER_SECOND,
  type VideoEncoding,
  videoEncoderArguments,
} from '../ffmpeg/encoder-arguments.js';
import { FfmpegProcess } from '../ffmpeg/ffmpeg-process.js';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, FrameStamp, PictureFormat, RawFrame } from '../frame.js';
import { type EncoderOutput, type EncoderPicture, encoderOutput } from './encoder-output.js';
import { RawFrameWriter } from './raw-frame-writer.js';

export interface VideoEncoderOptions {
  readonly ffmpeg: FfmpegProgram;
  readonly format: PictureFormat;
  readonly encoding: Omit<VideoEncoding, 'width' | 'height'>;
  /** Pixels of the picture that stands, where the encoder takes over from another of the same size: it gets warm with them. */
  readonly picture?: Buffer | undefined;
  readonly onFrame: (frame: EncodedFrame) => void;
  /** Called once, when it is warm: the next frame is out as soon as any. */
  readonly onReady?: (() => void) | undefined;
  /** Called once where the encoder ends by itself, with the reason. */
  readonly onDeath: (reason: string) => void;
}

interface InFlight {
  readonly tick: number;
  readonly stamp: FrameStamp;
  /** When it was handed to the writer, or the first of those whose place it took, `performance.now()`. */
  readonly since: number;
}

/** An ffmpeg that leaves a frame unanswered for this long (ms) hangs. */
const ANSWER_TIMEOUT_MS = 3_000;
/** One that has answered nothing yet is given so long (ms): a busy machine takes seconds to start it, as it would the next. */
const START_TIMEOUT_MS = 10_000;
/** A pause takes this long (ms) at most in the time stamps: ffmpeg takes a jump by hours for damage, and drops the frame. */
const LONGEST_PAUSE_MS = 10_000;
/** Old versions of ffmpeg read no time stamps of more than 31 bits: that is 6.6 hours. */
const LAST_TICK = 2 ** 31 - (2 * LONGEST_PAUSE_MS * VIDEO_TICKS_PER_SECOND) / 1000;
/** H.264 comes back with milliseconds only: frames are kept two of them apart to be told from each other. */
const LEAST_INTERVAL_TICKS = (2 * VIDEO_TICKS_PER_SECOND) / 1000;

/** What encodes pictures: an ffmpeg, or what a test puts in its place to calculate a path without one. */
export type PictureEncoder = Pick<
  VideoEncoder,
  'pid' | 'spent' | 'picture' | 'isWarm' | 'isIdle' | 'encode' | 'keep' | 'repeat' | 'close'
>;

/** One ffmpeg that encodes pictures of one size: a frame in, a frame out, a keyframe wherever one is asked for. */
export class VideoEncoder {
  readonly #process: FfmpegProcess;
  readonly #writer: RawFrameWriter;
  readonly #output: EncoderOutput;
  readonly #options: VideoEncoderOptions;
  readonly #inFlight: InFlight[] = [];
  #lastTime = performance.now();
  /** Time since it was made, without what was too long in pauses, ms. */
  #age = 0;
  #lastTick = LEAST_INTERVAL_TICKS;
  #framesFed = 0;
  /** Whether ffmpeg has the picture from whose time it counts that of the others. */
  #hasReference = false;
  #isWarm = false;

  constructor(options: VideoEncoderOptions) {
    const { format, encoding, ffmpeg } = options;
    this.#options = options;
    this.#output = encoderOutput(encoding.codec);
    this.#process = new FfmpegProcess(ffmpeg, videoEncoderArguments(ffmpeg, { ...encoding, ...format }), {
      onOutput: (piece) => this.#receive(piece),
      onDeath: options.onDeath,
    });
    this.#writer = new RawFrameWriter(this.#process.stdin, format);
    this.#prime();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Whether another encoder should take over with the next frame: it is running out of time stamps. */
  get spent(): boolean {
    return this.#lastTick > LAST_TICK;
  }

  /** Pixels of the newest frame, where there is one; valid until the next. */
  get picture(): Buffer | undefined {
    return this.#framesFed > 0 || this.#options.picture ? this.#writer.newest : undefined;
  }

  /** Whether the next frame comes out as soon as any; one without a picture to get warm with never knows. */
  get isWarm(): boolean {
    return this.#isWarm || !this.#options.picture;
  }

  /** Whether every frame that went in has come out. */
  get isIdle(): boolean {
    return this.#inFlight.length === 0;
  }

  /**
   * Encodes a frame of the encoder's size.
   *
   * @returns whether an older frame that had not got in yet was given up for it.
   */
  encode(frame: RawFrame, keyframe: boolean): boolean {
    const replaced = this.#takeBackWaiting();
    const tick = this.#nextTick(keyframe || isKeyframeTick(replaced?.tick));
    this.#writer.write(frame, tick);
    this.#expect(tick, frame.stamp, replaced?.since);
    return replaced !== undefined;
  }

  /** Keeps a picture that isn't encoded now, as what `repeat` shows; returns whether there is room for it. */
  keep(frame: RawFrame): boolean {
    return this.#writer.keep(frame);
  }

  /** Encodes the newest picture again: for a viewer who joins while it stands still, or where it was only kept. */
  repeat(stamp: FrameStamp, keyframe = true): void {
    if (!this.picture) return;
    const replaced = this.#takeBackWaiting();
    const tick = this.#nextTick(keyframe || isKeyframeTick(replaced?.tick));
    this.#writer.repeat(tick);
    this.#expect(tick, stamp, replaced?.since);
  }

  close(): Promise<void> {
    return this.#process.close();
  }

  /**
   * Feeds the frame that ffmpeg swallows. One that comes out and is of no use follows it where there is a picture: then
   * everything is loaded when the first real one comes. A blank one would make that one's keyframe twice as large, since
   * x264 takes it for the measure of what is to come.
   */
  #prime(): void {
    const { format, picture } = this.#options;
    const pitch = rowBytes(format.pixelFormat, format.width);
    const pixels = picture ?? Buffer.alloc(pictureBytes(format.pixelFormat, pitch, format.height));
    this.#writer.write({ format, pitch, pixels }, 0);
    if (picture) this.#writer.write({ format, pitch, pixels }, LEAST_INTERVAL_TICKS);
  }

  /**
   * Even ticks are ordinary frames, odd ones keyframes; each is later than the one before. The reference is a keyframe by
   * itself and even in any case: ffmpeg counts the time that it looks at from there (`forced_kf_ref_pts`). It is the one
   * that comes out first, unless another takes its place before it got in.
   */
  #nextTick(keyframe: boolean): number {
    const time = performance.now();
    this.#age += Math.min(time - this.#lastTime, LONGEST_PAUSE_MS);
    this.#lastTime = time;
    const now = (this.#age * VIDEO_TICKS_PER_SECOND) / 1000;
    const even = 2 * Math.ceil(Math.max(now, this.#lastTick + LEAST_INTERVAL_TICKS) / 2);
    if (!this.#writer.waiting && this.picture) this.#hasReference = true;
    const isKeyframe = this.#hasReference && (keyframe || this.#framesFed === 0);
    this.#lastTick = even + (isKeyframe ? 1 : 0);
    return this.#lastTick;
  }

  /** @param since - of a frame whose place it takes: one that never gets in is unanswered as well. */
  #expect(tick: number, stamp: FrameStamp, since?: number): void {
    const now = performance.now();
    this.#inFlight.push({ tick, stamp, since: since ?? now });
    this.#framesFed++;
    const timeoutMs = this.#isWarm ? ANSWER_TIMEOUT_MS : START_TIMEOUT_MS;
    if (now - this.#inFlight[0]!.since > timeoutMs) this.#options.onDeath('ffmpeg stopped answering');
  }

  /** Forgets the frame that the writer still holds back, since the next one takes its place. */
  #takeBackWaiting(): InFlight | undefined {
    if (!this.#writer.waiting || this.#framesFed === 0) return undefined;
    this.#framesFed--;
    return this.#inFlight.pop();
  }

  #receive(piece: Buffer): void {
    for (const picture of this.#read(piece)) {
      if (!this.#isWarm) {
        this.#isWarm = true;
        this.#options.onReady?.();
      }
      const stamp = this.#match(picture.timestamp);
      if (!stamp) continue;
      const { codec } = this.#options.encoding;
      this.#options.onFrame({ stamp, codec, keyframe: picture.keyframe, units: picture.units });
    }
  }

  /** What a piece of output completes; output that is none ends the encoder, not the host. */
  #read(piece: Buffer): EncoderPicture[] {
    try {
      return this.#output.push(piece);
    } catch (cause) {
      this.#options.onDeath(`ffmpeg's output can't be read: ${(cause as Error).message}`);
      return [];
    }
  }

  /** Finds which frame came out. Frames that the encoder skipped are forgotten; one that was never asked for has none. */
  #match(timestamp: number): FrameStamp | undefined {
    const index = this.#inFlight.findIndex(
      ({ tick }) => Math.abs(this.#output.timestampOf(tick) - timestamp) <= 1,
    );
    if (index < 0) return undefined;
    return this.#inFlight.splice(0, index + 1).at(-1)?.stamp;
  }
}

function isKeyframeTick(tick: number | undefined): boolean {
  return tick !== undefined && tick % 2 === 1;
}
