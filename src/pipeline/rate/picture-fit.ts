import type { PictureScale } from '../video/enlargement.js';

/** What a picture has at its best. */
export interface PictureCeiling {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  /** Sides of the encoded picture against the core's. */
  readonly scale: PictureScale;
}

/** How pictures are made to fit a bitrate. */
export interface PictureFit {
  readonly bitrateBps: number;
  /** One of so many pictures is encoded. */
  readonly frameDivisor: 1 | 2;
  /** Sides of the encoded picture against the core's. */
  readonly scale: number;
}

/** Fewer bits for each pixel of each frame than this, and pixel graphics smear. */
const LEAST_BITS_PER_PIXEL = 0.1;
/** A slower picture than this (frames per second) is no game any more. */
const LEAST_FRAMES_PER_SECOND = 24;
const SCALES = [2, 1, 0.75, 0.5] as const;
/** A picture needs this much (bit/s) whatever it shows. */
export const LEAST_BITRATE_BPS = 60_000;

/**
 * Makes pictures fit a bitrate: fewer bits each as long as they are good enough, then no enlargement, then half of the
 * frames, then fewer pixels.
 *
 * @param bitrateBps - what there is for them.
 */
export function fitPicture(bitrateBps: number, ceiling: PictureCeiling): PictureFit {
  const { width, height, framesPerSecond } = ceiling;
  const bitrate = Math.round(Math.max(LEAST_BITRATE_BPS, Math.min(bitrateBps, ceiling.bitrateBps)));
  const wantsPerScale = (scale: number) => width * height * bitsByScale(scale) * LEAST_BITS_PER_PIXEL;
  if (bitrate >= ceiling.bitrateBps) return { bitrateBps: bitrate, frameDivisor: 1, scale: ceiling.scale };
  const atFullRate = SCALES.find(
    (one) => one >= 1 && one <= ceiling.scale && bitrate >= wantsPerScale(one) * framesPerSecond,
  );
  if (atFullRate !== undefined) return { bitrateBps: bitrate, frameDivisor: 1, scale: atFullRate };
  const frameDivisor = framesPerSecond / 2 >= LEAST_FRAMES_PER_SECOND ? 2 : 1;
  const rate = framesPerSecond / frameDivisor;
  const scale = SCALES.find((one) => one <= 1 && bitrate >= wantsPerScale(one) * rate) ?? SCALES.at(-1)!;
  return { bitrateBps: bitrate, frameDivisor, scale };
}

/** Where pixels are only drawn larger there is no more to tell, but of the edges between them, which grow with the sides. */
function bitsByScale(scale: number): number {
  return scale > 1 ? scale : scale * scale;
}
