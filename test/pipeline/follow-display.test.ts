import { expect, it } from 'vitest';
import { builtIn } from './core/core-program-of.js';
import { playPipeline } from './played-pipeline.js';
import type { RecordingTransport } from './transport/recording-transport.js';

/** Frames wait 5 ms too long for it. */
const REPORT = { intervalMs: 1000 / 60, waitMs: 8 };
const PERIOD_MS = 1000 / 60;

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
  const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), phaseLock: true });
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
  const { pipeline, viewer } = await playPipeline({ core: builtIn('test-pattern'), phaseLock: false });
  pipeline.followDisplay('v1', REPORT);
  expect(await nextPeriod(viewer)).toBeCloseTo(PERIOD_MS, 6);
});
