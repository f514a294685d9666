import { USUAL_CODEC_STRINGS } from './codec-string.js';
import type { DecoderEvents, Decoders, FrameScreen, PictureDecoder } from './frame-screen.js';
import { Painter } from './painter.js';
import { WebCodecsDecoder } from './webcodecs-decoder.js';

/** Decodes with the browser's own decoders. */
export class WebCodecsScreen implements FrameScreen {
  readonly #painter: Painter;

  constructor(canvas: OffscreenCanvas) {
    this.#painter = new Painter(canvas);
  }

  get width(): number {
    return this.#painter.width;
  }

  get height(): number {
    return this.#painter.height;
  }

  async load(): Promise<Decoders> {
    const { vp8, h264 } = USUAL_CODEC_STRINGS;
    const [hasVp8, hasH264] = await Promise.all([isSupported(vp8), isSupported(h264)]);
    return { vp8: hasVp8, h264: hasH264 };
  }

  decoder(events: DecoderEvents): PictureDecoder {
    return new WebCodecsDecoder({
      onPicture: (picture, frame) => {
        this.#painter.draw(picture);
        events.onDrawn(frame);
      },
      onBehind: () => events.onBehind(),
      onFailure: (reason) => events.onFailure(reason),
    });
  }
}

async function isSupported(codec: string): Promise<boolean> {
  const { supported } = await VideoDecoder.isConfigSupported({ codec, optimizeForLatency: true });
  return supported === true;
}
