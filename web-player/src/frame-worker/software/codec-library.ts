import type { PlanarPicture } from './planar-picture.js';

/** A decoder in WebAssembly. */
export interface CodecLibrary {
  /**
   * Decodes a frame at once.
   *
   * @returns the picture; `undefined` where the frame is not to be seen.
   * @throws where the frame can't be decoded; nothing is known of the library's memory then.
   */
  decode(frame: Uint8Array, keyframe: boolean): PlanarPicture | undefined;
}

/** Larger pictures, as whoever writes nonsense may ask for, are `<video>`'s, pixels. */
export const MOST_PIXELS = 1920 * 1088;

export function checkSize(width: number, height: number): void {
  if (width > 0 && height > 0 && width * height <= MOST_PIXELS) return;
  throw new Error(`a picture of ${width} × ${height} is not for this decoder`);
}
