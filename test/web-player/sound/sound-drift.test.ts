import { describe, expect, it } from 'vitest';
import { ClockTie } from '../../../src/pipeline/sound/clock-tie.js';
import { simulate } from './simulated-sound.js';

const MINUTES = 30;
const FRAMES_PER_SECOND = 60.0988;
/** A device that takes fewer samples at a time is as good a clock, and is played sooner. */
const DEVICE_RATE = 8_000;
/** The tone of 440 Hz, and a little for what is interpolated. */
const TONE_STEP = (0.065 * 48_000) / DEVICE_RATE;

/** Half an hour of a core that makes so many times the sound it should, tied to the host's clock, as a page plays it. */
function play(coreSpeed: number, driftPpm: number) {
  const tie = new ClockTie(48_000);
  const surpluses: number[] = [];
  const verdicts = new Set<string>();
  let [stretch, rest, made] = [1, 0, 0];
  const simulation = simulate({
    seconds: MINUTES * 60,
    // The host's clock as the device's shows it.
    framesPerSecond: FRAMES_PER_SECOND * (1 + driftPpm / 1e6),
    deviceRate: DEVICE_RATE,
    samplesOf: (step) => {
      const exact = (48_000 / FRAMES_PER_SECOND) * coreSpeed * stretch + rest;
      const samples = Math.floor(exact);
      rest = exact - samples;
      made += samples;
      const tied = tie.count(samples, (step * 1000) / FRAMES_PER_SECOND);
      verdicts.add(tied.verdict);
      stretch = tied.stretch;
      surpluses.push(made / 48_000 - step / FRAMES_PER_SECOND);
      return samples;
    },
  });
  return { ...simulation, surpluses, verdicts };
}

const ms = (ticks: number) => ticks / 48;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('half an hour of sound at 60.0988 frames a second', () => {
  it.each([
    [1, 0],
    [1.0005, 200],
    [0.9995, -200],
  ])(
    'of a core at %d of its rate, on a device that is off by %i ppm, neither drifts nor crackles',
    (coreSpeed, driftPpm) => {
      const { levels, dryAt, largestStep, silentFrames, surpluses, verdicts } = play(coreSpeed, driftPpm);
      expect([...verdicts]).toEqual(['continuous']);
      expect(dryAt).toEqual([]);
      expect(silentFrames).toBe(0);
      expect(largestStep).toBeLessThan(TONE_STEP);
      // At the host nothing is put off, and in the page as much as after the first minute.
      expect(Math.max(...surpluses.slice(-3600).map(Math.abs))).toBeLessThan(0.002);
      const [second, last] = [levels.slice(60, 120), levels.slice(-60)].map(mean) as [number, number];
      expect(Math.abs(ms(last - second))).toBeLessThan(1);
      expect(ms(levels.slice(60).reduce((most, level) => Math.max(most, level), 0))).toBeLessThan(30);
    },
  );
});
