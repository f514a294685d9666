import { exponential, type Random } from '../../../src/bench/network/seeded-random.js';
import type { RawFrame } from '../../../src/pipeline/frame.js';
import type { PictureEncoder, VideoEncoderOptions } from '../../../src/pipeline/video/video-encoder.js';

/** How large a game's pictures are at their best, bytes. */
export interface PictureBytes {
  readonly keyframe: number;
  /** In the mean, of one that is shown a sixtieth of a second after the one before. */
  readonly other: number;
}

/** Until a second encoder is warm, and until a picture is out, ms. */
const WARM_UP_MS = 100;
const ENCODING_MS = 2;
/** At which the sizes of pictures are those of their best, bits per second. */
const BEST_BPS = 1_474_560;
/** With less a keyframe gets smaller by this power: x264 was looked at. */
const KEYFRAME_POWER = 0.4;
const MOST_OF_BUFFER = 0.9;

/** Calculates how many bytes an encoder's pictures have, and when they come, without encoding them. */
export class CalculatedEncoder implements PictureEncoder {
  readonly pid = undefined;
  readonly spent = false;
  readonly #options: VideoEncoderOptions;
  readonly #bytes: PictureBytes;
  readonly #random: Random;
  readonly #pixels = Buffer.alloc(4);
  #isWarm: boolean;
  #hasPicture: boolean;
  #kept = 0;
  #inFlight = 0;
  #closed = false;

  constructor(options: VideoEncoderOptions, bytes: PictureBytes, random: Random) {
    this.#options = options;
    this.#bytes = bytes;
    this.#random = random;
    this.#hasPicture = options.picture !== undefined;
    this.#isWarm = !this.#hasPicture;
    if (this.#isWarm) return;
    setTimeout(() => {
      this.#isWarm = true;
      if (!this.#closed) options.onReady?.();
    }, WARM_UP_MS);
  }

  get picture(): Buffer | undefined {
    return this.#hasPicture ? this.#pixels : undefined;
  }

  get isWarm(): boolean {
    return this.#isWarm;
  }

  get isIdle(): boolean {
    return this.#inFlight === 0;
  }

  encode(frame: RawFrame, keyframe: boolean): boolean {
    this.#come(frame.stamp, keyframe || !this.#hasPicture);
    this.#hasPicture = true;
    return false;
  }

  keep(): boolean {
    this.#kept++;
    return true;
  }

  repeat(stamp: RawFrame['stamp'], keyframe = true): void {
    this.#come(stamp, keyframe);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #come(stamp: RawFrame['stamp'], keyframe: boolean): void {
    const bytes = keyframe ? this.#keyframeBytes() : this.#otherBytes();
    this.#kept = 0;
    this.#inFlight++;
    setTimeout(() => {
      this.#inFlight--;
      if (this.#closed) return;
      // A slice, of an IDR picture or of another (ITU-T H.264 table 7-1).
      const unit = Buffer.alloc(bytes, keyframe ? 0x65 : 0x41);
      this.#options.onFrame({ stamp, codec: this.#options.encoding.codec, keyframe, units: [unit] });
    }, ENCODING_MS);
  }

  #keyframeBytes(): number {
    const { bitrateBps, bufferMs = 500 } = this.#options.encoding;
    const wanted = this.#bytes.keyframe * Math.min(1, bitrateBps / BEST_BPS) ** KEYFRAME_POWER;
    return Math.round(Math.min(wanted, (MOST_OF_BUFFER * bitrateBps * bufferMs) / 8000));
  }

  /** What changed since the picture before is more, the longer that is ago. */
  #otherBytes(): number {
    const { bitrateBps, framesPerSecond } = this.#options.encoding;
    const wanted = this.#bytes.other * Math.sqrt(this.#kept + 1);
    const mean = Math.min(wanted, bitrateBps / 8 / framesPerSecond);
    return Math.max(60, Math.round(mean * (0.5 + Math.min(2, exponential(this.#random, 0.5)))));
  }
}
