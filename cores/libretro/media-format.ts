import { CoreError } from '../protocol/core-error.js';
import { canHaveSize, type MediaFormat, type PixelFormat } from '../protocol/format.js';
import type { AvInfoValue } from './libretro-api.js';

/** What the core protocol takes. */
export const LARGEST_SIDE = 4096;
const LOWEST_SAMPLE_RATE = 1000;
const HIGHEST_SAMPLE_RATE = 384_000;
const LOWEST_ASPECT_RATIO = 0.1;
const HIGHEST_ASPECT_RATIO = 10;

const ANOTHER_CORE = 'Take another core of the same system, or a newer build of this one.';

/**
 * A core's picture and sound as the core protocol names them: upright, at exact rates, with even sides where the pixels
 * are I420 (a core may draw such pictures although it announced others). Sound at a rate that can't be is left out.
 *
 * @param quarterTurns - by which the picture is to be turned; the aspect ratio is that of the turned picture.
 * @throws CoreError where cloudgame can't show it.
 */
export function mediaFormatOf(
  { geometry, timing }: AvInfoValue,
  pixelFormat: PixelFormat,
  quarterTurns: number,
): MediaFormat {
  const sideways = quarterTurns % 2 === 1;
  const upright = (width: number, height: number): [number, number] =>
    sideways ? [height, width] : [width, height];
  const [width, height] = upright(geometry.base_width, geometry.base_height);
  const [maxWidth, maxHeight] = upright(geometry.max_width, geometry.max_height);
  if (width === 0 || height === 0) {
    throw new CoreError(`The core names an impossible picture of ${width}×${height} pixels.`, ANOTHER_CORE);
  }
  if (Math.max(width, height) > LARGEST_SIDE) {
    throw new CoreError(
      `The core draws pictures of ${width}×${height} pixels, and cloudgame shows none larger than ${LARGEST_SIDE} a side.`,
      'Lower the resolution in the options of the core.',
    );
  }
  if (!(timing.fps >= 1 && timing.fps <= 1000)) {
    throw new CoreError(`The core names an impossible rate of ${timing.fps} frames a second.`, ANOTHER_CORE);
  }
  const shown = (side: number) => (canHaveSize(pixelFormat, side, side) ? side : side + 1);
  const hasSound = timing.sample_rate >= LOWEST_SAMPLE_RATE && timing.sample_rate <= HIGHEST_SAMPLE_RATE;
  return {
    pixelFormat,
    width: shown(width),
    height: shown(height),
    maxWidth: Math.min(LARGEST_SIDE, shown(Math.max(width, maxWidth))),
    maxHeight: Math.min(LARGEST_SIDE, shown(Math.max(height, maxHeight))),
    framesPerSecond: timing.fps,
    aspectRatio: aspectRatioOf(geometry.aspect_ratio, width / height),
    sampleRate: hasSound ? timing.sample_rate : 0,
    channels: hasSound ? 2 : 0,
  };
}

/** What the core says, else that of square pixels, as far as a picture of that shape can be shown. */
function aspectRatioOf(said: number, square: number): number {
  if (said >= LOWEST_ASPECT_RATIO && said <= HIGHEST_ASPECT_RATIO) return said;
  return Math.min(HIGHEST_ASPECT_RATIO, Math.max(LOWEST_ASPECT_RATIO, square));
}
