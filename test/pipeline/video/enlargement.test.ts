import { describe, expect, it } from 'vitest';
import { type PixelFormat, rowBytes } from '../../../cores/protocol/format.js';
import type { EncodedFrame, PictureFormat, RawFrame } from '../../../src/pipeline/frame.js';
import { enlargement } from '../../../src/pipeline/video/enlargement.js';
import { VideoEncoder } from '../../../src/pipeline/video/video-encoder.js';
import type { VideoCodec } from '../../../src/protocol/control-message.js';
import { Arrivals } from '../arrivals.js';
import { FFMPEGS } from '../ffmpeg/installed.js';
import { decode } from './decode.js';
import { stampOf } from './pattern-frame.js';

const NES: PictureFormat = { pixelFormat: 'xrgb8888', width: 256, height: 240 };

describe('how much larger a picture is sent', () => {
  it('is what is wanted, for the colours of each pixel', () => {
    expect(enlargement(NES, 2)).toBe(2);
    expect(enlargement({ ...NES, pixelFormat: 'rgb565' }, 2)).toBe(2);
    expect(enlargement(NES, 1)).toBe(1);
  });

  it('is nothing where each pixel’s colour is gone already', () => {
    expect(enlargement({ ...NES, pixelFormat: 'i420' }, 2)).toBe(1);
  });

  it('is nothing for a picture that is large', () => {
    expect(enlargement({ ...NES, width: 640, height: 480 }, 2)).toBe(2);
    expect(enlargement({ ...NES, width: 640, height: 481 }, 2)).toBe(1);
  });
});

const [WIDTH, HEIGHT] = [64, 48];
const BOARD_FORMATS = ['xrgb8888', 'rgb565'] as const;
/** Of red and blue, the pixel's bytes and its colour as blue, green, red. */
const PIXELS: Record<(typeof BOARD_FORMATS)[number], readonly [number[], number[]]> = {
  xrgb8888: [
    [0, 0, 255, 0],
    [255, 0, 0, 0],
  ],
  rgb565: [
    [0, 0xf8],
    [0x1f, 0],
  ],
};
const COLOURS = [
  [0, 0, 255],
  [255, 0, 0],
] as const;

/** A checkerboard of red and blue whose squares are single pixels. */
function checkerboard(pixelFormat: (typeof BOARD_FORMATS)[number]): RawFrame {
  const pitch = rowBytes(pixelFormat, WIDTH);
  const rows = Array.from({ length: HEIGHT }, (_, y) =>
    Array.from({ length: WIDTH }, (_unused, x) => PIXELS[pixelFormat][((x + y) % 2) as 0 | 1]).flat(),
  );
  const format = { pixelFormat: pixelFormat as PixelFormat, width: WIDTH, height: HEIGHT };
  return { stamp: stampOf(1), format, pitch, pixels: Buffer.from(rows.flat()) };
}

/** By how much the channels of decoded pixels are off, mean of 255; each pixel of the board is `scale` by `scale`. */
function colourError(decoded: Buffer, scale: number): number {
  let sum = 0;
  for (let y = 0; y < HEIGHT * scale; y++) {
    for (let x = 0; x < WIDTH * scale; x++) {
      const square = (Math.floor(x / scale) + Math.floor(y / scale)) % 2;
      for (const [channel, level] of COLOURS[square as 0 | 1].entries()) {
        sum += Math.abs(decoded[(y * WIDTH * scale + x) * 4 + channel]! - level);
      }
    }
  }
  return sum / (3 * WIDTH * HEIGHT * scale * scale);
}

const VARIANTS = FFMPEGS.flatMap((ffmpeg) =>
  (['vp8', 'h264'] as const).flatMap((codec: VideoCodec) =>
    BOARD_FORMATS.map((pixelFormat) => ({ ffmpeg, codec, pixelFormat, version: ffmpeg.version })),
  ),
);

it.each(VARIANTS)(
  'single red and blue pixels of $pixelFormat keep their colours in $codec by ffmpeg $version where each is sent as four',
  async ({ ffmpeg, codec, pixelFormat }) => {
    const errorAt = async (scale: number) => {
      const frames = new Arrivals<EncodedFrame>();
      const deaths = new Arrivals<string>();
      const board = checkerboard(pixelFormat);
      const encoder = new VideoEncoder({
        ffmpeg,
        format: board.format,
        encoding: { codec, framesPerSecond: 60, bitrateBps: 4_000_000, scale },
        onFrame: frames.add,
        onDeath: deaths.add,
      });
      try {
        for (let number = 1; number <= 5; number++) {
          encoder.encode({ ...board, stamp: stampOf(number) }, false);
          await frames.reach(number);
        }
      } finally {
        await encoder.close();
      }
      const decoded = await decode(frames.all, WIDTH * scale, HEIGHT * scale);
      return colourError(decoded.at(-1)!, scale);
    };
    // Half red, half blue, everywhere.
    expect(await errorAt(1)).toBeGreaterThan(60);
    expect(await errorAt(2)).toBeLessThan(12);
  },
);
