import type { MediaFormat, PixelFormat } from '../protocol/format.js';
import { CoreError } from '../protocol/serve.js';
import type { AvInfoValue } from './libretro-api.js';

/** What the core protocol takes. */
const LARGEST_SIDE = 4096;
const LOWEST_SAMPLE_RATE = 1000;

/**
 * A core's picture and sound as the core protocol names them: upright, at exact rates.
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
  if (Math.max(width, height) > LARGEST_SIDE || width === 0 || height === 0) {
    throw new CoreError(
      `The core draws pictures of ${width}×${height} pixels, and cloudgame shows none larger than ${LARGEST_SIDE} a side.`,
      'Lower the resolution in the options of the core.',
    );
  }
  if (!(timing.fps >= 1 && timing.fps <= 1000)) {
    throw new CoreError(`The core names an impossible rate of ${timing.fps} frames a second.`);
  }
  const hasSound = timing.sample_rate >= LOWEST_SAMPLE_RATE;
  return {
    pixelFormat,
    width,
    height,
    maxWidth: Math.min(LARGEST_SIDE, Math.max(width, maxWidth)),
    maxHeight: Math.min(LARGEST_SIDE, Math.max(height, maxHeight)),
    framesPerSecond: timing.fps,
    aspectRatio: geometry.aspect_ratio > 0 ? geometry.aspect_ratio : width / height,
    sampleRate: hasSound ? timing.sample_rate : 0,
    channels: hasSound ? 2 : 0,
  };
}
