import type { VideoCodec } from '../../../../src/protocol/control-message.js';
import type { DecoderEvents, Decoders, FrameScreen, PictureDecoder } from '../frame-screen.js';
import type { CodecLibrary } from './codec-library.js';
import { PixelPainter } from './pixel-painter.js';
import type { PlanarPainter } from './planar-painter.js';
import type { PlanarPicture } from './planar-picture.js';
import { SoftwareDecoder } from './software-decoder.js';
import { WebGlPainter } from './webgl-painter.js';

/** Each is a file of its own, fetched where a room has that codec. */
const LIBRARIES: Readonly<Record<VideoCodec, () => Promise<CodecLibrary>>> = {
  vp8: async () => (await import('./vp8-library.js')).Vp8Library.load(),
  h264: async () => (await import('./h264-library.js')).H264Library.load(),
};

/** Decodes with libraries in WebAssembly. */
export class SoftwareScreen implements FrameScreen {
  readonly #canvas: OffscreenCanvas;
  readonly #painter: PlanarPainter;
  readonly #libraries: Partial<Record<VideoCodec, CodecLibrary>> = {};
  #lost = false;

  /** @throws where the browser gives no way to draw. */
  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas;
    this.#painter =
      WebGlPainter.make(canvas, () => {
        this.#lost = true;
      }) ?? new PixelPainter(canvas);
  }

  get width(): number {
    return this.#canvas.width;
  }

  get height(): number {
    return this.#canvas.height;
  }

  async load(codec: VideoCodec | undefined): Promise<Decoders | undefined> {
    if (codec === undefined) return undefined;
    this.#libraries[codec] ??= await LIBRARIES[codec]();
    return { vp8: this.#libraries.vp8 !== undefined, h264: this.#libraries.h264 !== undefined };
  }

  decoder(events: DecoderEvents): PictureDecoder {
    return new SoftwareDecoder(events, {
      library: (codec) => this.#libraries[codec],
      replace: (codec) => this.#replace(codec),
      draw: (picture) => this.#draw(picture),
    });
  }

  /** A library that failed may have spoilt its memory. */
  #replace(codec: VideoCodec): void {
    delete this.#libraries[codec];
    // Where that fails, the next keyframe finds none.
    this.load(codec).catch(() => {});
  }

  #draw(picture: PlanarPicture): void {
    if (this.#lost) throw new Error('the browser took the canvas away');
    const { width, height } = picture;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#painter.draw(picture);
  }
}
