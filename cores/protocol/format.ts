import { type ByteReader, type ByteWriter, MalformedMessage } from './bytes.js';

/** How the pixels of a frame are stored; the numbers are those on the wire. */
export const PIXEL_FORMATS = { xrgb8888: 1, rgb565: 2, xrgb1555: 3, i420: 4 } as const;
export type PixelFormat = keyof typeof PIXEL_FORMATS;

/** Picture and sound of a core, in its own units. */
export interface MediaFormat {
  readonly pixelFormat: PixelFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The largest picture that will come, pixels. */
  readonly maxWidth: number;
  readonly maxHeight: number;
  /** Exact, often fractional. */
  readonly framesPerSecond: number;
  /** Width by height as shown. */
  readonly aspectRatio: number;
  /** Samples per second and channel, exact, often fractional; 0 without sound. */
  readonly sampleRate: number;
  readonly channels: 0 | 1 | 2;
}

const LARGEST_SIDE = 4096;

/** Bytes of a row without padding; of I420 those of brightness, twice as many as those of a colour plane. */
export function rowBytes(format: PixelFormat, width: number): number {
  return width * { xrgb8888: 4, rgb565: 2, xrgb1555: 2, i420: 1 }[format];
}

/** Bytes of a whole picture whose rows are `pitch` bytes apart; in I420 two planes of half the pitch and height follow. */
export function pictureBytes(format: PixelFormat, pitch: number, height: number): number {
  return format === 'i420' ? (pitch * height * 3) / 2 : pitch * height;
}

/** Whether a picture can have these sides: the colour planes of I420 cover two by two pixels. */
export function canHaveSize(format: PixelFormat, width: number, height: number): boolean {
  return width > 0 && height > 0 && (format !== 'i420' || (width % 2 === 0 && height % 2 === 0));
}

export function writeFormat(writer: ByteWriter, format: MediaFormat): void {
  const squareAspectRatio = format.width / format.height;
  writer
    .u8(PIXEL_FORMATS[format.pixelFormat])
    .u16(format.width)
    .u16(format.height)
    .u16(format.maxWidth)
    .u16(format.maxHeight)
    .f64(format.framesPerSecond)
    .f64(format.aspectRatio === squareAspectRatio ? 0 : format.aspectRatio)
    .f64(format.sampleRate)
    .u8(format.channels);
}

/** Reads a format and checks that it can be played; throws `MalformedMessage` otherwise. */
export function readFormat(reader: ByteReader): MediaFormat {
  const pixelFormat = pixelFormatOf(reader.u8());
  const width = reader.u16();
  const height = reader.u16();
  const maxWidth = reader.u16();
  const maxHeight = reader.u16();
  const framesPerSecond = reader.f64();
  const aspectRatio = reader.f64() || width / height;
  const sampleRate = reader.f64();
  const channels = channelsOf(reader.u8());
  check(canHaveSize(pixelFormat, width, height) && width <= maxWidth && height <= maxHeight, 'picture size');
  check(maxWidth <= LARGEST_SIDE && maxHeight <= LARGEST_SIDE, 'largest picture size');
  check(framesPerSecond >= 1 && framesPerSecond <= 1000, 'frames per second');
  check(aspectRatio >= 0.1 && aspectRatio <= 10, 'aspect ratio');
  check(channels === 0 ? sampleRate === 0 : sampleRate >= 1000 && sampleRate <= 384_000, 'sample rate');
  return {
    pixelFormat,
    width,
    height,
    maxWidth,
    maxHeight,
    framesPerSecond,
    aspectRatio,
    sampleRate,
    channels,
  };
}

function pixelFormatOf(code: number): PixelFormat {
  for (const [name, value] of Object.entries(PIXEL_FORMATS)) if (value === code) return name as PixelFormat;
  throw new MalformedMessage(`unknown pixel format ${code}`);
}

function channelsOf(count: number): 0 | 1 | 2 {
  if (count === 0 || count === 1 || count === 2) return count;
  throw new MalformedMessage(`${count} sound channels`);
}

function check(condition: boolean, field: string): void {
  if (!condition) throw new MalformedMessage(`impossible ${field}`);
}
