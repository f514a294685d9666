import { Canvas } from '../../../cores/canvas/canvas.js';
import { bytesPerPixel, type PixelFormat } from '../../../cores/protocol/format.js';
import { drawPattern } from '../../../cores/test-pattern/picture.js';
import type { FrameStamp, PictureFormat, RawFrame } from '../../../src/pipeline/frame.js';

/** Bytes that pad each row: emulators' rows are seldom as long as the picture is wide. */
const PADDING = 24;

/** A frame of the test pattern, stamped with the number that it shows. */
export function patternFrame(number: number, format: PictureFormat): RawFrame {
  const { width, height, pixelFormat } = format;
  const canvas = new Canvas(width, height);
  drawPattern(canvas, number, [number % 2 === 1]);
  const pitch = width * bytesPerPixel(pixelFormat) + PADDING;
  const pixels = Buffer.alloc(height * pitch, 0x55);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [blue, green, red] = canvas.bytes.subarray((row * width + column) * 4) as unknown as number[];
      writePixel(pixels, row * pitch + column * bytesPerPixel(pixelFormat), pixelFormat, [
        red!,
        green!,
        blue!,
      ]);
    }
  }
  return { stamp: stampOf(number), format, pitch, pixels };
}

/** What the pattern looks like, as bytes B G R X without padding. */
export function patternPixels(number: number, width: number, height: number): Uint8Array {
  const canvas = new Canvas(width, height);
  drawPattern(canvas, number, [number % 2 === 1]);
  return canvas.bytes;
}

export function stampOf(number: number): FrameStamp {
  const now = performance.now();
  return { number, stepTime: now, readyTime: now, dueTime: now, inputSequences: [number % 100] };
}

function writePixel(
  pixels: Buffer,
  offset: number,
  format: PixelFormat,
  [red, green, blue]: [number, number, number],
): void {
  switch (format) {
    case 'xrgb8888':
      pixels.writeUInt32LE((red << 16) | (green << 8) | blue, offset);
      break;
    case 'rgb565':
      pixels.writeUInt16LE(((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3), offset);
      break;
    case 'xrgb1555':
      pixels.writeUInt16LE(((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3), offset);
      break;
  }
}
