import { describe, expect, it, vi } from 'vitest';
import { readFrameNumber } from '../../cores/test-pattern/layout.js';
import type { EncodedFrame } from '../../src/pipeline/frame.js';
import type { GameSpeed } from '../../src/pipeline/pace.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { PATIENCE } from '../patience.js';
import { builtIn, fixture } from './core/core-program-of.js';
import { playPipeline } from './played-pipeline.js';
import { RecordingTransport } from './transport/recording-transport.js';
import { decode } from './video/decode.js';

const [WIDTH, HEIGHT] = [256, 240];

/** Pauses, and resolves with the number of steps when the one that was under way is done and its frame is out. */
async function pause(pipeline: Pipeline, viewer: RecordingTransport): Promise<number> {
  pipeline.pause();
  // It waits for the step.
  await pipeline.saveState();
  const { steps } = pipeline.statistics();
  await viewer.frame(({ stamp }) => stamp.number === steps);
  return steps;
}

/** The numbers that the game itself shows in its pictures, from the first frame on. */
async function shownNumbers(viewer: RecordingTransport): Promise<number[]> {
  const start = viewer.frames.findIndex(({ keyframe }) => keyframe);
  const pictures = await decode(viewer.frames.slice(start), WIDTH, HEIGHT);
  return pictures.map((picture) => readFrameNumber(picture, WIDTH, HEIGHT)!);
}

/** Differences between neighbours. */
function rises(numbers: readonly number[]): number[] {
  return numbers.slice(1).map((number, index) => number - numbers[index]!);
}

function dueTimes(frames: readonly EncodedFrame[]): number[] {
  return frames.map(({ stamp }) => stamp.dueTime);
}

/** Sound goes on without a gap, 10 ms after 10 ms; a clock that had to begin anew may leave one each time. */
function expectSteadySound(viewer: RecordingTransport, pipeline: Pipeline, from: number): void {
  const timestamps = viewer.sound.slice(from).map(({ timestamp }) => timestamp);
  const gaps = rises(timestamps).filter((rise) => rise !== 480);
  expect(gaps.length).toBeLessThanOrEqual(pipeline.statistics().framesSkipped);
}

/** Each picture is `steps` after the one before, but for those that a busy machine dropped, which are counted. */
function expectEverySteps(frames: readonly EncodedFrame[], pipeline: Pipeline, steps: number): void {
  const multiples = rises(frames.map(({ stamp }) => stamp.number)).map((rise) => rise / steps);
  for (const multiple of multiples) expect(Number.isInteger(multiple)).toBe(true);
  const missing = multiples.reduce((total, multiple) => total + multiple - 1, 0);
  expect(missing).toBeLessThanOrEqual(pipeline.statistics().framesDropped);
}

/** Pictures are due at whole periods, ms, but where the clock had to begin anew. */
function expectWholePeriods(frames: readonly EncodedFrame[], pipeline: Pipeline, periodMs: number): void {
  const broken = rises(dueTimes(frames)).filter((rise) => {
    const periods = rise / periodMs;
    return periods < 0.5 || Math.abs(periods - Math.round(periods)) > 1e-6;
  });
  expect(broken.length).toBeLessThanOrEqual(pipeline.statistics().framesSkipped);
}

describe('a paused game', () => {
  it('is advanced frame by frame, each seen and heard', async () => {
    const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), bitrateBps: 4_000_000 });
    const steps = await pause(pipeline, viewer);
    const packets = viewer.sound.length;
    for (let advances = 1; advances <= 7; advances++) {
      pipeline.advance();
      await viewer.frame(({ stamp }) => stamp.number === steps + advances);
      expect(pipeline.statistics().steps).toBe(steps + advances);
    }
    // Seven sixtieths of a second, from which less than a packet is kept back.
    await viewer.soundReaches(packets + 10);
    expect(pipeline.paused).toBe(true);
  });

  it('makes as many frames as it was advanced by at once', async () => {
    const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), bitrateBps: 4_000_000 });
    const steps = await pause(pipeline, viewer);
    for (let advances = 0; advances < 3; advances++) pipeline.advance();
    await viewer.frame(({ stamp }) => stamp.number === steps + 3);
    pipeline.resume();
    pipeline.advance();
    await viewer.frame(({ stamp }) => stamp.number > steps + 6);
  });

  it('goes on at its own rate, also where single frames were still waiting', async () => {
    const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), bitrateBps: 4_000_000 });
    const steps = await pause(pipeline, viewer);
    for (let advances = 0; advances < 10; advances++) pipeline.advance();
    pipeline.resume();
    await viewer.frame(({ stamp }) => stamp.number > steps + 10);
    const due = dueTimes(viewer.frames.filter(({ stamp }) => stamp.number > steps));
    expect(Math.min(...rises(due))).toBeGreaterThan(16);
  });

  it('is saved as it is after the frames that were asked for before, and before those asked for after', async () => {
    const { pipeline } = await playPipeline({ core: fixture('counts-on.js'), bitrateBps: 4_000_000 });
    pipeline.pause();
    const save = async () => (await pipeline.saveState())!.readUInt32LE();
    const count = await save();
    pipeline.advance();
    const one = save();
    pipeline.advance();
    pipeline.advance();
    const three = save();
    expect(await Promise.all([one, three])).toEqual([count + 1, count + 3]);
  });
});

