import type { RgbPicture } from '../../../cores/i420/i420-painter.js';

/** What `I420Painter` draws, a pixel at a time: BT.601 in units of 2⁻¹⁶, rounded for each pixel and for each mean. */
export function plainI420({ pixelFormat, width, height, pitch, bytes }: RgbPicture): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const luma = width * height;
  const planes = new Uint8Array((luma * 3) / 2);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const sums = [0, 0];
      for (const [column, row] of [
        [x, y],
        [x + 1, y],
        [x, y + 1],
        [x + 1, y + 1],
      ] as const) {
        const start = row * pitch;
        const [red, green, blue] =
          pixelFormat === 'xrgb8888'
            ? channelsOf(view.getUint32(start + 4 * column, true), 8, 8, 8)
            : channelsOf(view.getUint16(start + 2 * column, true), 5, pixelFormat === 'rgb565' ? 6 : 5, 5);
        planes[row * width + column] = (16_829 * red + 33_039 * green + 6_416 * blue + 0x10_8000) >> 16;
        sums[0]! += (28_784 * blue - 9_714 * red - 19_070 * green + 0x80_8000) >> 16;
        sums[1]! += (28_784 * red - 24_103 * green - 4_681 * blue + 0x80_8000) >> 16;
      }
      const place = luma + ((y / 2) * width) / 2 + x / 2;
      planes[place] = (sums[0]! + 2) >> 2;
      planes[place + luma / 4] = (sums[1]! + 2) >> 2;
    }
  }
  return planes;
}

type Colour = readonly [red: number, green: number, blue: number];

/** The channels of a pixel, as bytes: a shorter one is filled up with its own upper bits. */
function channelsOf(pixel: number, redBits: number, greenBits: number, blueBits: number): Colour {
  return [
    byteOf(pixel >>> (greenBits + blueBits), redBits),
    byteOf(pixel >>> blueBits, greenBits),
    byteOf(pixel, blueBits),
  ];
}

function byteOf(word: number, bits: number): number {
  const value = word & ((1 << bits) - 1);
  return (value << (8 - bits)) | (value >>> (2 * bits - 8));
}
