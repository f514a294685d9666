import type { VideoEncoding } from '../ffmpeg/encoder-arguments.js';
import { encoderDeaths } from '../ffmpeg/encoder-deaths.js';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, FrameStamp, PictureFormat, RawFrame } from '../frame.js';
import { RetryDelay } from '../retry-delay.js';
import { PictureCanvas } from './picture-canvas.js';
import { type PictureEncoder, VideoEncoder, type VideoEncoderOptions } from './video-encoder.js';

/** How pictures of any size are encoded. */
export interface VideoSettings
  extends Pick<VideoEncoding, 'codec' | 'framesPerSecond' | 'scale' | 'bufferMs'> {
  /** By the picture's size where it is not given. */
  readonly bitrateBps?: number | undefined;
}

export interface VideoStageOptions {
  readonly ffmpeg: FfmpegProgram;
  readonly settings: VideoSettings;
  readonly onFrame: (frame: EncodedFrame) => void;
  /** Called whenever an encoder died and another takes over. */
  readonly onRestart: (reason: string) => void;
  /** Called where encoders keep dying: nothing will come any more. */
  readonly onFailure: (reason: string) => void;
  /** Starts an encoder: an ffmpeg where it isn't given. */
  readonly startEncoder?: ((options: VideoEncoderOptions) => PictureEncoder) | undefined;
}

/** Milliseconds between two change-overs at the least: each costs a keyframe. */
export const CHANGE_INTERVAL_MS = 2_000;
/** An encoder that still has frames in it so long (ms) after its successor was ready is left with them. */
const MOST_PATIENCE_MS = 250;

/** An encoder gets warm within so long (ms), unless the machine is busy. */
const SHORT_WAIT_MS = 400;
/** What starts takes over even where less is wanted meanwhile, as long as that is at least this share of its bitrate. */
const NEAR = 0.6;

/** An encoder that is to take over. */
interface Successor {
  readonly encoder: PictureEncoder;
  readonly settings: VideoSettings;
  /** ms. */
  readonly startedAt: number;
  /** Since when it is warm, ms. */
  readySince: number | undefined;
}

/**
 * The video encoder of a rendition for as long as that lasts: another process takes over where one dies, where the
 * picture changes its size, or where it shall be encoded otherwise, which no running ffmpeg can be told. Each begins
 * with a keyframe, and no viewer needs to know.
 */
export class VideoStage {
  readonly #options: VideoStageOptions;
  #encoder: PictureEncoder | undefined;
  readonly #canvas = new PictureCanvas();
  #settings: VideoSettings;
  /** Of the encoder that runs. */
  #current: VideoSettings;
  #successor: Successor | undefined;
  #lastChange = Number.NEGATIVE_INFINITY;
  readonly #limit = encoderDeaths();
  /** Of successors that failed. */
  readonly #retry = new RetryDelay();
  #closed = false;
  readonly #closing = new Set<Promise<void>>();
  /** Frames that were given up because the encoder was not ready for them. */
  framesDropped = 0;
  restarts = 0;

  constructor(options: VideoStageOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#current = options.settings;
  }

  get pid(): number | undefined {
    return this.#encoder?.pid;
  }

  /** How frames are encoded now. */
  get running(): VideoSettings {
    return this.#current;
  }

  /** How they are to be encoded. */
  get wanted(): VideoSettings {
    return this.#settings;
  }

  /** Pixels of the newest frame, where there is one of this format; valid until the next. */
  pictureOf({ pixelFormat, width, height }: PictureFormat): Buffer | undefined {
    const canvas = this.#canvas.format;
    const fits = canvas?.pixelFormat === pixelFormat && canvas.width === width && canvas.height === height;
    return fits ? this.#encoder?.picture : undefined;
  }

  /** Whether the next frame comes out as soon as any. */
  get isWarm(): boolean {
    return this.#encoder?.isWarm ?? false;
  }

