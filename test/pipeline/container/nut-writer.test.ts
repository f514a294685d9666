import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PixelFormat, pictureBytes, rowBytes } from '../../../cores/protocol/format.js';
import {
  type RawFormat,
  writeNutFrameHeader,
  writeNutHeader,
} from '../../../src/pipeline/container/nut-writer.js';
import { FFMPEGS } from '../ffmpeg/installed.js';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.js';

const ID_STRING = '6e75742f6d756c74696d6564696120636f6e7461696e657200';
/** Start code, length of what follows, version 4.0, a stream, max distance 65536, a time base of 1/90000 … */
const MAIN_HEADER = '4e4d7a561f5f04ad 1a 04 00 01 848000 01 01 85bf10';
/**
 * … flags KEY, CODED_PTS, SIZE_MSB, CHECKSUM; 6 fields: pts 0, multiplier 1, stream 0, size 0, none reserved, 255 codes;
 * no elision headers; pipe mode.
 */
const FRAME_CODES = '69 06 00 01 00 00 00 817f 00 02';
/** The only one: time 0, nothing behind it. */
const SYNCPOINT = '4e4be4adeeca4569 06 00 00 00000000';

function hex(spaced: string): string {
  return spaced.replaceAll(' ', '');
}

function video(pixelFormat: PixelFormat, width: number, height: number): RawFormat {
  return { kind: 'video', pixelFormat, width, height };
}

describe('the header of a NUT file', () => {
  it('of XRGB8888 video is the id, the main header, a stream of BGRA and a syncpoint', () => {
    expect(writeNutHeader(video('xrgb8888', 256, 240), 90_000).toString('hex')).toBe(
      ID_STRING +
        hex(`${MAIN_HEADER} ${FRAME_CODES} df43d912`) +
        // Stream 0 of class 0, FourCC BGRA, time base 0, msb shift 7, distance 1, no delay, no flags, no codec data;
        // 256×240, square pixels, colours unknown.
        hex('4e5311405bf2f9db 18 00 00 04 42475241 00 07 01 00 00 00 8200 8170 01 01 00 ea007449') +
        hex(SYNCPOINT),
    );
  });

  it('of RGB565 video names RGB with 16 bits', () => {
    expect(writeNutHeader(video('rgb565', 160, 144), 90_000).toString('hex')).toContain(
      hex('4e5311405bf2f9db 18 00 00 04 52474210 00 07 01 00 00 00 8120 8110 01 01 00 6e2c2819'),
    );
  });

  it('of XRGB1555 video names RGB with 15 bits', () => {
    expect(writeNutHeader(video('xrgb1555', 160, 144), 90_000).toString('hex')).toContain(
      hex('4e5311405bf2f9db 18 00 00 04 5247420f 00 07 01 00 00 00 8120 8110 01 01 00 e76e8a43'),
    );
  });

  it('of sound names signed 16-bit little-endian samples, their rate and channels', () => {
    const header = writeNutHeader({ kind: 'sound', sampleRate: 48_000, channels: 2 }, 48_000);
    expect(header.toString('hex')).toBe(
      ID_STRING +
        hex(`4e4d7a561f5f04ad 1a 04 00 01 848000 01 01 82f700 ${FRAME_CODES} fae346a9`) +
        // Class 1, FourCC PSD with 16 bits, 48000/1 samples a second, 2 channels.
        hex('4e5311405bf2f9db 16 00 01 04 50534410 00 07 01 00 00 00 82f700 01 02 9cce101f') +
        hex(SYNCPOINT),
    );
  });
});

describe('the header of a NUT frame', () => {
  it('is the time stamp plus 128, the size, and their checksum', () => {
    expect(writeNutFrameHeader(1501, 245_760).toString('hex')).toBe(hex('00 8c5d 8f8000 76e8c9c2'));
  });

  it('begins at time 0', () => {
    expect(writeNutFrameHeader(0, 24).toString('hex')).toBe(hex('00 8100 18 8797d9cf'));
  });

  it('holds time stamps beyond 32 bits, which come after 13 hours', () => {
    expect(writeNutFrameHeader(2 ** 33, 1).toString('hex', 0, 7)).toBe(hex('00 a080808100 01'));
  });

  it('never takes more than the 64 bytes that a frame writer leaves for it', () => {
    expect(writeNutFrameHeader(2 ** 53 - 256, 4096 * 4096 * 4).length).toBeLessThanOrEqual(64);
  });
});

