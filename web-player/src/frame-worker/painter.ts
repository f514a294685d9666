/** Draws pictures into the page's canvas, whose pixels are those of the picture; the page stretches them. */
export class Painter {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas;
    // Opaque: nothing behind it has to be blended in.
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('the browser gives no context to draw');
    this.#context = context;
  }

  get width(): number {
    return this.#canvas.width;
  }

  get height(): number {
    return this.#canvas.height;
  }

  draw(picture: VideoFrame): void {
    const { displayWidth, displayHeight } = picture;
    if (this.#canvas.width !== displayWidth) this.#canvas.width = displayWidth;
    if (this.#canvas.height !== displayHeight) this.#canvas.height = displayHeight;
    this.#context.drawImage(picture, 0, 0, displayWidth, displayHeight);
    // Decoders have few pictures, and wait for those that are kept.
    picture.close();
  }
}
