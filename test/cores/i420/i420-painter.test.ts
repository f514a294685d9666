import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { I420Painter, type NativePixelFormat, type RgbPicture } from '../../../cores/i420/i420-painter.js';
import { rowBytes } from '../../../cores/protocol/format.js';
import { colourAt } from '../picture-colours.js';
import { plainI420 } from './plain-i420.js';

const WIDTH = 64;
const HEIGHT = 48;
const COUNT = WIDTH * HEIGHT;
const FORMATS = ['xrgb8888', 'rgb565', 'xrgb1555'] as const;

/** A picture of these colours, as numbers of its format. */
function pictureOf(
  pixelFormat: NativePixelFormat,
  colour: (x: number, y: number) => number,
  { width = WIDTH, height = HEIGHT, padding = 0 } = {},
): RgbPicture {
  const pitch = rowBytes(pixelFormat, width) + padding;
  // A core's memory may end where its last row does.
  const bytes = Buffer.alloc(pitch * height - padding, 0x77);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixelFormat === 'xrgb8888') bytes.writeUInt32LE(colour(x, y) >>> 0, y * pitch + 4 * x);
      else bytes.writeUInt16LE(colour(x, y) & 0xffff, y * pitch + 2 * x);
    }
  }
  return { pixelFormat, width, height, pitch, bytes };
}

/**
 * ffmpeg's own conversion, as exact as it can. Of 16-bit pixels it would leave the low bits of each channel empty, and
 * white grey, so it gets four bytes a pixel.
 */
function drawWithFfmpeg({ pixelFormat, width, height, pitch, bytes }: RgbPicture): Uint8Array {
  const frame = { height, pitch, pixels: Buffer.from(bytes) };
  const wide = Int32Array.from({ length: width * height }, (_, at) =>
    colourAt(frame, pixelFormat, at % width, Math.floor(at / width)),
  );
  const exact = 'scale=sws_flags=area+accurate_rnd+full_chroma_int+full_chroma_inp';
  const raw = ['-f', 'rawvideo', '-pix_fmt'];
  const input = [...raw, 'bgr0', '-s', `${width}x${height}`, '-i', 'pipe:0'];
  const output = ['-vf', exact, ...raw, 'yuv420p', 'pipe:1'];
  return execFileSync('ffmpeg', ['-loglevel', 'error', ...input, ...output], {
    input: Buffer.from(wide.buffer),
  });
}

/** Any colour, the same each time. */
function anyColour(x: number, y: number): number {
  return Math.imul(x * 7919 + y * 104_729 + 1, 0x9e37_79b1) >>> 8;
}

function largestDifference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((largest, byte, at) => Math.max(largest, Math.abs(byte - other[at]!)), 0);
}

describe.each(FORMATS)('a picture in %s', (format) => {
  it.each([
    ['areas of one colour', (x: number, y: number) => anyColour(x >> 3, y >> 3)],
    ['fine patterns', (x: number, y: number) => anyColour((x ^ y) & 3, 0)],
    ['as many colours as pixels', anyColour],
  ])('is drawn with %s as ffmpeg draws it', (_what, colour) => {
    const picture = pictureOf(format, colour);
    const planes = new I420Painter().draw(picture);
    expect(planes).toHaveLength((COUNT * 3) / 2);
    expect(largestDifference(planes, drawWithFfmpeg(picture))).toBeLessThanOrEqual(2);
  });

  it('has the full range of what is broadcast, and no colour in greys', () => {
    const white = format === 'xrgb8888' ? 0xffffff : 0xffff;
    const planes = new I420Painter().draw(pictureOf(format, (x) => (x < WIDTH / 2 ? 0 : white)));
    expect(new Set(planes.subarray(0, COUNT))).toEqual(new Set([16, 235]));
    expect(new Set(planes.subarray(COUNT))).toEqual(new Set([128]));
  });

  it('is to the bit what is drawn a pixel at a time, at whatever size and pitch, one after the other', () => {
    const painter = new I420Painter();
    for (const width of [2, 4, 6, 8, 10, 14, 16, 18, 30, 34, 256, 602, 4096]) {
      for (const height of [2, 4, 34]) {
        for (const padding of [0, 1, 2, 15, 16, 500]) {
          const picture = pictureOf(format, anyColour, { width, height, padding });
          const isSame = Buffer.from(plainI420(picture)).equals(painter.draw(picture));
          expect(isSame, `${width}×${height}, ${padding} bytes of padding`).toBe(true);
        }
      }
    }
  });

  it('is to the bit the same where its rows are as far apart as a core may have them', () => {
    const picture = pictureOf(format, anyColour, { width: 6, height: 8, padding: 65_000 });
    expect(Buffer.from(plainI420(picture)).equals(new I420Painter().draw(picture))).toBe(true);
  });
});

