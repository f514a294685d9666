import { describe, expect, it } from 'vitest';
import { EarlyTicks, LASTING_MS, LEAST_INTERVAL_MS } from '../../src/pipeline/early-ticks.js';
import { FrameClock } from '../../src/pipeline/frame-clock.js';

const NES_FRAMES_PER_SECOND = 39_375_000 / 655_171;
const START = 12_345.678;

interface Run {
  /** When each step began, ms. */
  readonly steps: readonly number[];
  /** How long after it came each input was in a step, ms. */
  readonly waits: readonly number[];
  /** Before the regular time, of each step, ms. */
  readonly ahead: readonly number[];
}

interface Circumstances {
  readonly framesPerSecond?: number;
  /** How late (ms) a timer is; negative is early. */
  readonly timerError?: () => number;
  /** How long (ms) the core takes for a step. */
  readonly stepMs?: () => number;
}

/** Plays until a time (ms from the start), with inputs that come at such times, in order. */
function play(inputs: readonly number[], untilMs: number, circumstances: Circumstances = {}): Run {
  const { framesPerSecond = NES_FRAMES_PER_SECOND, timerError = () => 0, stepMs = () => 1 } = circumstances;
  const clock = new FrameClock(framesPerSecond, START);
  const early = new EarlyTicks(1000 / framesPerSecond);
  const arrivals = inputs.map((input) => START + input);
  const steps: number[] = [];
  const waits: number[] = [];
  const ahead: number[] = [];
  let [seen, arrived] = [0, 0];
  let now = START;
  while (now < START + untilMs) {
    // Asleep until the step is due or an input comes, as the loop is.
    while (true) {
      while (arrived < arrivals.length && arrivals[arrived]! <= now) {
        arrived++;
        early.hurry();
      }
      const due = early.due(clock.nextDue);
      if (due <= now) break;
      const next = arrivals[arrived] ?? Number.POSITIVE_INFINITY;
      now = next < due ? next : Math.max(now, due + timerError());
      if (next >= due) break;
    }
    while (arrived < arrivals.length && arrivals[arrived]! <= now) arrived++;
    early.step(clock.nextDue, now);
    clock.tick(now);
    while (seen < arrived) waits.push(now - arrivals[seen++]!);
    steps.push(now);
    ahead.push(early.aheadMs);
    const answered = now + stepMs();
    while (arrived < arrivals.length && arrivals[arrived]! <= answered) {
      arrived++;
      early.hurry();
    }
    now = answered;
  }
  return { steps, waits, ahead };
}

/** Numbers from 0 to 1 that look random and are the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Inputs at random moments, so many a second on average, from a second after the start until 60 s. */
function haste(perSecond: number, random: () => number): number[] {
  const inputs: number[] = [];
  for (let time = 1000; time < 60_000; time += (2000 / perSecond) * random()) inputs.push(time);
  return inputs;
}

function intervals(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - times[index]!);
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)]!;
}

const HASTES = [1, 4, 8, 16, 24, 48, 100, 250].flatMap((perSecond) =>
  [1, 2, 3].map((seed) => [perSecond, seed]),
);