  /** Whether the next frame is the first one of another encoder, and so a keyframe. */
  get changesNext(): boolean {
    const { readySince } = this.#successor ?? {};
    if (readySince === undefined) return false;
    // What is still in the old one would come too late, or be lost.
    return (this.#encoder?.isIdle ?? true) || performance.now() - readySince > MOST_PATIENCE_MS;
  }

  /** Whether another encoder is about to take over, and so to begin with a keyframe. */
  get isChanging(): boolean {
    const { startedAt = Number.NEGATIVE_INFINITY } = this.#successor ?? {};
    return performance.now() - startedAt < SHORT_WAIT_MS;
  }

  /**
   * Has frames encoded otherwise as soon as may be: the encoder that runs goes on until another one is warm, which takes
   * over between two frames.
   */
  change(settings: VideoSettings): void {
    if (isSame(settings, this.#settings)) return;
    this.#settings = settings;
    if (this.#successor && !isNear(settings, this.#successor.settings)) this.#dismissSuccessor();
  }

  /**
   * Starts an encoder before the first frame of its format comes.
   *
   * @param picture - the one that stands, where there is one of this format: with it the encoder gets warm.
   */
  prepare(format: PictureFormat, picture?: Buffer): void {
    if (this.#closed) return;
    const isOther = this.#canvas.fit(format);
    if (!isOther && this.#encoder && !this.#encoder.spent) return;
    this.#retire();
    this.#encoder = this.#start(this.#settings, picture);
    this.#current = this.#settings;
  }

  encode(frame: RawFrame, keyframe: boolean): void {
    this.prepare(frame.format);
    this.#followSettings();
    if (this.#encoder?.encode(frame, keyframe)) this.framesDropped++;
  }

  /** Keeps a picture that is not encoded now, for `repeat`; returns whether there is room for it. */
  keep(frame: RawFrame): boolean {
    this.prepare(frame.format);
    return this.#encoder?.keep(frame) ?? false;
  }

  /** Encodes the newest picture once more, or the one that was kept. */
  repeat(stamp: FrameStamp, keyframe = true): void {
    this.#encoder?.repeat(stamp, keyframe);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retire();
    await Promise.all(this.#closing);
  }

  /** Starts a successor where one is wanted, and has it take over when it is warm. */
  #followSettings(): void {
    if (this.#closed) return;
    if (this.changesNext) this.#takeOver();
    this.follow();
  }

  /** Starts another encoder where one is wanted. */
  follow(): void {
    const picture = this.#encoder?.picture;
    if (this.#successor || !picture || isSame(this.#settings, this.#current)) return;
    const now = performance.now();
    if (now - this.#lastChange < CHANGE_INTERVAL_MS || !this.#retry.isDue(now)) return;
    const successor: Successor = {
      settings: this.#settings,
      startedAt: performance.now(),
      readySince: undefined,
      encoder: this.#start(this.#settings, picture, () => {
        successor.readySince = performance.now();
      }),
    };
    this.#successor = successor;
  }

  #takeOver(): void {
    const { encoder, settings } = this.#successor!;
    this.#successor = undefined;
    this.#retire();
    this.#encoder = encoder;
    this.#current = settings;
    this.#lastChange = performance.now();
    this.#retry.succeed(this.#lastChange);
  }

  #dismissSuccessor(): void {
    this.#end(this.#successor?.encoder);
    this.#successor = undefined;
  }

  #start(settings: VideoSettings, picture?: Buffer, onReady?: () => void): PictureEncoder {
    const format = this.#canvas.format!;
    const start = this.#options.startEncoder ?? ((options) => new VideoEncoder(options));
    const encoder: PictureEncoder = start({
      ffmpeg: this.#options.ffmpeg,
      format,
      encoding: {
        ...settings,
        bitrateBps: settings.bitrateBps ?? defaultBitrateBps(format, settings.framesPerSecond),
      },
      picture,
      onReady,
      onFrame: (frame) => {
        if (this.#encoder === encoder) this.#options.onFrame(frame);
      },
      onDeath: (reason) => {
        if (this.#encoder === encoder) this.#replaceDead(reason);
        else if (this.#successor?.encoder === encoder) this.#loseSuccessor(reason);
      },
    });
    return encoder;
  }

  #retire(): void {
    this.#dismissSuccessor();
    this.#end(this.#encoder);
    this.#encoder = undefined;
  }

  #end(encoder: PictureEncoder | undefined): void {
    if (!encoder) return;
    const closing = encoder.close().then(() => void this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /** The one that runs goes on; another successor is tried a while later, and later each time. */
  #loseSuccessor(reason: string): void {
    this.#dismissSuccessor();
    this.#retry.fail(performance.now());
    this.#options.onRestart(reason);
  }

  #replaceDead(reason: string): void {
    if (this.#closed) return;
    const picture = this.#encoder?.picture;
    this.#retire();
    if (!this.#limit.count()) {
      this.#closed = true;
      this.#options.onFailure(reason);
      return;
    }
    this.restarts++;
    this.#encoder = this.#start(this.#settings, picture);
    this.#current = this.#settings;
    this.#options.onRestart(reason);
  }
}

function isSame(one: VideoSettings, other: VideoSettings): boolean {
  return (
    one.codec === other.codec &&
    one.framesPerSecond === other.framesPerSecond &&
    one.bitrateBps === other.bitrateBps &&
    one.bufferMs === other.bufferMs &&
    (one.scale ?? 1) === (other.scale ?? 1)
  );
}

/** Whether an encoder that is about to take over is good enough for now: another one would take as long again. */
function isNear(wanted: VideoSettings, coming: VideoSettings): boolean {
  const { bitrateBps = Number.POSITIVE_INFINITY } = coming;
  return (
    isSame({ ...wanted, bitrateBps }, { ...coming, bitrateBps }) &&
    (wanted.bitrateBps ?? 0) >= NEAR * bitrateBps
  );
}

/** Bits per second that keep sharp pixel graphics clean: 0.4 bits per pixel, between 1 and 12 Mb/s. */
export function defaultBitrateBps(
  format: Pick<PictureFormat, 'width' | 'height'>,
  framesPerSecond: number,
): number {
  const bitsPerSecond = format.width * format.height * Math.min(framesPerSecond, 60) * 0.4;
  return Math.round(Math.min(12_000_000, Math.max(1_000_000, bitsPerSecond)));
}
