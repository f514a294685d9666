import { I420Painter } from '../i420/i420-painter.js';
import type { StepResult } from '../protocol/core.js';
import type { Canvas } from './canvas.js';

/** What canvases can be handed over as, what encoders work on first: 12 bits a pixel rather than 32, through two pipes. */
export const CANVAS_FORMATS = ['i420', 'xrgb8888'] as const;
export type CanvasFormat = (typeof CANVAS_FORMATS)[number];

/** Hands canvases over as pictures. */
export class CanvasPicture {
  readonly #painter = new I420Painter();

  /** @returns what is valid until the next one, and until the canvas is drawn on. */
  of({ width, height, pitch, bytes }: Canvas, format: CanvasFormat): NonNullable<StepResult['picture']> {
    if (format === 'xrgb8888') return { width, height, pitch, pixels: bytes };
    const pixels = this.#painter.draw({ pixelFormat: 'xrgb8888', width, height, pitch, bytes });
    return { width, height, pitch: width, pixels };
  }
}
