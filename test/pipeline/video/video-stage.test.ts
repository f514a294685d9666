import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFrameNumber } from '../../../cores/test-pattern/layout.js';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedFrame, PictureFormat } from '../../../src/pipeline/frame.js';
import { defaultBitrateBps, VideoStage } from '../../../src/pipeline/video/video-stage.js';
import { Arrivals } from '../arrivals.js';
import { FFMPEG, FFMPEGS } from '../ffmpeg/installed.js';
import { gone, isRunning, kill } from '../process.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { decode } from './decode.js';
import { patternFrame } from './pattern-frame.js';

const NES: PictureFormat = { pixelFormat: 'xrgb8888', width: 256, height: 240 };
const WIDE: PictureFormat = { pixelFormat: 'xrgb8888', width: 320, height: 200 };

class Staging {
  readonly frames = new Arrivals<EncodedFrame>();
  readonly restarts = new Arrivals<string>();
  readonly failures = new Arrivals<string>();
  readonly stage: VideoStage;
  #number = 0;

  constructor(codec: 'vp8' | 'h264' = 'vp8', ffmpeg: FfmpegProgram = FFMPEG) {
    this.stage = new VideoStage({
      ffmpeg,
      settings: { codec, framesPerSecond: 60, bitrateBps: 4_000_000 },
      onFrame: this.frames.add,
      onRestart: this.restarts.add,
      onFailure: this.failures.add,
    });
  }

