import { rm } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readFrameNumber } from '../../../cores/test-pattern/layout.js';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import type { PathEstimate } from '../../../src/pipeline/rate/path-estimate.js';
import { Renditions } from '../../../src/pipeline/rendition/renditions.js';
import type { PictureScale } from '../../../src/pipeline/video/enlargement.js';
import type { VideoCodec } from '../../../src/protocol/control-message.js';
import { FFMPEG } from '../ffmpeg/installed.js';
import { gone } from '../process.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { RecordingTransport } from '../transport/recording-transport.js';
import { decode } from '../video/decode.js';
import { patternFrame, stampOf } from '../video/pattern-frame.js';

const NES = { pixelFormat: 'xrgb8888', width: 256, height: 240 } as const;
const FORMAT = {
  ...NES,
  framesPerSecond: 60,
  aspectRatio: 4 / 3,
  sampleRate: 48_000,
  channels: 2,
  maxWidth: 256,
  maxHeight: 240,
} as const;
/** Enough for all frames, and too little for all bits. */
const LESS_BPS = 1_200_000;
/** Enough for all frames, and too little for larger ones. */
const LESSER_BPS = 850_000;
/** Too little for all frames. */
const LITTLE_BPS = 500_000;

class Watcher extends RecordingTransport {
  capacityBps: number | undefined;
  queueMs = 0;
  silentMs = 0;

  override path(): PathEstimate {
    const { capacityBps, queueMs, silentMs } = this;
    return { capacityBps, queueMs, fractionLost: 0, silentMs };
  }

  get numbers(): number[] {
    return this.frames.map(({ stamp }) => stamp.number);
  }

  get keyframes(): number[] {
    return this.frames.filter(({ keyframe }) => keyframe).map(({ stamp }) => stamp.number);
  }
}

/** Renditions that are played frame by frame: the next one comes in its time, and when everybody has had the one before. */
class Playing {
  readonly renditions: Renditions;
  readonly warnings: string[] = [];
  readonly failures: string[] = [];
  readonly #watchers: Watcher[] = [];
  number = 0;

  constructor(codec: VideoCodec = 'h264', ffmpeg: FfmpegProgram = FFMPEG, scale: PictureScale = 1) {
    this.renditions = new Renditions({
      ffmpeg,
      codec,
      scale,
      format: () => FORMAT,
      restamp: () => stampOf(this.number),
      isStanding: () => false,
      onRestart: () => {},
      onFailure: (reason) => this.failures.push(reason),
      onWarning: (message) => this.warnings.push(message),
    });
    onTestFinished(() => this.renditions.close());
  }

  join(codecs?: readonly VideoCodec[]): Watcher {
    const watcher = new Watcher();
    this.#watchers.push(watcher);
    this.renditions.add(watcher, codecs);
    return watcher;
  }

  /** @param waits - whose frame of each number is awaited. */
  async play(waits = this.#watchers): Promise<void> {
    const number = ++this.number;
    this.renditions.encode(patternFrame(number, NES));
    await new Promise((resolve) => setTimeout(resolve, 1000 / FORMAT.framesPerSecond));
    await Promise.all(waits.map((watcher) => watcher.frame(({ stamp }) => stamp.number === number)));
  }

  async playUntil(isOver: () => boolean, waits?: Watcher[]): Promise<void> {
    while (!isOver()) await this.play(waits);
  }
}

function consecutive(numbers: readonly number[]): number[] {
  return numbers.map((_, index) => numbers[0]! + index);
}

/** A keyframe for who came back may be of a picture that everybody has. */
function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}

async function shown(
  frames: readonly EncodedFrame[],
  width: number = NES.width,
  height: number = NES.height,
) {
  const pictures = await decode(frames, width, height);
  return pictures.map((picture) => readFrameNumber(picture, width, height));
}

