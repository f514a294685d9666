import type { PictureShape } from '../../../src/protocol/control-message.js';

/** Device pixels, whole ones. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The largest sharp size of a picture in a space: its height a whole multiple of the picture's, its width what the
 * aspect ratio asks. Where not even one to one fits, as large as fits.
 *
 * @param space - device pixels.
 */
export function fitPicture(shape: PictureShape, space: PictureSize): PictureSize {
  const { height, aspectRatio } = shape;
  const largest = Math.floor(Math.min(space.height, space.width / aspectRatio));
  const multiple = height > 0 ? Math.floor(largest / height) : 0;
  const shownHeight = multiple >= 1 ? multiple * height : Math.max(largest, 0);
  return {
    width: Math.min(Math.round(shownHeight * aspectRatio), Math.floor(space.width)),
    height: shownHeight,
  };
}
