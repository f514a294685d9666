import { describe, expect, it } from 'vitest';
import { ClockTie } from '../../../src/pipeline/sound/clock-tie.js';

const RATE = 48_000;
const FRAMES_PER_SECOND = 60;

interface Run {
  /** Made and kept, without what was thrown away, in seconds. */
  readonly keptSeconds: number;
  readonly surplusAtEnd: number;
  /** After each frame, in seconds. */
  readonly surpluses: readonly number[];
  readonly stretches: readonly number[];
  readonly verdicts: ReadonlySet<string>;
}

/** Plays a core whose sound is off by so much (1.003 makes 0.3 % too much) for so long, from a time (ms) and a surplus (s) on. */
function play(
  tie: ClockTie,
  speed: number,
  seconds: number,
  { from = 0, carried = 0, stretch: firstStretch = 1, framesPerSecond = FRAMES_PER_SECOND } = {},
): Run {
  let kept = carried * RATE;
  let stretch = firstStretch;
  let rest = 0;
  const stretches: number[] = [];
  const surpluses: number[] = [];
  const verdicts = new Set<string>();
  const frames = seconds * framesPerSecond;
  for (let frame = 1; frame <= frames; frame++) {
    const exact = (RATE / framesPerSecond) * speed * stretch + rest;
    const samples = Math.floor(exact);
    rest = exact - samples;
    const tied = tie.count(samples, from + (frame * 1000) / framesPerSecond);
    stretch = tied.stretch;
    stretches.push(stretch);
    verdicts.add(tied.verdict);
    if (tied.verdict !== 'surplus') kept += samples;
    surpluses.push(kept / RATE - frame / framesPerSecond);
  }
  return { keptSeconds: kept / RATE, surplusAtEnd: kept / RATE - seconds, surpluses, stretches, verdicts };
}

describe('the tie of sound to the clock', () => {
  it('leaves alone what is exact', () => {
    const { stretches, verdicts } = play(new ClockTie(RATE), 1, 60);
    expect(Math.max(...stretches.map((stretch) => Math.abs(stretch - 1)))).toBeLessThan(1e-5);
    expect([...verdicts]).toEqual(['continuous']);
  });

  it.each([1.003, 0.997, 1.001, 0.999])('corrects a core that makes %d of what it should', (speed) => {
    const { stretches, verdicts, surplusAtEnd } = play(new ClockTie(RATE), speed, 600);
    // Settled, the stretch is the inverse of the error, and nothing waits.
    expect(stretches.at(-1)).toBeCloseTo(1 / speed, 4);
    expect(Math.abs(surplusAtEnd)).toBeLessThan(0.001);
    expect([...verdicts]).toEqual(['continuous']);
  });

  it.each([
    [1.0039, 60],
    [0.9961, 60],
    [1.002, 60],
    [0.9961, 50],
    [1.0039, 120],
  ])(
    'brings picture and sound of a core that makes %d of it together within 20 s, without swinging (%d fps)',
    (speed, framesPerSecond) => {
      const { surpluses } = play(new ClockTie(RATE), speed, 120, { framesPerSecond });
      const drift = Math.sign(speed - 1);
      expect(Math.max(...surpluses.map(Math.abs))).toBeLessThan(0.015);
      expect(Math.max(...surpluses.slice(20 * framesPerSecond).map(Math.abs))).toBeLessThan(0.005);
      expect(Math.min(...surpluses.map((surplus) => drift * surplus))).toBeGreaterThan(-0.002);
      expect(Math.abs(surpluses.at(-1)!)).toBeLessThan(0.0005);
    },
  );

  it('comes back from a core that made far too much without swinging to the other side', () => {
    const tie = new ClockTie(RATE);
    const { surplusAtEnd: carried } = play(tie, 1.05, 60);
    const { surpluses } = play(tie, 1, 60, { from: 60_000, carried });
    expect(Math.min(...surpluses)).toBeGreaterThan(-0.01);
    expect(Math.abs(surpluses.at(-1)!)).toBeLessThan(0.001);
  });

  it('changes its stretch too slowly to be heard', () => {
    const { stretches } = play(new ClockTie(RATE), 1.0039, 60);
    // A cent is 0.058 %; ears tell about five apart, a tenth of a second at a time not even those.
    const changes = stretches.slice(6).map((stretch, index) => Math.abs(stretch - stretches[index]!));
    expect(Math.max(...changes)).toBeLessThan(0.0003);
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
    const gap = tie.count(800, 15_000);
    expect(gap.verdict).toBe('gap');
    expect(gap.stretch).toBeCloseTo(1, 9);
    const after = play(tie, 1, 10, { from: 15_000 });
    expect([...after.verdicts]).toEqual(['continuous']);
    expect(after.stretches.at(-1)).toBeCloseTo(1, 5);
  });

  it('remembers over a gap what the core is off by', () => {
    const tie = new ClockTie(RATE);
    play(tie, 0.9961, 60);
    const { stretch, verdict } = tie.count(797, 90_000);
    expect(verdict).toBe('gap');
    expect(stretch).toBeCloseTo(1 / 0.9961, 3);
    const after = play(tie, 0.9961, 30, { from: 90_000, stretch });
    expect(Math.max(...after.surpluses.map(Math.abs))).toBeLessThan(0.005);
    expect([...after.verdicts]).toEqual(['continuous']);
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
