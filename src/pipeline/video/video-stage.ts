import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, FrameStamp, PictureFormat, RawFrame } from '../frame.js';
import { FrequencyLimit } from '../frequency-limit.js';
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

/** A picture that changes its size this often within this time (ms) gets one canvas for all sizes. */
const MAX_SIZE_CHANGES = 3;
const SIZE_CHANGE_WINDOW_MS = 10_000;

/**
 * The video encoder of a room for as long as the room lasts: another process takes over where one dies or where the
 * picture changes its size; each begins with a keyframe, and no viewer needs to know.
 */
export class VideoStage {
  readonly #options: VideoStageOptions;
  #encoder: VideoEncoder | undefined;
  /** What the encoder was made for; smaller pictures lie in the middle of it. */
  #canvas: PictureFormat | undefined;
  readonly #sizeChanges = new FrequencyLimit(MAX_SIZE_CHANGES, SIZE_CHANGE_WINDOW_MS);
  #onlyGrows = false;
  readonly #limit = new FrequencyLimit(4, 10_000);
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
    if (this.#closed) return;
    const fits = this.#encoder !== undefined && this.#fits(format);
    if (fits && !this.#encoder?.spent) return;
    const canvas = fits && this.#canvas ? this.#canvas : this.#nextCanvas(format);
    this.#retire();
    this.#startEncoder(canvas);
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

  #startEncoder(canvas: PictureFormat, picture?: Buffer): void {
    this.#canvas = canvas;
    const encoder: VideoEncoder = new VideoEncoder({
      ffmpeg: this.#options.ffmpeg,
      format: canvas,
      encoding: {
        ...this.#options.encoding,
        bitrateBps:
          this.#options.bitrateBps ?? defaultBitrateBps(canvas, this.#options.encoding.framesPerSecond),
      },
      picture,
      onFrame: (frame) => {
        if (this.#encoder === encoder) this.#options.onFrame(frame);
      },
      onDeath: (reason) => {
        if (this.#encoder === encoder) this.#replaceDead(reason);
      },
    });
    this.#encoder = encoder;
  }

  #fits(format: PictureFormat): boolean {
    const canvas = this.#canvas;
    if (canvas?.pixelFormat !== format.pixelFormat) return false;
    const { width, height } = format;
    if (this.#onlyGrows) return width <= canvas.width && height <= canvas.height;
    return width === canvas.width && height === canvas.height;
  }

  /** A game that flips between sizes would restart its encoder all the time: from then on the canvas only grows. */
  #nextCanvas(format: PictureFormat): PictureFormat {
    const canvas = this.#canvas;
    if (canvas && !this.#sizeChanges.count()) this.#onlyGrows = true;
    if (!canvas || !this.#onlyGrows || canvas.pixelFormat !== format.pixelFormat) return format;
    return {
      pixelFormat: format.pixelFormat,
      width: Math.max(canvas.width, format.width),
      height: Math.max(canvas.height, format.height),
    };
  }

  #retire(): void {
    if (this.#encoder) this.#closing.push(this.#encoder.close());
    this.#encoder = undefined;
  }

  #replaceDead(reason: string): void {
    if (this.#closed) return;
    const canvas = this.#canvas;
    const picture = this.#encoder?.picture;
    this.#retire();
    if (!this.#limit.count() || !canvas) {
      this.#closed = true;
      this.#options.onFailure(reason);
      return;
    }
    this.restarts++;
    this.#startEncoder(canvas, picture);
    this.#options.onRestart(reason);
  }
}

/** Bits per second that keep sharp pixel graphics clean: 0.4 bits per pixel, between 1 and 12 Mb/s. */
export function defaultBitrateBps(format: PictureFormat, framesPerSecond: number): number {
  const bitsPerSecond = format.width * format.height * Math.min(framesPerSecond, 60) * 0.4;
  return Math.round(Math.min(12_000_000, Math.max(1_000_000, bitsPerSecond)));
}
