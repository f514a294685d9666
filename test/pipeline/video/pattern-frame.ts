import { Canvas } from '../../../cores/canvas/canvas.js';
import { type PixelFormat, pictureBytes, rowBytes } from '../../../cores/protocol/format.js';
import { drawPattern } from '../../../cores/test-pattern/picture.js';
import type { FrameStamp, PictureFormat, RawFrame } from '../../../src/pipeline/frame.js';

/** Bytes that pad each row: emulators' rows are seldom as long as the picture is wide. */
const PADDING = 24;

/** A frame of the test pattern, stamped with the number that it shows. */
export function patternFrame(number: number, format: PictureFormat): RawFrame {
  const { width, height, pixelFormat } = format;
  const canvas = new Canvas(width, height);
  drawPattern(canvas, number, [number % 2 === 1]);
  const pitch = rowBytes(pixelFormat, width) + PADDING;
  const pixels = Buffer.alloc(pictureBytes(pixelFormat, pitch, height), 0x55);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [blue, green, red] = canvas.bytes.subarray((row * width + column) * 4) as unknown as number[];
      const colour: Colour = [red!, green!, blue!];
      if (pixelFormat === 'i420') writeYuv(pixels, { row, column, pitch, height }, colour);
      else writePixel(pixels, row * pitch + rowBytes(pixelFormat, column), pixelFormat, colour);
    }
  }
  return { stamp: stampOf(number), format, pitch, pixels };
}

type Colour = [red: number, green: number, blue: number];
interface Place {
  readonly row: number;
  readonly column: number;
  readonly pitch: number;
  readonly height: number;
}

/** Limited-range BT.601 (Poynton's matrix in 8 bits); two by two pixels take the colour of the last one. */
function writeYuv(pixels: Buffer, { row, column, pitch, height }: Place, [red, green, blue]: Colour): void {
  const cb = pitch * height;
  const cr = cb + cb / 4;
  const pair = (row >> 1) * (pitch / 2) + (column >> 1);
  pixels[row * pitch + column] = 16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256;
  pixels[cb + pair] = 128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256;
  pixels[cr + pair] = 128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256;
}

/** What the pattern looks like, as bytes B G R X without padding. */
export function patternPixels(number: number, width: number, height: number): Uint8Array {
  const canvas = new Canvas(width, height);
  drawPattern(canvas, number, [number % 2 === 1]);
  return canvas.bytes;
}

export function stampOf(number: number): FrameStamp {
  const now = performance.now();
  return {
    number,
    stepTime: now,
    readyTime: now,
    dueTime: now,
    inputSequences: [number % 100],
    inputTimes: [now],
  };
}

function writePixel(
  pixels: Buffer,
  offset: number,
  format: Exclude<PixelFormat, 'i420'>,
  [red, green, blue]: Colour,
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