  /** Encodes the next frame and waits until it is out. */
  async play(format: PictureFormat, keyframe = false): Promise<EncodedFrame> {
    const number = ++this.#number;
    const from = this.frames.all.length;
    this.stage.encode(patternFrame(number, format), keyframe);
    return this.frames.find(({ stamp }) => stamp.number === number, from);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage.close();
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each(['vp8', 'h264'] as const)('the video of a room in %s', (codec) => {
  it('goes on with a keyframe after its ffmpeg was killed', async () => {
    await using staging = new Staging(codec);
    for (let index = 0; index < 3; index++) await staging.play(NES);
    const pid = staging.stage.pid!;
    kill(pid);
    const [reason] = await staging.restarts.reach(1);
    expect(reason).toContain('ffmpeg ended (SIGKILL)');
    expect(staging.stage.pid).not.toBe(pid);
    const before = staging.frames.all.length;
    for (let index = 0; index < 3; index++) await staging.play(NES);
    const after = staging.frames.all.slice(before);
    expect(after.map(({ stamp, keyframe }) => [stamp.number, keyframe])).toEqual([
      [4, true],
      [5, false],
      [6, false],
    ]);
    const pictures = await decode(after, NES.width, NES.height);
    expect(pictures.map((picture) => readFrameNumber(picture, NES.width, NES.height))).toEqual([4, 5, 6]);
    expect(staging.stage.restarts).toBe(1);
    expect(staging.failures.all).toEqual([]);
  });

  it('goes on with a keyframe of the new size where the picture changes its size', async () => {
    await using staging = new Staging(codec);
    await staging.play(NES);
    await staging.play(NES);
    const pid = staging.stage.pid!;
    const first = await staging.play(WIDE);
    expect(first.keyframe).toBe(true);
    await gone(pid);
    const second = await staging.play(WIDE);
    const pictures = await decode([first, second], WIDE.width, WIDE.height);
    expect(pictures.map((picture) => readFrameNumber(picture, WIDE.width, WIDE.height))).toEqual([3, 4]);
    expect(staging.restarts.all).toEqual([]);
  });
});

describe.each(FFMPEGS)('a change-over of ffmpeg $version', (ffmpeg) => {
  const SETTINGS = { codec: 'h264', framesPerSecond: 60, bitrateBps: 4_000_000 } as const;

  it.each([
    ['vp8', 'a lower bitrate', { bitrateBps: 500_000 }, NES],
    ['h264', 'a lower bitrate', { bitrateBps: 500_000 }, NES],
    ['vp8', 'half the size', { scale: 0.5 }, { width: 128, height: 120 }],
    ['h264', 'half the size', { scale: 0.5 }, { width: 128, height: 120 }],
    ['vp8', 'another codec', { codec: 'h264' }, NES],
    ['h264', 'another codec', { codec: 'vp8' }, NES],
  ] as const)('from %s to %s loses no frame, and costs a keyframe', async (codec, _what, change, size) => {
    await using staging = new Staging(codec, ffmpeg);
    for (let index = 0; index < 3; index++) await staging.play(NES);
    const pid = staging.stage.pid!;
    staging.stage.change({ ...SETTINGS, codec, ...change });
    // The old one goes on for as long as the other one takes to get warm.
    while (staging.stage.pid === pid) await staging.play(NES);
    await staging.play(NES);
    const frames = staging.frames.all;
    expect(frames.map(({ stamp }) => stamp.number)).toEqual(frames.map((_, index) => index + 1));
    const [first, second, ...others] = frames.filter(({ keyframe }) => keyframe);
    expect([first!.stamp.number, others]).toEqual([1, []]);
    const from = second!.stamp.number;
    expect(from).toBe(frames.length - 1);
    const before = await decode(frames.slice(0, from - 1), NES.width, NES.height);
    expect(before.map((picture) => readFrameNumber(picture, NES.width, NES.height))).toEqual(
      before.map((_, index) => index + 1),
    );
    const after = await decode(frames.slice(from - 1), size.width, size.height);
    expect(after.map((picture) => readFrameNumber(picture, size.width, size.height))).toEqual([
      from,
      from + 1,
    ]);
    expect(staging.restarts.all).toEqual([]);
    await gone(pid);
  });
});

describe('the video of a room', () => {
  it('changes over once in two seconds, and then to what is wanted by then', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using staging = new Staging();
    await staging.play(NES);
    const settings = { codec: 'vp8', framesPerSecond: 60 } as const;
    const changed = async () => {
      const { pid } = staging.stage;
      while (staging.stage.pid === pid) await staging.play(NES);
    };
    staging.stage.change({ ...settings, bitrateBps: 900_000 });
    await staging.play(NES);
    // Nothing is under way for what is not wanted any more.
    staging.stage.change({ ...settings, bitrateBps: 800_000 });
    await changed();
    staging.stage.change({ ...settings, bitrateBps: 700_000 });
    const { pid } = staging.stage;
    vi.advanceTimersByTime(1_900);
    for (let index = 0; index < 5; index++) await staging.play(NES);
    expect(staging.stage.changesNext).toBe(false);
    vi.advanceTimersByTime(101);
    await changed();
    await gone(pid!);
    const numbers = staging.frames.all.map(({ stamp }) => stamp.number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(staging.frames.all.filter(({ keyframe }) => keyframe)).toHaveLength(3);
  });

  it('goes on as before where the encoder that was to take over dies, and tries again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using folder = await TemporaryFolder.make();
    const log = join(folder.path, 'starts');
    const path = await folder.file(
      'ffmpeg',
      `#!/bin/sh\necho start >> ${log}\n[ $(wc -l < ${log}) = 2 ] && exit 3\nexec ${FFMPEG.path} "$@"\n`,
      0o755,
    );
    await using staging = new Staging('vp8', { ...FFMPEG, path });
    await staging.play(NES);
    const { pid } = staging.stage;
    staging.stage.change({ codec: 'vp8', framesPerSecond: 60, bitrateBps: 900_000 });
    await staging.play(NES);
    expect(await staging.restarts.reach(1)).toEqual(['ffmpeg ended (exit code 3)']);
    for (let index = 0; index < 3; index++) await staging.play(NES);
    expect(staging.stage.pid).toBe(pid);
    vi.advanceTimersByTime(2_001);
    while (staging.stage.pid === pid) await staging.play(NES);
    const numbers = staging.frames.all.map(({ stamp }) => stamp.number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(staging.stage.restarts).toBe(0);
  });

  it('stays in order, whatever is under way when an encoder dies', async () => {
    await using staging = new Staging();
    await staging.play(NES);
    kill(staging.stage.pid);
    // In the dead encoder's pipe as often as not; the stage may lose them, and goes on in order.
    for (let number = 2; number <= 5; number++) staging.stage.encode(patternFrame(number, NES), false);
    await staging.restarts.reach(1);
    staging.stage.encode(patternFrame(6, NES), false);
    await staging.frames.find(({ stamp }) => stamp.number === 6);
    const numbers = staging.frames.all.map(({ stamp }) => stamp.number);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
  });

  it.each(FFMPEGS)('goes on for longer than the time stamps of ffmpeg $version last', async (ffmpeg) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using staging = new Staging('vp8', ffmpeg);
    const tiny: PictureFormat = { pixelFormat: 'rgb565', width: 16, height: 16 };
    await staging.play(tiny);
    const pid = staging.stage.pid;
    // 8 hours, one frame every 10 s.
    for (let frame = 2; frame <= 8 * 360; frame++) {
      vi.advanceTimersByTime(10_000);
      await staging.play(tiny);
    }
    expect(staging.stage.pid).not.toBe(pid);
    expect(staging.frames.all).toHaveLength(8 * 360);
    expect(staging.frames.all.filter(({ keyframe }) => keyframe)).toHaveLength(2);
    expect(staging.restarts.all).toEqual([]);
  });

  it('puts a picture that flips between sizes on one canvas', async () => {
    await using staging = new Staging();
    const small: PictureFormat = { pixelFormat: 'xrgb8888', width: 256, height: 224 };
    const large: PictureFormat = { pixelFormat: 'xrgb8888', width: 512, height: 224 };
    for (let flip = 0; flip < 3; flip++) {
      await staging.play(small);
      await staging.play(large);
    }
    const pid = staging.stage.pid;
    const steady = [await staging.play(small, true), await staging.play(large), await staging.play(small)];
    expect(staging.stage.pid).toBe(pid);
    expect(steady.map(({ keyframe }) => keyframe)).toEqual([true, false, false]);
    const [one, two, three] = await decode(steady, large.width, large.height);
    expect(readFrameNumber(two!, large.width, large.height)).toBe(8);
    for (const [picture, number] of [
      [one!, 7],
      [three!, 9],
    ] as const) {
      expect(readFrameNumber(middle(picture, large, small), small.width, small.height)).toBe(number);
      // Black beside it.
      const border = row(picture, large, 100).subarray(0, 120 * 4);
      expect(Math.max(...border.filter((_, index) => index % 4 !== 3))).toBeLessThan(24);
    }
  });

  it('is given up, and told so once, where encoders keep dying', async () => {
    await using staging = new Staging('vp8', { ...FFMPEG, path: '/bin/false' });
    staging.stage.prepare(NES);
    const [reason] = await staging.failures.reach(1);
    expect(reason).toBe('ffmpeg ended (exit code 1)');
    expect(staging.stage.restarts).toBe(3);
    // Whatever comes then is taken without a word.
    staging.stage.encode(patternFrame(1, NES), true);
    staging.stage.repeat(patternFrame(1, NES).stamp);
    await staging.stage.close();
    expect(staging.failures.all.length).toBe(1);
    expect(staging.stage.pid).toBeUndefined();
  });

  it.each([
    ['vp8', 'an IVF'],
    ['h264', 'an FLV'],
  ] as const)('is given up in words where what should be ffmpeg writes no %s', async (codec, container) => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file(
      'ffmpeg',
      '#!/bin/sh\nhead -c 64 /dev/zero\nexec cat > /dev/null\n',
      0o755,
    );
    await using staging = new Staging(codec, { ...FFMPEG, path });
    staging.stage.prepare(NES);
    const [reason] = await staging.failures.reach(1);
    expect(reason).toBe(`ffmpeg's output can't be read: not ${container} stream`);
    expect(staging.stage.restarts).toBe(3);
  });

  it('is given up in words where no encoder answers, each of which is waited for', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('ffmpeg', '#!/bin/sh\nexec cat > /dev/null\n', 0o755);
    await using staging = new Staging('vp8', { ...FFMPEG, path });
    for (let second = 1; second <= 60 && staging.failures.all.length === 0; second++) {
      staging.stage.encode(patternFrame(second, NES), false);
      vi.advanceTimersByTime(1_000);
    }
    expect(staging.failures.all).toEqual(['ffmpeg stopped answering']);
    expect(staging.stage.restarts).toBe(3);
  });

