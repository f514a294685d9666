import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, FrameStamp, PictureFormat, RawFrame } from '../frame.js';
import { RestartLimit } from '../restart-limit.js';
import { VideoEncoder, type VideoEncoderOptions } from './video-encoder.js';

export interface VideoStageOptions {
  readonly ffmpeg: FfmpegProgram;
  readonly encoding: Omit<VideoEncoderOptions['encoding'], 'bitrateBps'>;
  /** Bits per second; by the picture's size where it is not given. */
  readonly bitrateBps?: number | undefined;
  readonly onFrame: (frame: EncodedFrame) => void;
  /** Called whenever an encoder died and another takes over. */
  readonly onRestart: (reason: string) => void;
  /** Called where encoders keep dying: nothing will come any more. */
  readonly onFailure: (reason: string) => void;
}

/**
 * The video encoder of a room for as long as the room lasts: another process takes over where one dies or where the
 * picture changes its size; each begins with a keyframe, and no viewer needs to know.
 */
export class VideoStage {
  readonly #options: VideoStageOptions;
  #encoder: VideoEncoder | undefined;
  #format: PictureFormat | undefined;
  readonly #limit = new RestartLimit(4, 10_000);
  #closed = false;
  #closing: Promise<void>[] = [];
  /** Frames that were given up because the encoder was not ready for them. */
  framesDropped = 0;
  restarts = 0;

  constructor(options: VideoStageOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#encoder?.pid;
  }

  /** Starts an encoder before the first frame of its format comes. */
  prepare(format: PictureFormat): void {
    if (this.#closed || (this.#encoder && isSameFormat(this.#format, format))) return;
    this.#retire();
    this.#format = format;
    const encoder: VideoEncoder = new VideoEncoder({
      ffmpeg: this.#options.ffmpeg,
      format,
      encoding: {
        ...this.#options.encoding,
        bitrateBps:
          this.#options.bitrateBps ?? defaultBitrateBps(format, this.#options.encoding.framesPerSecond),
      },
      onFrame: (frame) => {
        if (this.#encoder === encoder) this.#options.onFrame(frame);
      },
      onDeath: (reason) => {
        if (this.#encoder === encoder) this.#replaceDead(reason);
      },
    });
    this.#encoder = encoder;
  }

  encode(frame: RawFrame, keyframe: boolean): void {
    this.prepare(frame.format);
    if (this.#encoder?.encode(frame, keyframe)) this.framesDropped++;
  }

  /** A keyframe of the picture that stands. */
  repeat(stamp: FrameStamp): void {
    this.#encoder?.repeat(stamp);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retire();
    await Promise.all(this.#closing);
  }

  #retire(): void {
    if (this.#encoder) this.#closing.push(this.#encoder.close());
    this.#encoder = undefined;
  }

  #replaceDead(reason: string): void {
    if (this.#closed) return;
    const format = this.#format;
    this.#retire();
    if (!this.#limit.allowsRestart() || !format) {
      this.#closed = true;
      this.#options.onFailure(reason);
      return;
    }
    this.restarts++;
    this.prepare(format);
    this.#options.onRestart(reason);
  }
}

/** Bits per second that keep sharp pixel graphics clean: 0.4 bits per pixel, between 1 and 12 Mb/s. */
export function defaultBitrateBps(format: PictureFormat, framesPerSecond: number): number {
  const bitsPerSecond = format.width * format.height * Math.min(framesPerSecond, 60) * 0.4;
  return Math.round(Math.min(12_000_000, Math.max(1_000_000, bitsPerSecond)));
}

function isSameFormat(a: PictureFormat | undefined, b: PictureFormat): boolean {
  return a?.width === b.width && a.height === b.height && a.pixelFormat === b.pixelFormat;
}