describe('renditions', () => {
  it('are two while a viewer’s path is bad: it misses no frame, and the others notice nothing', async () => {
    const playing = new Playing();
    const good = playing.join();
    const bad = playing.join();
    await playing.playUntil(() => playing.number === 5);
    bad.capacityBps = LESS_BPS;
    const [room, low] = await untilTwo(playing);
    expect([room!.viewers, low!.viewers]).toEqual([1, 1]);
    expect([room!.reduced, low!.reduced]).toEqual([false, true]);
    expect([good, bad].map((one) => playing.renditions.placeOf(one))).toEqual([0, 1]);
    expect(low).toMatchObject({ codec: 'h264', framesPerSecond: 60, width: 256, height: 240 });
    expect(low!.bitrateBps).toBeLessThan(room!.bitrateBps);
    const [, lowPid] = playing.renditions.pids;
    const from = playing.number;
    bad.capacityBps = undefined;
    await playing.playUntil(() => playing.renditions.statistics()[0]!.viewers === 2);
    const back = playing.number;
    await playing.playUntil(() => playing.renditions.statistics().length === 1);
    await gone(lowPid!);
    expect(good.numbers).toEqual(consecutive(good.numbers));
    expect(bad.numbers).toEqual(good.numbers);
    // One to begin with, and one that the other came back with.
    expect(good.keyframes).toHaveLength(2);
    expect(good.keyframes[1]).toBeGreaterThan(from);
    // The lower one got better on the way.
    expect([3, 4]).toContain(bad.keyframes.length);
    expect(bad.keyframes[1]).toBeLessThanOrEqual(from);
    expect(await shown(bad.frames)).toEqual(bad.numbers);
    expect(back).toBeGreaterThan(from);
  });

  it('follow the path of who is alone, without a second one', async () => {
    const playing = new Playing();
    const alone = playing.join();
    await playing.playUntil(() => playing.number === 5);
    const [best] = playing.renditions.statistics();
    alone.capacityBps = LITTLE_BPS;
    const rate = () => playing.renditions.statistics()[0]!.framesPerSecond;
    await playing.playUntil(() => rate() === 30, []);
    expect(playing.renditions.statistics()).toHaveLength(1);
    expect(playing.renditions.statistics()[0]!.bitrateBps).toBeLessThan(300_000);
    alone.capacityBps = undefined;
    const start = performance.now();
    await playing.playUntil(() => rate() === 60, []);
    expect(performance.now() - start).toBeGreaterThan(1_000);
    await playing.play();
    const [now] = playing.renditions.statistics();
    expect(now).toMatchObject({ codec: best!.codec, width: 256, height: 240 });
    const numbers = alone.numbers;
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(await shown(alone.frames)).toEqual(numbers);
  });

  it('are larger than the game’s pictures where that is wanted, but for a narrow path', async () => {
    const playing = new Playing('h264', FFMPEG, 2);
    const alone = playing.join();
    await playing.playUntil(() => playing.number === 5);
    expect(playing.renditions.statistics()[0]).toMatchObject({ width: 512, height: 480 });
    expect(await shown(alone.frames.slice(0, 5), 512, 480)).toEqual([1, 2, 3, 4, 5]);
    alone.capacityBps = LESSER_BPS;
    await playing.playUntil(() => alone.keyframes.length === 2);
    expect(playing.renditions.statistics()[0]).toMatchObject({
      width: 256,
      height: 240,
      framesPerSecond: 60,
    });
    const changed = alone.keyframes[1]!;
    expect(await shown(alone.frames.filter(({ stamp }) => stamp.number >= changed))).toEqual(
      alone.numbers.filter((number) => number >= changed),
    );
    expect(alone.numbers).toEqual(consecutive(alone.numbers));
  });

  it('have VP8 for who plays nothing else, from its first frame on', async () => {
    const playing = new Playing('h264');
    const one = playing.join();
    await playing.playUntil(() => playing.number === 5);
    const other = playing.join(['vp8']);
    await playing.playUntil(() => other.frames.length >= 1, [one]);
    for (let index = 0; index < 3; index++) await playing.play();
    expect(new Set(other.frames.map(({ codec }) => codec))).toEqual(new Set(['vp8']));
    expect(other.numbers).toEqual(consecutive(other.numbers));
    expect(await shown(other.frames)).toEqual(other.numbers);
    expect(one.keyframes).toHaveLength(1);
    expect(new Set(one.frames.map(({ codec }) => codec))).toEqual(new Set(['h264']));
    const [, pid] = playing.renditions.pids;
    playing.renditions.remove(other);
    await playing.playUntil(() => playing.renditions.statistics().length === 1, [one]);
    await gone(pid!);
  });

  it('leave out frames while a path is congested, and show the last one all the same', async () => {
    const playing = new Playing();
    const alone = playing.join();
    await playing.playUntil(() => playing.number === 5);
    alone.queueMs = 80;
    const { counters } = playing.renditions.room;
    await playing.playUntil(() => counters.framesLeftOut >= 5, []);
    const newest = playing.number;
    await alone.frame(({ stamp }) => stamp.number === newest);
    expect(alone.keyframes).toHaveLength(1);
    expect(await shown(alone.frames)).toEqual(alone.numbers);
    expect(alone.frames.length).toBeLessThan(playing.number);
  });

  it('are one, with a warning, while no second encoder can be had', async () => {
    await using folder = await TemporaryFolder.make();
    const broken = await folder.file('broken', '');
    const script = `#!/bin/sh\n[ -e ${broken} ] && case "$*" in *libvpx*) exit 3;; esac\nexec ${FFMPEG.path} "$@"\n`;
    const path = await folder.file('ffmpeg', script, 0o755);
    const playing = new Playing('h264', { ...FFMPEG, path });
    const one = playing.join();
    const other = playing.join(['vp8']);
    await playing.playUntil(() => playing.warnings.length > 0, [one]);
    expect(playing.warnings[0]).toContain('It is started again in 2 s');
    expect(playing.warnings[0]).toContain('1 who can’t play H264 see no new picture');
    await playing.play([one]);
    expect(playing.renditions.statistics()).toHaveLength(1);
    expect(playing.failures).toEqual([]);
    expect(one.numbers).toEqual(consecutive(one.numbers));
    // Nobody gets what it can't play.
    expect(other.frames).toEqual([]);
    await rm(broken);
    await playing.playUntil(() => other.frames.length > 0, [one]);
    await playing.play();
    expect(new Set(other.frames.map(({ codec }) => codec))).toEqual(new Set(['vp8']));
    expect(await shown(other.frames)).toEqual(other.numbers);
    expect(playing.warnings.at(-1)).toBe('The second encoder of the picture works again.');
  });

  it('are one for a while where the second encoder is killed over and over: its viewers miss no frame', async () => {
    const playing = new Playing();
    const good = playing.join();
    const bad = playing.join();
    bad.capacityBps = LESS_BPS;
    await untilTwo(playing);
    while (playing.warnings.length === 0) {
      const [, pid] = playing.renditions.pids;
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await playing.play([good]);
    }
    expect(playing.warnings[0]).toMatch(/SIGKILL.*until then its viewers get the picture of the others\.$/s);
    const [room] = playing.renditions.statistics();
    expect(room!.viewers).toBe(2);
    const from = playing.number;
    await playing.playUntil(() => bad.numbers.some((number) => number > from), [good]);
    const failed = bad.frames.length;
    // From the first picture of the room's on nothing is missing, until it has its own again and with it.
    const [, again] = await untilTwo(playing);
    expect(again!.viewers).toBe(1);
    await playing.play();
    const since = unique(bad.numbers.slice(failed));
    expect(since).toEqual(consecutive(since));
    expect(playing.warnings.at(-1)).toBe('The second encoder of the picture works again.');
    expect(unique(good.numbers)).toEqual(consecutive(unique(good.numbers)));
    expect(playing.failures).toEqual([]);
  });
});

/** Plays until there are two and each has a viewer. */
async function untilTwo(playing: Playing) {
  await playing.playUntil(() => {
    const [, low] = playing.renditions.statistics();
    return low?.viewers === 1;
  });
  return playing.renditions.statistics();
}