  it('is given up in words where ffmpeg is gone from the disk', async () => {
    await using staging = new Staging('h264', { ...FFMPEG, path: '/nowhere/ffmpeg' });
    staging.stage.prepare(NES);
    const [reason] = await staging.failures.reach(1);
    expect(reason).toBe('ffmpeg ended (ENOENT)');
    await staging.stage.close();
    expect(staging.failures.all.length).toBe(1);
  });

  it('ends its encoders when it is closed, the retired ones as well', async () => {
    await using staging = new Staging();
    await staging.play(NES);
    const first = staging.stage.pid!;
    await staging.play(WIDE);
    const second = staging.stage.pid!;
    await staging.stage.close();
    expect([first, second].filter(isRunning)).toEqual([]);
    staging.stage.encode(patternFrame(9, NES), true);
    expect(staging.stage.pid).toBeUndefined();
  });
});

describe('the default bitrate', () => {
  it('is 0.4 bits a pixel, and within 1 and 12 Mb/s', () => {
    expect(defaultBitrateBps(NES, 60.0988)).toBe(1_474_560);
    expect(defaultBitrateBps({ ...NES, width: 160, height: 144 }, 59.7275)).toBe(1_000_000);
    expect(defaultBitrateBps({ ...NES, width: 1920, height: 1080 }, 60)).toBe(12_000_000);
    expect(defaultBitrateBps({ ...NES, width: 640, height: 480 }, 50)).toBe(6_144_000);
    expect(defaultBitrateBps({ ...NES, width: 640, height: 480 }, 1000)).toBe(7_372_800);
  });
});

function row(picture: Buffer, { width }: PictureFormat, index: number): Buffer {
  return picture.subarray(index * width * 4, (index + 1) * width * 4);
}

/** The part of a canvas on which a smaller picture lies. */
function middle(picture: Buffer, canvas: PictureFormat, { width, height }: PictureFormat): Buffer {
  const left = ((canvas.width - width) >> 1) * 4;
  const top = (canvas.height - height) >> 1;
  return Buffer.concat(
    Array.from({ length: height }, (_, index) =>
      row(picture, canvas, top + index).subarray(left, left + width * 4),
    ),
  );
}
