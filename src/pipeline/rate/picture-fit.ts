/** What a picture has at its best. */
export interface PictureCeiling {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
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
const SCALES = [1, 0.75, 0.5] as const;
/** A picture needs this much (bit/s) whatever it shows. */
const LEAST_BITRATE_BPS = 60_000;

/**
 * Makes pictures fit a bitrate: fewer bits each as long as they are good enough, then half of the frames, then fewer
 * pixels.
 *
 * @param bitrateBps - what there is for them.
 */
export function fitPicture(bitrateBps: number, ceiling: PictureCeiling): PictureFit {
  const { width, height, framesPerSecond } = ceiling;
  const bitrate = Math.round(Math.max(LEAST_BITRATE_BPS, Math.min(bitrateBps, ceiling.bitrateBps)));
  const wantsPerScale = (scale: number) => width * height * scale * scale * LEAST_BITS_PER_PIXEL;
  if (bitrate >= wantsPerScale(1) * framesPerSecond || bitrate >= ceiling.bitrateBps) {
    return { bitrateBps: bitrate, frameDivisor: 1, scale: 1 };
  }
  const frameDivisor = framesPerSecond / 2 >= LEAST_FRAMES_PER_SECOND ? 2 : 1;
  const rate = framesPerSecond / frameDivisor;
  const scale = SCALES.find((one) => bitrate >= wantsPerScale(one) * rate) ?? SCALES.at(-1)!;
  return { bitrateBps: bitrate, frameDivisor, scale };
}
