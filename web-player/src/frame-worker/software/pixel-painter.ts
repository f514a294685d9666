import type { PlanarPainter } from './planar-painter.js';
import type { PlanarPicture } from './planar-picture.js';
import { convertToRgb } from './yuv-to-rgb.js';

/** Converts pictures pixel by pixel: for browsers without WebGL, or with one that is no faster. */
export class PixelPainter implements PlanarPainter {
  readonly #context: OffscreenCanvasRenderingContext2D;
  #image: ImageData | undefined;
  #pixels = new Uint32Array();

  /** @throws where the browser gives no context. */
  constructor(canvas: OffscreenCanvas) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('the browser gives no context to draw');
    this.#context = context;
  }

  draw(picture: PlanarPicture): void {
    const { width, height } = picture;
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
    }
    convertToRgb(picture, this.#pixels);
    this.#context.putImageData(this.#image, 0, 0);
  }
}
