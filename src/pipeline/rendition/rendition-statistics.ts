import type { MediaFormat } from '../../../cores/protocol/format.js';
import type { VideoCodec } from '../../protocol/control-message.js';
import { encodedSize } from '../ffmpeg/encoder-arguments.js';
import { defaultBitrateBps } from '../video/video-stage.js';
import type { Rendition, RenditionCounters } from './rendition.js';

/** One rendition as it is now. */
export interface RenditionStatistics extends Readonly<RenditionCounters> {
  readonly codec: VideoCodec;
  /** What its encoder keeps to, bits per second. */
  readonly bitrateBps: number;
  /** What its encoder is fed with, frames per second. */
  readonly framesPerSecond: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Whether it is less than the picture at its best, for the paths of its viewers. */
  readonly reduced: boolean;
  readonly viewers: number;
}

/**
 * @param format - the game's picture.
 * @param mostBps - what a picture may take at its best, where somebody said so.
 * @param viewers - who get this one.
 */
export function renditionStatistics(
  rendition: Rendition,
  format: MediaFormat,
  mostBps: number | undefined,
  viewers: number,
): RenditionStatistics {
  const { codec, framesPerSecond, scale = 1, bitrateBps } = rendition.settings;
  return {
    ...rendition.counters,
    codec,
    bitrateBps: bitrateBps ?? defaultBitrateBps(format, framesPerSecond),
    framesPerSecond,
    ...encodedSize({ ...format, scale }),
    reduced: bitrateBps !== mostBps || framesPerSecond < format.framesPerSecond || scale < 1,
    viewers,
  };
}
