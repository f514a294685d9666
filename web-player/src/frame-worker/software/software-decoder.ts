import type { VideoCodec } from '../../../../src/protocol/control-message.js';
import type { ArrivedFrame } from '../arrived-frame.js';
import type { DecoderEvents, PictureDecoder } from '../frame-screen.js';
import { BusyWatch } from './busy-watch.js';
import type { CodecLibrary } from './codec-library.js';
import type { PlanarPicture } from './planar-picture.js';

export interface SoftwareDecoderParts {
  /** `undefined` where it isn't loaded. */
  library(codec: VideoCodec): CodecLibrary | undefined;
  /** Loads a library anew, for the next keyframe. */
  replace(codec: VideoCodec): void;
  draw(picture: PlanarPicture): void;
}

/** Decodes and draws each frame at once, as it comes. */
export class SoftwareDecoder implements PictureDecoder {
  readonly #events: DecoderEvents;
  readonly #parts: SoftwareDecoderParts;
  #busy = new BusyWatch();

  constructor(events: DecoderEvents, parts: SoftwareDecoderParts) {
    this.#events = events;
    this.#parts = parts;
  }

  decode(frame: ArrivedFrame): void {
    const { codec, picture: bytes, keyframe } = frame.message;
    const began = performance.now();
    try {
      const library = this.#parts.library(codec);
      if (!library) throw new Error('the decoder is not loaded');
      const picture = library.decode(bytes, keyframe);
      if (!picture) return;
      frame.decodedTime = performance.now();
      this.#parts.draw(picture);
    } catch (error) {
      this.#parts.replace(codec);
      this.#events.onFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#events.onDrawn(frame);
    if (this.#busy.worked(began, performance.now())) {
      this.#busy = new BusyWatch();
      this.#events.onFailure('the decoder is too slow');
    }
  }

  /** Nothing is in it between frames. */
  close(): void {
    this.#busy = new BusyWatch();
  }
}
