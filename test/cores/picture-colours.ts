import { type PixelFormat, rowBytes } from '../../cores/protocol/format.js';

/** What the reading of colours needs of a frame. */
export interface PixelSource {
  readonly height: number;
  readonly pitch: number;
  readonly pixels: Buffer;
}

/** By how much a channel of 255 may differ where a colour went through I420, which has fewer. */
export const COLOUR_TOLERANCE = 4;

/** The colour of a pixel as 0xRRGGBB; in I420, where two by two pixels share it, as a display would show it. */
export function colourAt(frame: PixelSource, format: PixelFormat, x: number, y: number): number {
  const { pixels, pitch } = frame;
  const at = y * pitch + x * rowBytes(format, 1);
  if (format === 'xrgb8888') return pixels.readUIntLE(at, 3);
  if (format === 'i420') return colourOfI420(frame, x, y);
  const pixel = pixels.readUInt16LE(at);
  const widen = (value: number, bits: number) => Math.round((value * 255) / (2 ** bits - 1));
  const [red, green] =
    format === 'rgb565'
      ? [pixel >> 11, widen((pixel >> 5) & 0x3f, 6)]
      : [(pixel >> 10) & 0x1f, widen((pixel >> 5) & 0x1f, 5)];
  return (widen(red, 5) << 16) | (green << 8) | widen(pixel & 0x1f, 5);
}

/** The largest difference between two colours in red, green or blue, of 255. */
export function colourDifference(one: number, other: number): number {
  const differences = [16, 8, 0].map((shift) =>
    Math.abs(((one >> shift) & 0xff) - ((other >> shift) & 0xff)),
  );
  return Math.max(...differences);
}

/** Limited-range BT.601. */
function colourOfI420({ height, pitch, pixels }: PixelSource, x: number, y: number): number {
  const colours = height * pitch + (y >> 1) * (pitch / 2) + (x >> 1);
  const brightness = (pixels[y * pitch + x]! - 16) / 219;
  const cb = (pixels[colours]! - 128) / 224;
  const cr = (pixels[colours + (height * pitch) / 4]! - 128) / 224;
  const red = brightness + 1.402 * cr;
  const green = brightness - 0.344_136 * cb - 0.714_136 * cr;
  const blue = brightness + 1.772 * cb;
  return [red, green, blue].reduce(
    (colour, share) => (colour << 8) | Math.round(255 * Math.min(1, Math.max(0, share))),
    0,
  );
}
