import { describe, expect, it } from 'vitest';
import { FrameClock } from '../../src/pipeline/frame-clock.js';
import { MOST_TRIM, PhaseLock, TARGET_WAIT_MS } from '../../src/pipeline/phase-lock.js';

const NES = 39_375_000 / 655_171;
/** From a step until its frame is decoded at the viewer, ms. */
const WAY_MS = 5;
const JITTER_MS = 2;
const REPORT_DELAY_MS = 100;

interface Run {
  /** What each frame waited for the display, and when it was decoded, ms. */
  readonly waits: readonly { readonly time: number; readonly ms: number }[];
  readonly trims: readonly { readonly time: number; readonly trim: number }[];
}

interface Circumstances {
  readonly framesPerSecond?: number;
  /** Of the display, Hz. */
  readonly displayRate?: number;
  /** Where the display's ticks lie at first, as a share of their interval. */
  readonly phase?: number;
  readonly reportMs?: number;
  /** By how much (ms) the interval in a report is rounded. */
  readonly rounding?: number;
  readonly seconds?: number;
  readonly jitterMs?: number;
  readonly lock?: PhaseLock;
}

/** Plays a game whose frames a display shows, which reports to the host now and then. */
function play(circumstances: Circumstances): Run {
  const { framesPerSecond = NES, displayRate = 60, phase = 0, reportMs = 1000 } = circumstances;
  const { rounding = 0.001, seconds = 60, jitterMs = JITTER_MS } = circumstances;
  const lock = circumstances.lock ?? new PhaseLock(1000 / framesPerSecond);
  const random = chance(3);
  const interval = 1000 / displayRate;
  const clock = new FrameClock(framesPerSecond, 0);
  const waits: { time: number; ms: number }[] = [];
  const trims: { time: number; trim: number }[] = [];
  const reports: { at: number; waitMs: number }[] = [];
  let reportFrom = 0;
  let nextReport = reportMs;
  for (let now = 0; now < 1000 * seconds; now = clock.nextDue) {
    clock.tick(now);
    const time = now + WAY_MS + jitterMs * random();
    const ms = interval - ((((time - phase * interval) % interval) + interval) % interval);
    waits.push({ time, ms });
    if (now >= nextReport) {
      reports.push({
        at: now + REPORT_DELAY_MS,
        waitMs: median(waits.slice(reportFrom).map((wait) => wait.ms)),
      });
      reportFrom = waits.length;
      nextReport += reportMs;
    }
    while (reports.length > 0 && reports[0]!.at <= now) {
      const { waitMs } = reports.shift()!;
      const intervalMs = Math.round(interval / rounding) * rounding;
      lock.report({ intervalMs, waitMs }, now);
      clock.setRate(framesPerSecond / (1 + lock.trim));
    }
    trims.push({ time: now, trim: lock.trim });
  }
  return { waits, trims };
}

/** Numbers from 0 to 1 that look random and are the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function waitsFrom({ waits }: Run, seconds: number): number[] {
  return waits.filter(({ time }) => time > 1000 * seconds).map(({ ms }) => ms);
}

function trimsFrom({ trims }: Run, seconds: number): number[] {
  return trims.filter(({ time }) => time > 1000 * seconds).map(({ trim }) => trim);
}

const PHASES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

describe('a phase lock', () => {
  it.each(PHASES)(
    'has frames there a moment before the display’s tick within 10 s, from phase %d on',
    (phase) => {
      for (const reportMs of [500, 1000]) {
        const run = play({ phase, reportMs });
        const waits = waitsFrom(run, 10);
        expect(Math.abs(median(waits) - TARGET_WAIT_MS)).toBeLessThan(0.7);
        // None came too late for its tick, and so waited for the next.
        expect(Math.max(...waits)).toBeLessThan(TARGET_WAIT_MS + 2.5);
        expect(Math.max(...trimsFrom(run, 0).map(Math.abs))).toBeLessThanOrEqual(MOST_TRIM);
      }
    },
  );

  it.each([
    [NES, 59.94],
    [60, 60],
    [60, 60.02],
    [60, 120],
    [50.007, 50],
    [50.007, 100],
    [59.7275, 60],
  ])('holds a game of %d frames a second at a display of %d Hz', (framesPerSecond, displayRate) => {
    for (const phase of [0.25, 0.75]) {
      const run = play({ framesPerSecond, displayRate, phase, seconds: 90 });
      const waits = waitsFrom(run, 45);
      expect(Math.abs(median(waits) - TARGET_WAIT_MS)).toBeLessThan(0.7);
      expect(Math.max(...waits)).toBeLessThan(TARGET_WAIT_MS + 2.5);
    }
  });

  it('does not swing: the trim comes to rest where the phase stands still', () => {
    const trims = trimsFrom(play({ phase: 0.4 }), 20);
    const rest = NES / 60 - 1;
    for (const trim of trims) expect(Math.abs(trim - rest)).toBeLessThan(0.0008);
  });

  it('goes to the place once, and not past it and back', () => {
    const { waits } = play({ phase: 0.4, jitterMs: 0 });
    const late = waits.filter(({ time }) => time > 1000).map(({ ms }) => ms);
    const interval = 1000 / 60;
    const errors = late.map((ms) => ((ms - TARGET_WAIT_MS + interval * 1.5) % interval) - interval / 2);
    const side = Math.sign(errors[0]!);
    expect(Math.min(...errors.map((error) => side * error))).toBeGreaterThan(-1);
  });

  it('bears reports whose clock is rounded to a tenth of a millisecond', () => {
    const waits = waitsFrom(play({ phase: 0.5, rounding: 0.1 }), 30);
    expect(Math.max(...waits)).toBeLessThan(TARGET_WAIT_MS + 2.5);
  });

  it.each([
    [50.007, 60],
    [NES, 144],
    [NES, 75],
    [59.7275, 60.1],
  ])('leaves a game of %d frames a second at a display of %d Hz alone', (framesPerSecond, displayRate) => {
    expect(new Set(trimsFrom(play({ framesPerSecond, displayRate }), 0))).toEqual(new Set([0]));
  });

  it('lets go at once, and locks again', () => {
    const lock = new PhaseLock(1000 / NES);
    play({ lock, seconds: 20 });
    expect(lock.trim).not.toBe(0);
    lock.release();
    expect(lock.trim).toBe(0);
    const waits = waitsFrom(play({ lock, phase: 0.7 }), 12);
    expect(Math.max(...waits)).toBeLessThan(TARGET_WAIT_MS + 2.5);
  });

  it('passes over what can’t be a display’s, and never trims by more than half a percent', () => {
    const lock = new PhaseLock(1000 / 60);
    for (const intervalMs of [0, 1, 1e-9, 101, 60_000]) lock.report({ intervalMs, waitMs: 5 }, 0);
    expect(lock.trim).toBe(0);
    const random = chance(1);
    for (let now = 0; now < 100_000; now += 70) {
      lock.report({ intervalMs: 1000 / 60, waitMs: 60_000 * random() ** 4 }, now);
      expect(Math.abs(lock.trim)).toBeLessThanOrEqual(MOST_TRIM);
    }
  });
});
