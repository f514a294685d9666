import { describe, expect, it } from 'vitest';
import { ClockTie } from '../../../src/pipeline/sound/clock-tie.js';

const RATE = 48_000;
const FRAMES_PER_SECOND = 60;

interface Run {
  /** Made and kept, without what was thrown away, in seconds. */
  readonly keptSeconds: number;
  readonly surplusAtEnd: number;
  readonly stretches: readonly number[];
  readonly verdicts: ReadonlySet<string>;
}

/** Plays a core whose sound is off by so much (1.003 makes 0.3 % too much) for so long. */
function play(tie: ClockTie, speed: number, seconds: number, from = 0): Run {
  let kept = 0;
  let stretch = 1;
  let rest = 0;
  const stretches: number[] = [];
  const verdicts = new Set<string>();
  const frames = seconds * FRAMES_PER_SECOND;
  for (let frame = 1; frame <= frames; frame++) {
    const exact = (RATE / FRAMES_PER_SECOND) * speed * stretch + rest;
    const samples = Math.floor(exact);
    rest = exact - samples;
    const tied = tie.count(samples, from + (frame * 1000) / FRAMES_PER_SECOND);
    stretch = tied.stretch;
    stretches.push(stretch);
    verdicts.add(tied.verdict);
    if (tied.verdict !== 'surplus') kept += samples;
  }
  return { keptSeconds: kept / RATE, surplusAtEnd: kept / RATE - seconds, stretches, verdicts };
}

describe('the tie of sound to the clock', () => {
  it('leaves alone what is exact', () => {
    const { stretches, verdicts } = play(new ClockTie(RATE), 1, 60);
    expect(Math.max(...stretches.map((stretch) => Math.abs(stretch - 1)))).toBeLessThan(1e-5);
    expect([...verdicts]).toEqual(['continuous']);
  });

  it.each([1.003, 0.997, 1.001, 0.999])('corrects a core that makes %d of what it should', (speed) => {
    const { stretches, verdicts, surplusAtEnd } = play(new ClockTie(RATE), speed, 600);
    // Settled, the stretch is the inverse of the error, and what waits is a few hundredths of a second at most.
    expect(stretches.at(-1)).toBeCloseTo(1 / speed, 4);
    expect(Math.abs(surplusAtEnd)).toBeLessThan(0.05);
    expect([...verdicts]).toEqual(['continuous']);
  });

  it('keeps the surplus of ten minutes where that of one minute was', () => {
    const oneMinute = play(new ClockTie(RATE), 1.003, 60).surplusAtEnd;
    const tenMinutes = play(new ClockTie(RATE), 1.003, 600).surplusAtEnd;
    expect(Math.abs(tenMinutes - oneMinute)).toBeLessThan(0.002);
  });

  it('never stretches by more than half a percent', () => {
    for (const speed of [1.05, 0.95, 1.004, 0.996]) {
      const { stretches } = play(new ClockTie(RATE), speed, 60);
      expect(Math.max(...stretches)).toBeLessThanOrEqual(1.005);
      expect(Math.min(...stretches)).toBeGreaterThanOrEqual(0.995);
    }
  });

  it('throws away what is made far too fast, so that the delay never grows', () => {
    const { verdicts, surplusAtEnd } = play(new ClockTie(RATE), 2, 60);
    expect(verdicts).toContain('surplus');
    expect(surplusAtEnd).toBeLessThanOrEqual(0.1);
    expect(surplusAtEnd).toBeGreaterThan(0);
  });

  it('tells a gap after a pause once, and goes on from there', () => {
    const tie = new ClockTie(RATE);
    play(tie, 1, 10);
    expect(tie.count(800, 15_000)).toEqual({ stretch: 1, verdict: 'gap' });
    const after = play(tie, 1, 10, 15_000);
    expect([...after.verdicts]).toEqual(['continuous']);
    expect(after.stretches.at(-1)).toBeCloseTo(1, 5);
  });

  it('does not take uneven frames for a gap', () => {
    const tie = new ClockTie(RATE);
    for (let frame = 1; frame <= 600; frame++) {
      const late = frame % 7 === 0 ? 80 : 0;
      expect(tie.count(800, (frame * 1000) / FRAMES_PER_SECOND + late).verdict).toBe('continuous');
    }
  });

  it('counts from the beginning of the first sound, however late that comes', () => {
    const tie = new ClockTie(RATE);
    const { stretch, verdict } = tie.count(800, 1e6);
    expect(stretch).toBeCloseTo(1, 9);
    expect(verdict).toBe('continuous');
  });
});
