import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { drawI420, type NativePixelFormat, packerOf } from '../../../cores/libretro/i420.js';
import { rowBytes } from '../../../cores/protocol/format.js';
import { colourAt } from '../picture-colours.js';

const WIDTH = 64;
const HEIGHT = 48;
const COUNT = WIDTH * HEIGHT;
const PLANES = (COUNT * 3) / 2;
const UPRIGHT = { start: 0, alongX: 1, alongY: WIDTH };

function draw(words: Int32Array | Uint16Array, format: NativePixelFormat): Uint8Array {
  const planes = new Uint8Array(PLANES);
  drawI420({ words, ...UPRIGHT }, WIDTH, HEIGHT, packerOf(format), planes);
  return planes;
}

/**
 * ffmpeg's own conversion, as exact as it can. Of 16-bit pixels it would leave the low bits of each channel empty, and
 * white grey, so it gets four bytes a pixel.
 */
function drawWithFfmpeg(words: Int32Array | Uint16Array, format: NativePixelFormat): Uint8Array {
  const frame = { height: HEIGHT, pitch: rowBytes(format, WIDTH), pixels: bytesOf(words) };
  const wide = Int32Array.from({ length: COUNT }, (_, at) =>
    colourAt(frame, format, at % WIDTH, Math.floor(at / WIDTH)),
  );
  const exact = 'scale=sws_flags=area+accurate_rnd+full_chroma_int+full_chroma_inp';
  const raw = ['-f', 'rawvideo', '-pix_fmt'];
  const input = [...raw, 'bgr0', '-s', `${WIDTH}x${HEIGHT}`, '-i', 'pipe:0'];
  const output = ['-vf', exact, ...raw, 'yuv420p', 'pipe:1'];
  return execFileSync('ffmpeg', ['-loglevel', 'error', ...input, ...output], { input: bytesOf(wide) });
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function wordsOf(
  format: NativePixelFormat,
  colour: (x: number, y: number) => number,
): Int32Array | Uint16Array {
  const colours = Array.from({ length: COUNT }, (_, at) => colour(at % WIDTH, Math.floor(at / WIDTH)));
  return format === 'xrgb8888' ? Int32Array.from(colours) : Uint16Array.from(colours);
}

/** Any colour, the same each time. */
function anyColour(x: number, y: number): number {
  return Math.imul(x * 7919 + y * 104_729 + 1, 0x9e37_79b1) >>> 8;
}

function largestDifference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((largest, byte, at) => Math.max(largest, Math.abs(byte - other[at]!)), 0);
}

describe.each(['xrgb8888', 'rgb565', 'xrgb1555'] as const)('a picture in %s', (format) => {
  it.each([
    ['areas of one colour', (x: number, y: number) => anyColour(x >> 3, y >> 3)],
    ['fine patterns', (x: number, y: number) => anyColour((x ^ y) & 3, 0)],
    ['as many colours as pixels', anyColour],
  ])('is drawn with %s as ffmpeg draws it', (_what, colour) => {
    const words = wordsOf(format, colour);
    const planes = draw(words, format);
    expect(planes).toHaveLength(PLANES);
    expect(largestDifference(planes, drawWithFfmpeg(words, format))).toBeLessThanOrEqual(2);
  });

  it('has the full range of what is broadcast, and no colour in greys', () => {
    const white = format === 'xrgb8888' ? 0xffffff : 0xffff;
    const planes = draw(
      wordsOf(format, (x) => (x < WIDTH / 2 ? 0 : white)),
      format,
    );
    expect(new Set(planes.subarray(0, COUNT))).toEqual(new Set([16, 235]));
    expect(new Set(planes.subarray(COUNT))).toEqual(new Set([128]));
  });
});

describe('a colour of four bytes', () => {
  it('is the same whatever its fourth byte is', () => {
    const plain = wordsOf('xrgb8888', anyColour);
    const filled = plain.map((word, at) => word | (at << 24)) as Int32Array;
    expect(draw(filled, 'xrgb8888')).toEqual(draw(plain, 'xrgb8888'));
  });

  it('is right again when the same packer has seen many others', () => {
    const packColour = packerOf('xrgb8888');
    const fresh = (colour: number) => packerOf('xrgb8888')(colour);
    for (let colour = 0; colour < 0xff_ffff; colour += 997) packColour(colour);
    for (const colour of [0, 0xff0000, 0x00ff00, 0x0000ff, 0x123456, 0xffffff]) {
      expect(packColour(colour)).toBe(fresh(colour));
    }
  });
});