describe('the speed of a game', () => {
  it.each([
    [0.25, 1, 4],
    [0.5, 1, 2],
    [2, 2, 1],
    [4, 4, 1],
  ] as const)(
    'of %s makes each picture %i steps later, and %i frames’ time',
    async (speed, steps, periods) => {
      const { pipeline, viewer } = await playPipeline({
        core: builtIn('test-pattern'),
        bitrateBps: 4_000_000,
      });
      const heard = viewer.sound.length;
      expect(pipeline.setSpeed(speed)).toBeUndefined();
      expect(pipeline.speed).toBe(speed);
      const { steps: before } = pipeline.statistics();
      await viewer.frame(({ stamp }) => stamp.number > before + 30 * steps);
      await viewer.soundReaches(viewer.sound.length + 30);
      const frames = viewer.frames.filter(({ stamp }) => stamp.number > before + 2 * steps);
      expectEverySteps(frames, pipeline, steps);
      expectWholePeriods(frames, pipeline, (periods * 1000) / 60);
      expectSteadySound(viewer, pipeline, heard);
    },
  );

  it('can be as fast as the core is, and what is seen stays at real time', async () => {
    const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), bitrateBps: 4_000_000 });
    const heard = viewer.sound.length;
    pipeline.setSpeed('max');
    const from = viewer.frames.length + 1;
    await viewer.framesReach(from + 40);
    expectWholePeriods(viewer.frames.slice(from), pipeline, 1000 / 60);
    expectSteadySound(viewer, pipeline, heard);
    pipeline.setSpeed(1);
    const back = viewer.frames.length + 1;
    await viewer.framesReach(back + 10);
    expectEverySteps(viewer.frames.slice(back), pipeline, 1);
    expectSteadySound(viewer, pipeline, heard);
  });

  it.each([0.5, 2, 4, 'max', 1] as GameSpeed[])(
    'can be %s in the middle of a game without a gap in its sound',
    async (speed) => {
      const { pipeline, viewer } = await playPipeline({
        core: builtIn('test-pattern'),
        bitrateBps: 4_000_000,
      });
      const heard = viewer.sound.length;
      for (const next of [speed, 1, speed, 1] as const) {
        pipeline.setSpeed(next);
        await viewer.soundReaches(viewer.sound.length + 10);
      }
      expectSteadySound(viewer, pipeline, heard);
    },
  );

  it('can’t be another where the core keeps its own time, which is said', async () => {
    const { pipeline } = await playPipeline({ core: fixture('keeps-own-clock.js'), bitrateBps: 4_000_000 });
    expect(pipeline.setSpeed(2)).toMatch(/^The core .+ keeps its own time/);
    expect(pipeline.setSpeed(1)).toBeUndefined();
  });
});

describe('a game that is rewound', () => {
  it('is seen backwards, silent, in pictures that go on in order, and goes on from there', async () => {
    const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), bitrateBps: 4_000_000 });
    await vi.waitUntil(() => pipeline.rewindSeconds > 1, PATIENCE);
    const heard = viewer.sound.length;
    expect(pipeline.startRewind()).toBeUndefined();
    expect(pipeline.rewinding).toBe(true);
    const before = pipeline.rewindSeconds;
    await vi.waitUntil(() => pipeline.rewindSeconds < before - 0.5, PATIENCE);
    pipeline.stopRewind();
    const to = viewer.frames.length;
    await viewer.framesReach(to + 20);
    const numbers = rises(viewer.frames.map(({ stamp }) => stamp.number));
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    for (const rise of rises(dueTimes(viewer.frames))) expect(rise).toBeGreaterThan(0);
    const shown = await shownNumbers(viewer);
    const turn = rises(shown).findIndex((rise) => rise < 0);
    const lowest = shown.indexOf(Math.min(...shown.slice(turn)), turn);
    expect(shown[turn]! - shown[lowest]!).toBeGreaterThan(20);
    for (const rise of rises(shown.slice(turn, lowest + 1))) expect(rise).toBeLessThan(0);
    // From the last picture that was seen on, which comes again as the game's own.
    const after = shown.slice(lowest + 1);
    expect(after[0]! - shown[lowest]!).toBeLessThanOrEqual(1);
    for (const rise of rises(after)) expect(rise).toBeGreaterThan(0);
    expectSteadySound(viewer, pipeline, heard);
  });

  it('stands still at its beginning, where a joiner sees it, and is paused again if it was', async () => {
    const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), bitrateBps: 4_000_000 });
    await vi.waitUntil(() => pipeline.rewindSeconds > 0.2, PATIENCE);
    pipeline.pause();
    pipeline.startRewind();
    await vi.waitUntil(() => pipeline.rewindSeconds === 0, PATIENCE);
    const joiner = new RecordingTransport();
    pipeline.renditions.add(joiner);
    await joiner.frame(({ keyframe }) => keyframe);
    pipeline.stopRewind();
    expect(pipeline.paused).toBe(true);
    pipeline.resume();
    await viewer.framesReach(viewer.frames.length + 5);
  });

  it('can’t be where the core has no states, which is said', async () => {
    const { pipeline } = await playPipeline({ core: fixture('keeps-own-clock.js'), bitrateBps: 4_000_000 });
    expect(pipeline.startRewind()).toMatch(/no saved states to go back to/);
    expect(pipeline.rewinding).toBe(false);
  });
});