describe.each(FFMPEGS)('NUT read by ffmpeg $version', (ffmpeg) => {
  it.each(['xrgb8888', 'rgb565', 'xrgb1555', 'i420'] as const)(
    'gives the same %s pixels under the same time stamps',
    async (pixelFormat) => {
      const [width, height] = pixelFormat === 'i420' ? [38, 22] : [37, 21];
      const size = pictureBytes(pixelFormat, rowBytes(pixelFormat, width), height);
      const timestamps = [0, 1500, 3001, 3002, 1_000_000];
      const frames = timestamps.map((_, index) => noise(size, index));
      const nut = Buffer.concat([
        writeNutHeader(video(pixelFormat, width, height), 90_000),
        ...frames.flatMap((frame, index) => [writeNutFrameHeader(timestamps[index]!, size), frame]),
      ]);
      const sums = await runFfmpeg(
        ffmpeg,
        ['-f', 'nut', '-i', 'pipe:0', '-c', 'copy', '-f', 'framemd5'],
        nut,
      );
      const read = sums
        .toString()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => line.split(',').map((field) => field.trim()))
        .map(([, , timestamp, , bytes, md5]) => ({
          timestamp: Number(timestamp),
          bytes: Number(bytes),
          md5,
        }));
      expect(read).toEqual(
        frames.map((frame, index) => ({
          timestamp: timestamps[index],
          bytes: size,
          md5: createHash('md5').update(frame).digest('hex'),
        })),
      );
      expect(sums.toString()).toContain('#tb 0: 1/90000');
      expect(sums.toString()).toContain(`#dimensions 0: ${width}x${height}`);
      if (pixelFormat === 'i420') {
        // What the encoders take, so it is handed on as it is.
        const decode = ['-f', 'nut', '-i', 'pipe:0', '-pix_fmt', 'yuv420p', '-vsync', 'passthrough'];
        expect(
          (await runFfmpeg(ffmpeg, [...decode, '-f', 'rawvideo'], nut)).equals(Buffer.concat(frames)),
        ).toBe(true);
        return;
      }
      // And as pixels, by their colours: decoded to RGB they are what the format's bits say.
      const decode = ['-f', 'nut', '-i', 'pipe:0', '-sws_flags', 'accurate_rnd', '-pix_fmt', 'rgb24'];
      const pixels = await runFfmpeg(ffmpeg, [...decode, '-vsync', 'passthrough', '-f', 'rawvideo'], nut);
      expect(pixels.length).toBe(width * height * 3 * frames.length);
      expectColours(pixels.subarray(0, width * height * 3), frames[0]!, pixelFormat);
    },
  );

  it('gives the same samples', async () => {
    const samples = noise(1920, 7);
    const nut = Buffer.concat([
      writeNutHeader({ kind: 'sound', sampleRate: 48_000, channels: 2 }, 48_000),
      ...[0, 480, 960].flatMap((time) => [writeNutFrameHeader(time, samples.length), samples]),
    ]);
    const read = await runFfmpeg(ffmpeg, ['-f', 'nut', '-i', 'pipe:0', '-f', 's16le'], nut);
    expect(read.equals(Buffer.concat([samples, samples, samples]))).toBe(true);
  });
});

function noise(size: number, seed: number): Buffer {
  let state = seed + 1;
  return Buffer.from(
    Uint8Array.from({ length: size }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

/** Compares within the error of swscale's own rounding from 5 or 6 bits to 8. */
function expectColours(rgb: Buffer, raw: Buffer, pixelFormat: PixelFormat): void {
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
    const expected = colourOf(raw, pixel, pixelFormat);
    for (const [channel, value] of expected.entries()) {
      expect(
        Math.abs(rgb[pixel * 3 + channel]! - value),
        `pixel ${pixel}, channel ${channel}`,
      ).toBeLessThanOrEqual(8);
    }
  }
}

function colourOf(raw: Buffer, pixel: number, pixelFormat: PixelFormat): number[] {
  if (pixelFormat === 'xrgb8888') return [raw[pixel * 4 + 2]!, raw[pixel * 4 + 1]!, raw[pixel * 4]!];
  const bits = raw.readUInt16LE(pixel * 2);
  if (pixelFormat === 'rgb565') return [(bits >> 11) * 8.23, ((bits >> 5) & 63) * 4.05, (bits & 31) * 8.23];
  return [((bits >> 10) & 31) * 8.23, ((bits >> 5) & 31) * 8.23, (bits & 31) * 8.23];
}
