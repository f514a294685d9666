import { describe, expect, it } from 'vitest';
import { GAME_SPEEDS, type GameSpeed, Pace, type PacedStep } from '../../src/pipeline/pace.js';

const START = 1000;
const FRAME_MS = 10;

/** Plays at 100 frames a second with a core that takes so long for a step, until a time. */
function play(pace: Pace, from: number, to: number, stepMs: number): PacedStep[] {
  const steps: PacedStep[] = [];
  for (let now = from; ; ) {
    now = Math.max(now, now + pace.wait(now));
    if (now >= to) return steps;
    steps.push(pace.tick(now));
    now += stepMs;
  }
}

function paceOf(speed: GameSpeed): Pace {
  const pace = new Pace(1000 / FRAME_MS, START);
  pace.setSpeed(speed);
  pace.restart(START);
  return pace;
}

describe('the pace of a game', () => {
  it.each([
    [0.25, 25],
    [0.5, 50],
    [1, 100],
    [2, 200],
    [4, 400],
    ['max', 1000],
  ] as const)('at speed %s makes %i steps in a second', (speed, steps) => {
    expect(play(paceOf(speed), START, START + 1000, 1)).toHaveLength(steps);
  });

  it.each(GAME_SPEEDS)('at speed %s shows pictures no faster than the core’s own rate, evenly', (speed) => {
    const shown = play(paceOf(speed), START, START + 1000, 1).filter((step) => step.shown);
    const expected = FRAME_MS / (speed === 'max' ? 1 : Math.min(1, speed));
    expect(shown.length).toBeGreaterThan(20);
    for (let index = 1; index < shown.length; index++) {
      expect(shown[index]!.dueTime - shown[index - 1]!.dueTime).toBeCloseTo(expected, 6);
    }
  });

  it('goes on without a jump where the speed changes', () => {
    const pace = paceOf(1);
    const before = play(pace, START, START + 100, 1).at(-1)!;
    pace.setSpeed(0.5);
    expect(play(pace, START + 100, START + 200, 1)[0]!.dueTime - before.dueTime).toBeCloseTo(20, 6);
  });

  it('keeps its speed where the core changes its rate', () => {
    const pace = paceOf(2);
    pace.setRate(50);
    pace.restart(START);
    const steps = play(pace, START, START + 1000, 1);
    expect(steps).toHaveLength(100);
    expect(steps.filter(({ shown }) => shown)).toHaveLength(50);
  });

  it('shows every step of a core that is slower than its own rate, at any speed', () => {
    expect(play(paceOf('max'), START, START + 1000, 25).every(({ shown }) => shown)).toBe(true);
  });

  it('is heard up to twice the speed', () => {
    expect(GAME_SPEEDS.filter((speed) => paceOf(speed).heard)).toEqual([0.25, 0.5, 1, 2]);
  });

  it('brings the next step forward for an input, which stays due when it was', () => {
    const pace = paceOf(1);
    pace.tick(START);
    expect(pace.wait(START + 5)).toBeCloseTo(5, 6);
    expect(pace.hurry()).toBe(true);
    expect(pace.wait(START + 5)).toBeLessThanOrEqual(0);
    expect(pace.tick(START + 5).dueTime).toBeCloseTo(START + FRAME_MS, 6);
    // The following is early as well, by what isn't given back yet.
    expect(pace.wait(START + 5)).toBeCloseTo(FRAME_MS * 1.15, 6);
  });

  it.each([0.5, 2, 'max'] as const)('brings none forward at speed %s', (speed) => {
    const pace = paceOf(speed);
    const wait = pace.wait(START);
    expect(pace.hurry()).toBe(false);
    expect(pace.wait(START)).toBe(wait);
  });

  it('owes nothing any more after a pause, or at another speed', () => {
    for (const begin of [() => {}, (pace: Pace) => pace.setSpeed(2)]) {
      const pace = paceOf(1);
      pace.tick(START);
      pace.hurry();
      pace.tick(START + 5);
      begin(pace);
      pace.setSpeed(1);
      pace.restart(START + 1000);
      expect(pace.wait(START + 1000)).toBe(0);
      pace.tick(START + 1000);
      expect(pace.wait(START + 1000)).toBeCloseTo(FRAME_MS, 6);
    }
  });

  it('is trimmed by a share of its period, at any speed, and goes on from the last step', () => {
    const pace = paceOf(1);
    pace.tick(START);
    pace.setTrim(0.005);
    expect(pace.wait(START)).toBeCloseTo(FRAME_MS * 1.005, 6);
    pace.setRate(50);
    expect(pace.wait(START)).toBeCloseTo(2 * FRAME_MS * 1.005, 6);
    pace.setTrim(0);
    expect(pace.wait(START)).toBeCloseTo(2 * FRAME_MS, 6);
  });
});
