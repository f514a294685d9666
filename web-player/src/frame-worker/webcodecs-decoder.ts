import type { ArrivedFrame } from './arrived-frame.js';
import { codecString } from './codec-string.js';
import type { PictureDecoder } from './frame-screen.js';

/** Frames that may be in the decoder at once; more, and it can't keep up, or the worker was held up for long. */
const MOST_IN_DECODER = 20;

export interface WebCodecsDecoderEvents {
  /** The picture is the listener's to close. */
  onPicture(picture: VideoFrame, frame: ArrivedFrame): void;
  /** The frames in it are too many: it was emptied, and goes on with a keyframe. */
  onBehind(): void;
  /** The browser gave the decoder up; the next keyframe would make a new one. */
  onFailure(reason: string): void;
}

/**
 * What encoders at hosts make without saying so in the stream; `<video>` guesses it right, and decoders by themselves
 * take another matrix.
 */
const COLOURS: VideoColorSpaceInit = {
  primaries: 'smpte170m',
  transfer: 'smpte170m',
  matrix: 'smpte170m',
  fullRange: false,
};

/** WebCodecs' decoder, set up anew by keyframes where their codec is another. */
export class WebCodecsDecoder implements PictureDecoder {
  readonly #events: WebCodecsDecoderEvents;
  #decoder: VideoDecoder | undefined;
  #codec = '';
  /** Oldest first: pictures come out in the order in which frames went in. */
  #inside: { readonly timestamp: number; readonly frame: ArrivedFrame }[] = [];
  #timestamp = 0;

  constructor(events: WebCodecsDecoderEvents) {
    this.#events = events;
  }

  decode(frame: ArrivedFrame): void {
    const { codec, picture, keyframe } = frame.message;
    try {
      if (keyframe) this.#prepare(codecString(codec, picture));
      if (!this.#decoder) return;
      const timestamp = this.#timestamp++;
      this.#inside.push({ timestamp, frame });
      const type = keyframe ? 'key' : 'delta';
      this.#decoder.decode(new EncodedVideoChunk({ type, timestamp, data: picture }));
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#inside.length > MOST_IN_DECODER) {
      this.close();
      this.#events.onBehind();
    }
  }

  /** Gives the decoder and all that is in it up. */
  close(): void {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#codec = '';
    this.#inside = [];
    if (decoder && decoder.state !== 'closed') decoder.close();
  }

  #prepare(codec: string): void {
    if (this.#decoder && codec === this.#codec) return;
    this.close();
    const decoder: VideoDecoder = new VideoDecoder({
      output: (picture) => this.#take(picture),
      error: (error) => {
        if (decoder === this.#decoder) this.#fail(error);
      },
    });
    this.#decoder = decoder;
    this.#codec = codec;
    // Without a description H.264 is taken in the form of Annex B.
    decoder.configure({ codec, optimizeForLatency: true, colorSpace: COLOURS });
  }

  #take(picture: VideoFrame): void {
    // Frames without a picture of their own are skipped.
    while (this.#inside.length > 0 && this.#inside[0]!.timestamp < picture.timestamp) this.#inside.shift();
    const entry = this.#inside[0];
    if (entry?.timestamp !== picture.timestamp) {
      picture.close();
      return;
    }
    this.#inside.shift();
    entry.frame.decodedTime = performance.now();
    this.#events.onPicture(picture, entry.frame);
  }

  #fail(error: unknown): void {
    this.close();
    this.#events.onFailure(error instanceof Error ? error.message : String(error));
  }
}