describe('a picture that is turned against the clock', () => {
  // Where a turned picture has its pixel (x, y), the one before it was turned has this one.
  it.each([
    { turns: 1, from: (x: number, y: number, width: number) => [width - 1 - y, x] as const },
    {
      turns: 2,
      from: (x: number, y: number, width: number, height: number) => [width - 1 - x, height - 1 - y] as const,
    },
    {
      turns: 3,
      from: (x: number, y: number, _width: number, height: number) => [y, height - 1 - x] as const,
    },
  ])('by $turns quarters is to the bit the one that has its pixels in those places', ({ turns, from }) => {
    const painter = new I420Painter();
    for (const [width, height] of [
      [2, 2],
      [2, 30],
      [30, 2],
      [320, 224],
    ] as const) {
      const turned = turns % 2 === 1 ? { width: height, height: width } : { width, height };
      const upright = pictureOf('rgb565', (x, y) => anyColour(...from(x, y, width, height)), turned);
      const drawn = painter.draw(pictureOf('rgb565', anyColour, { width, height, padding: 6 }), turns);
      expect(Buffer.from(plainI420(upright)).equals(drawn), `${width}×${height}`).toBe(true);
    }
  });
});

describe('every colour', () => {
  it.each(['rgb565', 'xrgb1555'] as const)('of %s is right', (format) => {
    const picture = pictureOf(format, (x, y) => y * 256 + x, { width: 256, height: 256 });
    expect(Buffer.from(plainI420(picture)).equals(new I420Painter().draw(picture))).toBe(true);
  });

  it('of XRGB8888 with the least and the most of each channel is right, whatever the fourth byte is', () => {
    const levels = [0, 1, 2, 127, 128, 129, 253, 254, 255];
    const level = (index: number) => levels[index % levels.length]!;
    const colour = (x: number, y: number) =>
      (level(y) << 16) | (level(x) << 8) | level(Math.floor(x / 9)) | (x << 24);
    const picture = pictureOf('xrgb8888', colour, { width: 162, height: 18 });
    expect(Buffer.from(plainI420(picture)).equals(new I420Painter().draw(picture))).toBe(true);
  });

  // Limited-range BT.601 of the corners of the colour cube.
  it.each([
    { colour: 'black', rgb: 0x000000, yuv: [16, 128, 128] },
    { colour: 'white', rgb: 0xffffff, yuv: [235, 128, 128] },
    { colour: 'red', rgb: 0xff0000, yuv: [81, 90, 240] },
    { colour: 'green', rgb: 0x00ff00, yuv: [145, 54, 34] },
    { colour: 'blue', rgb: 0x0000ff, yuv: [41, 240, 110] },
    { colour: 'yellow', rgb: 0xffff00, yuv: [210, 16, 146] },
  ])('has its place in the range: $colour is $yuv', ({ rgb, yuv }) => {
    const planes = new I420Painter().draw(pictureOf('xrgb8888', () => rgb, { width: 2, height: 2 }));
    expect([planes[0], planes[4], planes[5]]).toEqual(yuv);
  });
});

describe('a painter', () => {
  it('has the same picture again after larger and smaller ones', () => {
    const painter = new I420Painter();
    const picture = pictureOf('xrgb8888', anyColour);
    const first = Buffer.from(painter.draw(picture));
    painter.draw(pictureOf('rgb565', anyColour, { width: 1920, height: 1080 }));
    painter.draw(pictureOf('xrgb1555', anyColour, { width: 2, height: 2 }));
    expect(first.equals(painter.draw(picture))).toBe(true);
  });

  it('draws each picture into the memory of the one before', () => {
    const painter = new I420Painter();
    const picture = pictureOf('xrgb8888', anyColour);
    const [one, other] = [painter.draw(picture), painter.draw(picture)];
    expect(other.buffer).toBe(one.buffer);
    expect(other.byteOffset).toBe(one.byteOffset);
  });
});
