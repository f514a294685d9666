import type { PlanarPicture } from './planar-picture.js';

/** Draws pictures into a canvas that has their size already. */
export interface PlanarPainter {
  draw(picture: PlanarPicture): void;
}
