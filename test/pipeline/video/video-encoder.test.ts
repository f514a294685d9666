import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFrameNumber } from '../../../cores/test-pattern/layout.js';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, PictureFormat } from '../../../src/pipeline/frame.js';
import { VideoEncoder } from '../../../src/pipeline/video/video-encoder.js';
import type { VideoCodec } from '../../../src/protocol/control-message.js';
import { Arrivals } from '../arrivals.js';
import { FFMPEGS } from '../ffmpeg/installed.js';
import { gone, kill } from '../process.js';
import { decode } from './decode.js';
import { patternFrame, patternPixels, stampOf } from './pattern-frame.js';

const NES: PictureFormat = { pixelFormat: 'xrgb8888', width: 256, height: 240 };
const VARIANTS = FFMPEGS.flatMap((ffmpeg) =>
  (['vp8', 'h264'] as const).map((codec) => ({ ffmpeg, codec, version: ffmpeg.version })),
);

class Encoding {
  readonly frames = new Arrivals<EncodedFrame>();
  readonly deaths = new Arrivals<string>();
  readonly encoder: VideoEncoder;

  constructor(ffmpeg: FfmpegProgram, codec: VideoCodec, format = NES) {
    this.encoder = new VideoEncoder({
      ffmpeg,
      format,
      encoding: { codec, framesPerSecond: 60, bitrateBps: 4_000_000 },
      onFrame: this.frames.add,
      onDeath: this.deaths.add,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.encoder.close();
  }
}

/** Mean difference of two pictures' bytes, all three colours. */
function difference(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) {
    if (index % 4 !== 3) sum += Math.abs(one[index]! - other[index]!);
  }
  return sum / ((one.length * 3) / 4);
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each(VARIANTS)('$codec encoded by ffmpeg $version', ({ ffmpeg, codec }) => {
  it('is a frame out for every frame in, at once, with keyframes at exactly the frames asked for', async () => {
    await using encoding = new Encoding(ffmpeg, codec);
    const wanted = new Set([7, 8, 20]);
    for (let number = 1; number <= 24; number++) {
      expect(encoding.encoder.encode(patternFrame(number, NES), wanted.has(number))).toBe(false);
      // The next one goes in only when this one is out: nothing is held back.
      await encoding.frames.reach(number);
    }
    const frames = encoding.frames.all;
    expect(frames.map(({ stamp }) => stamp.number)).toEqual(
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
    expect(frames.filter(({ keyframe }) => keyframe).map(({ stamp }) => stamp.number)).toEqual([1, 7, 8, 20]);
    expect(frames[19]).toMatchObject({ codec, stamp: { inputSequences: [20] } });
    const pictures = await decode(frames, NES.width, NES.height);
    for (const [index, picture] of pictures.entries()) {
      expect(readFrameNumber(picture, NES.width, NES.height)).toBe(index + 1);
      expect(difference(picture, patternPixels(index + 1, NES.width, NES.height))).toBeLessThan(6);
    }
    expect(encoding.deaths.all).toEqual([]);
  });

  it('can be decoded from any keyframe on', async () => {
    await using encoding = new Encoding(ffmpeg, codec);
    for (let number = 1; number <= 12; number++) {
      encoding.encoder.encode(patternFrame(number, NES), number === 6);
      await encoding.frames.reach(number);
    }
    const pictures = await decode(encoding.frames.all.slice(5), NES.width, NES.height);
    expect(pictures.map((picture) => readFrameNumber(picture, NES.width, NES.height))).toEqual([
      6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it.each(['xrgb8888', 'rgb565', 'xrgb1555', 'i420'] as const)(
    'has the colours that went in as %s',
    async (pixelFormat) => {
      const format = { ...NES, pixelFormat };
      await using encoding = new Encoding(ffmpeg, codec, format);
      for (let number = 1; number <= 3; number++) {
        encoding.encoder.encode(patternFrame(number, format), false);
        await encoding.frames.reach(number);
      }
      const [, , picture] = await decode(encoding.frames.all, NES.width, NES.height);
      expect(difference(picture!, patternPixels(3, NES.width, NES.height))).toBeLessThan(6);
    },
  );

  it('has even sides where the picture’s are odd', async () => {
    const format = { pixelFormat: 'rgb565', width: 161, height: 143 } as const;
    await using encoding = new Encoding(ffmpeg, codec, format);
    for (let number = 1; number <= 3; number++) {
      encoding.encoder.encode(patternFrame(number, format), false);
      await encoding.frames.reach(number);
    }
    const pictures = await decode(encoding.frames.all, 162, 144);
    expect(pictures.map((picture) => readFrameNumber(picture, 162, 144))).toEqual([1, 2, 3]);
  });

  it('is a keyframe of the same picture where the newest frame is repeated', async () => {
    await using encoding = new Encoding(ffmpeg, codec);
    encoding.encoder.repeat(stampOf(99));
    encoding.encoder.encode(patternFrame(1, NES), false);
    encoding.encoder.encode(patternFrame(2, NES), false);
    await encoding.frames.find(({ stamp }) => stamp.number === 2);
    const before = encoding.frames.all.length;
    for (const number of [3, 4]) {
      encoding.encoder.repeat(stampOf(number));
      await encoding.frames.find(({ stamp }) => stamp.number === number);
    }
    const repeated = encoding.frames.all.slice(before);
    expect(repeated.map(({ stamp, keyframe }) => [stamp.number, keyframe])).toEqual([
      [3, true],
      [4, true],
    ]);
    const pictures = await decode(repeated, NES.width, NES.height);
    expect(pictures.map((picture) => readFrameNumber(picture, NES.width, NES.height))).toEqual([2, 2]);
  });

  it('goes on after pauses of an hour and of a week', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using encoding = new Encoding(ffmpeg, codec);
    let number = 0;
    for (const pauseMs of [0, 3_600_000, 7 * 24 * 3_600_000]) {
      vi.advanceTimersByTime(pauseMs);
      for (const keyframe of [false, false, true, false]) {
        vi.advanceTimersByTime(17);
        encoding.encoder.encode(patternFrame(++number, NES), keyframe);
        await encoding.frames.reach(number);
      }
    }
    const frames = encoding.frames.all;
    expect(frames.map(({ stamp }) => stamp.number)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    expect(frames.filter(({ keyframe }) => keyframe).map(({ stamp }) => stamp.number)).toEqual([1, 3, 7, 11]);
    expect(encoding.encoder.spent).toBe(false);
  });

  it('drops the older frames of a burst, never the newest, and no wish for a keyframe', async () => {
    await using encoding = new Encoding(ffmpeg, codec);
    encoding.encoder.encode(patternFrame(1, NES), false);
    await encoding.frames.reach(1);
    let dropped = 0;
    for (let number = 2; number <= 20; number++) {
      if (encoding.encoder.encode(patternFrame(number, NES), number === 5)) dropped++;
    }
    await encoding.frames.find(({ stamp }) => stamp.number === 20);
    const frames = encoding.frames.all;
    expect(dropped).toBeGreaterThan(0);
    expect(frames.length).toBe(20 - dropped);
    const numbers = frames.map(({ stamp }) => stamp.number);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    const [, keyframe, ...others] = frames.filter((frame) => frame.keyframe);
    expect(keyframe!.stamp.number).toBeGreaterThanOrEqual(5);
    expect(others).toEqual([]);
    const pictures = await decode(frames, NES.width, NES.height);
    expect(pictures.map((picture) => readFrameNumber(picture, NES.width, NES.height))).toEqual(numbers);
  });

  it('is given up 3 s after a frame that brings no answer, and at its start only after 10 s', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using encoding = new Encoding(ffmpeg, codec);
    const { encoder, frames, deaths } = encoding;
    process.kill(encoder.pid!, 'SIGSTOP');
    encoder.encode(patternFrame(1, NES), false);
    vi.advanceTimersByTime(10_000);
    encoder.encode(patternFrame(2, NES), false);
    process.kill(encoder.pid!, 'SIGCONT');
    await frames.find(({ stamp }) => stamp.number === 2);
    process.kill(encoder.pid!, 'SIGSTOP');
    encoder.encode(patternFrame(3, NES), false);
    vi.advanceTimersByTime(3_000);
    encoder.encode(patternFrame(4, NES), false);
    expect(deaths.all).toEqual([]);
    vi.advanceTimersByTime(1);
    encoder.encode(patternFrame(5, NES), false);
    expect(deaths.all).toEqual(['ffmpeg stopped answering']);
  });

  it('is given up where it answers nothing for 10 s from its start on', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using encoding = new Encoding(ffmpeg, codec);
    process.kill(encoding.encoder.pid!, 'SIGSTOP');
    encoding.encoder.encode(patternFrame(1, NES), false);
    vi.advanceTimersByTime(10_001);
    encoding.encoder.encode(patternFrame(2, NES), false);
    expect(encoding.deaths.all).toEqual(['ffmpeg stopped answering']);
  });

  it('ends with a reason where ffmpeg is killed, told once', async () => {
    await using encoding = new Encoding(ffmpeg, codec);
    encoding.encoder.encode(patternFrame(1, NES), false);
    await encoding.frames.reach(1);
    kill(encoding.encoder.pid);
    await encoding.deaths.reach(1);
    for (let number = 2; number <= 5; number++) encoding.encoder.encode(patternFrame(number, NES), false);
    await encoding.encoder.close();
    expect(encoding.deaths.all).toEqual([expect.stringContaining('ffmpeg ended (SIGKILL)')]);
  });

  it('says nothing where the encoder is closed, and leaves no process', async () => {
    const encoding = new Encoding(ffmpeg, codec);
    encoding.encoder.encode(patternFrame(1, NES), false);
    const pid = encoding.encoder.pid!;
    await encoding.encoder.close();
    await gone(pid);
    expect(encoding.deaths.all).toEqual([]);
    expect(encoding.frames.all.length).toBeLessThanOrEqual(1);
  });
});
