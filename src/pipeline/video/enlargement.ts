import type { PictureFormat } from '../frame.js';

/** How many times larger the sides of a picture may be sent than the core drew them. */
export const PICTURE_SCALES = [1, 2] as const;
export type PictureScale = (typeof PICTURE_SCALES)[number];

/** A larger picture hardly has colours that are one pixel wide, and its encoder works hard already. */
const MOST_PIXELS = 640 * 480;

/**
 * How much larger pictures of this format are sent. Codecs of browsers have one colour for two by two pixels: where each
 * pixel is drawn as two by two, it keeps its own. Colours that are gone, as in I420, don't come back by that.
 */
export function enlargement(
  { pixelFormat, width, height }: PictureFormat,
  wanted: PictureScale,
): PictureScale {
  return pixelFormat === 'i420' || width * height > MOST_PIXELS ? 1 : wanted;
}