describe('early ticks', () => {
  it('leave the clock alone where no input comes', () => {
    const { steps } = play([], 60_000);
    for (const interval of intervals(steps)) expect(interval).toBeCloseTo(1000 / NES_FRAMES_PER_SECOND, 6);
  });

  it.each(HASTES)('keep the game’s rate and pace with %i inputs a second (%i)', (perSecond, seed) => {
    const period = 1000 / NES_FRAMES_PER_SECOND;
    const { steps, ahead } = play(haste(perSecond!, chance(seed!)), 60_200);
    // The last inputs are 200 ms ago: all is given back.
    expect(ahead.at(-1)).toBe(0);
    const rate = (steps.length - 1) / (steps.at(-1)! - steps[0]!);
    expect(rate * period).toBeCloseTo(1, 9);
    const gaps = intervals(steps);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(LEAST_INTERVAL_MS - 1e-9);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1.4 * period + 1e-9);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(period - LEAST_INTERVAL_MS + 1e-9);
  });

  it.each(HASTES)(
    'have a minute at hand right to 10⁻⁴ all but now and then with %i a second (%i)',
    (perSecond, seed) => {
      const { ahead } = play(haste(perSecond!, chance(seed!)), 60_200);
      // What a minute that ends at a step is off by is how far that step is ahead.
      const off = ahead.filter((ms) => ms > LASTING_MS + 1e-9).length / ahead.length;
      expect(off).toBeLessThan(0.2);
      // Never for two steps in a row: what is more is given back at once.
      const lasting = ahead.filter(
        (ms, index) => ms > LASTING_MS + 0.1 && ahead[index - 1]! > LASTING_MS + 0.1,
      );
      expect(lasting).toEqual([]);
    },
  );

  it.each([50, NES_FRAMES_PER_SECOND, 59.7275, 75, 120, 30])(
    'keep the rate of a core with %d frames a second',
    (framesPerSecond) => {
      const { steps, ahead } = play(haste(10, chance(5)), 61_000, { framesPerSecond });
      expect(ahead.at(-1)).toBe(0);
      expect(((steps.length - 1) / (steps.at(-1)! - steps[0]!)) * 1000).toBeCloseTo(framesPerSecond, 6);
      expect(Math.max(...intervals(steps))).toBeLessThanOrEqual(1400 / framesPerSecond + 1e-9);
    },
  );

  it('keep to all that with timers that err and a core that is slow at times', () => {
    const random = chance(11);
    const period = 1000 / NES_FRAMES_PER_SECOND;
    const { steps, ahead } = play(haste(12, chance(3)), 60_300, {
      timerError: () => random() * 1.2 - 0.3,
      stepMs: () => (random() < 0.02 ? 14 : 1),
    });
    expect(ahead.at(-1)).toBeLessThan(0.5);
    expect(Math.abs(steps.at(-1)! - steps[0]! - (steps.length - 1) * period)).toBeLessThan(2);
    expect(Math.max(...intervals(steps))).toBeLessThan(1.5 * period);
  });

  it('bring a step at once for an input that comes alone, but for the first 4 ms after one', () => {
    const random = chance(7);
    const inputs = Array.from({ length: 100 }, (_, index) => 1000 + 500 * index + 100 * random());
    const { waits } = play(inputs, 60_000);
    expect(waits).toHaveLength(100);
    expect(percentile(waits, 0.5)).toBe(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(LEAST_INTERVAL_MS + 1e-9);
  });

  it('never bring one before the core has answered', () => {
    const inputs = Array.from({ length: 100 }, (_, index) => 1000 + 500.3 * index);
    const { steps } = play(inputs, 60_000, { stepMs: () => 9 });
    expect(Math.min(...intervals(steps))).toBeGreaterThanOrEqual(9);
  });

  it('more than halve the wait of a player who presses and releases 8 times a second', () => {
    const random = chance(13);
    const waits = play(haste(16, random), 60_000).waits;
    expect(percentile(waits, 0.5)).toBeLessThan(2);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean).toBeLessThan(1000 / NES_FRAMES_PER_SECOND / 4);
  });

  it('let a game be even whose inputs never end', () => {
    const inputs = Array.from({ length: 15_000 }, (_, index) => 4 * index);
    const period = 1000 / NES_FRAMES_PER_SECOND;
    for (const interval of intervals(play(inputs, 60_000).steps.filter((time) => time > START + 1000))) {
      expect(Math.abs(interval - period)).toBeLessThan(LEAST_INTERVAL_MS);
    }
  });

  it('owe nothing after a pause', () => {
    const early = new EarlyTicks(10);
    early.hurry();
    early.step(1010, 1004);
    expect(early.aheadMs).toBe(6);
    early.hurry();
    early.restart();
    expect(early.aheadMs).toBe(0);
    expect(early.due(5000)).toBe(5000);
  });
});
