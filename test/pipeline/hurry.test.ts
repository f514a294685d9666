import { describe, expect, it, onTestFinished } from 'vitest';
import { TONE_HZ } from '../../cores/test-pattern/layout.js';
import type { CoreProgram } from '../../src/pipeline/core/core-program.js';
import { type EncodedFrame, earlyMs } from '../../src/pipeline/frame.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { holding } from '../core-process.js';
import { builtIn, fixture } from './core/core-program-of.js';
import { FFMPEG } from './ffmpeg/installed.js';
import { decodeOpus } from './sound/decode.js';
import { channel, fitTone } from './sound/tone.js';
import { RecordingTransport } from './transport/recording-transport.js';

/** No timer is early by so much (ms). */
const BY_AN_INPUT = 3;

interface Game {
  readonly pipeline: Pipeline;
  readonly viewer: RecordingTransport;
}

/** A game with inputs that arrive every so many milliseconds. */
async function playInHaste(core: CoreProgram, everyMs: number, earlyTicks?: boolean): Promise<Game> {
  const pipeline = await Pipeline.open(
    { core, ffmpeg: FFMPEG, codec: 'vp8', bitrateBps: 1_000_000, earlyTicks },
    {
      sampleInputs: () => ({ players: [holding(0)], sequences: [1], times: [0] }),
      onFormat: () => {},
      onInterruption: () => {},
      onRecovery: () => {},
      onFailure: () => {},
    },
  );
  const inputs = setInterval(() => pipeline.hurry(), everyMs);
  onTestFinished(() => {
    clearInterval(inputs);
    return pipeline.close();
  });
  pipeline.start();
  const viewer = new RecordingTransport();
  pipeline.renditions.add(viewer);
  await viewer.framesReach(10);
  return { pipeline, viewer };
}

function earlyBy({ stamp }: EncodedFrame): number {
  return earlyMs(stamp);
}

describe('an input that is awaited', () => {
  it('brings the next step forward, which stays due when it was', async () => {
    const { pipeline, viewer } = await playInHaste(builtIn('test-pattern'), 90);
    const early = await viewer.frame((frame) => earlyBy(frame) > BY_AN_INPUT);
    const later = await viewer.frame(
      (frame) => earlyBy(frame) > BY_AN_INPUT && frame.stamp.number > early.stamp.number + 20,
    );
    const periods = ((later.stamp.dueTime - early.stamp.dueTime) * 60) / 1000;
    if (pipeline.statistics().framesSkipped === 0) {
      expect(periods).toBeCloseTo(later.stamp.number - early.stamp.number, 6);
    }
  });

  it('brings no step forward in a game that is slower than it is', async () => {
    const { pipeline, viewer } = await playInHaste(builtIn('test-pattern'), 25);
    pipeline.setSpeed(0.5);
    const from = viewer.frames.length + 3;
    const frames = (await viewer.framesReach(from + 15)).slice(from);
    expect(Math.max(...frames.map(earlyBy))).toBeLessThan(BY_AN_INPUT);
  });

  it('brings none forward where that is switched off', async () => {
    const { viewer } = await playInHaste(builtIn('test-pattern'), 25, false);
    expect(Math.max(...(await viewer.framesReach(60)).map(earlyBy))).toBeLessThan(BY_AN_INPUT);
  });

  it('leaves a core alone that keeps its own time', async () => {
    const { viewer } = await playInHaste(fixture('keeps-own-clock.js'), 25);
    expect(Math.max(...(await viewer.framesReach(10)).map(earlyBy))).toBe(0);
  });

  it('wakes no game that is paused', async () => {
    const { pipeline } = await playInHaste(builtIn('test-pattern'), 5);
    pipeline.pause();
    await pipeline.saveState();
    const { steps } = pipeline.statistics();
    for (let inputs = 0; inputs < 20; inputs++) pipeline.hurry();
    await pipeline.saveState();
    expect(pipeline.statistics().steps).toBe(steps);
  });

  it('leaves a tone unbroken, however many come', async () => {
    const { pipeline, viewer } = await playInHaste(builtIn('test-pattern'), 30);
    await viewer.soundReaches(250);
    const packets = viewer.sound.slice(50, 250);
    const broken = packets.filter(
      ({ timestamp }, index) => timestamp !== packets[0]!.timestamp + 480 * index,
    );
    // A machine that is behind brings nothing forward.
    if (pipeline.statistics().framesSkipped > 0) return;
    expect(viewer.frames.filter((frame) => earlyBy(frame) > BY_AN_INPUT).length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
    const decoded = channel(await decodeOpus(packets.map(({ data }) => data)), 2, 0);
    // One sine from end to end: where its phase jumped, most of the rest would not fit.
    const tenths = [0.5, 1, 1.5].map((second) => decoded.subarray(48_000 * second, 48_000 * second + 4_800));
    for (const tenth of tenths) expect(fitTone(tenth, TONE_HZ, 48_000).ratioDb).toBeGreaterThan(20);
    const { ratioDb } = fitTone(decoded.subarray(9_600), TONE_HZ, 48_000);
    expect(ratioDb).toBeGreaterThan(15);
  });
});
