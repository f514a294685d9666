import { expect, it, onTestFinished } from 'vitest';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { holding } from '../core-process.js';
import { builtIn } from './core/core-program-of.js';
import { FFMPEG } from './ffmpeg/installed.js';
import { RecordingTransport } from './transport/recording-transport.js';

/** Frames wait 5 ms too long for it. */
const REPORT = { intervalMs: 1000 / 60, waitMs: 8 };
const PERIOD_MS = 1000 / 60;

async function play(phaseLock: boolean): Promise<{ pipeline: Pipeline; viewer: RecordingTransport }> {
  const pipeline = await Pipeline.open(
    { core: builtIn('test-pattern'), ffmpeg: FFMPEG, codec: 'vp8', phaseLock },
    {
      sampleInputs: () => ({ players: [holding(0)], sequences: [1], times: [0] }),
      onFormat: () => {},
      onInterruption: () => {},
      onRecovery: () => {},
      onFailure: () => {},
    },
  );
  onTestFinished(() => pipeline.close());
  pipeline.start();
  const viewer = new RecordingTransport();
  pipeline.fanOut.add(viewer);
  await viewer.framesReach(10);
  return { pipeline, viewer };
}

/** The shortest time (ms) for which a frame that comes from now on is due after the one before. */
async function nextPeriod(viewer: RecordingTransport): Promise<number> {
  const from = viewer.frames.length + 1;
  const stamps = (await viewer.framesReach(from + 10)).slice(from).map(({ stamp }) => stamp);
  return Math.min(
    ...stamps.slice(1).map(({ dueTime, number }, index) => {
      const before = stamps[index]!;
      return (dueTime - before.dueTime) / (number - before.number);
    }),
  );
}

it('lets the clock of a game follow a display by up to half a percent, its sound with it, and go', async () => {
  const { pipeline, viewer } = await play(true);
  pipeline.followDisplay('v1', REPORT);
  const followed = await nextPeriod(viewer);
  expect(followed).toBeGreaterThan(PERIOD_MS * 1.002);
  expect(followed).toBeLessThanOrEqual(PERIOD_MS * 1.00501);
  await viewer.soundReaches(viewer.sound.length + 30);
  // At another speed nothing is followed.
  pipeline.setSpeed(0.5);
  pipeline.followDisplay('v1', REPORT);
  pipeline.setSpeed(1);
  expect(await nextPeriod(viewer)).toBeCloseTo(PERIOD_MS, 6);
  const rises = viewer.sound
    .slice(1)
    .map(({ timestamp }, index) => timestamp - viewer.sound[index]!.timestamp);
  expect(rises.filter((rise) => rise !== 480).length).toBeLessThanOrEqual(
    pipeline.statistics().framesSkipped,
  );
});

it('leaves the clock alone where that is not wanted', async () => {
  const { pipeline, viewer } = await play(false);
  pipeline.followDisplay('v1', REPORT);
  expect(await nextPeriod(viewer)).toBeCloseTo(PERIOD_MS, 6);
});
