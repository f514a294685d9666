import { describe, expect, it } from 'vitest';
import { SoundPace, TICKS_PER_SECOND } from '../../../web-player/src/sound/sound-pace.js';

const BLOCK = 480;
const MARGIN = 240;

interface Run {
  readonly minutes: number;
  /** How much faster sound comes than the device plays it, parts per million. */
  readonly driftPpm?: number;
  readonly level?: number;
  /** Ticks by which what comes in a block is late. */
  readonly lateness?: (block: number) => number;
}

/** Plays sound that comes all the time, on clocks of the test; returns the levels (ticks) after each block. */
function play({ minutes, driftPpm = 0, level = 960, lateness = () => 0 }: Run): Float64Array {
  const pace = new SoundPace();
  const levels = new Float64Array((minutes * 60 * TICKS_PER_SECOND) / BLOCK);
  let buffered = level;
  for (let block = 0; block < levels.length; block++) {
    const played = BLOCK * pace.speed;
    buffered += BLOCK * (1 + driftPpm / 1e6) - played;
    levels[block] = buffered - lateness(block);
    pace.count(levels[block]!, played, BLOCK);
  }
  return levels;
}

const ms = (ticks: number) => (ticks / TICKS_PER_SECOND) * 1000;

describe('the pace of buffered sound', () => {
  it.each([-200, 0, 200])('holds the same delay for 30 minutes at a drift of %i ppm', (driftPpm) => {
    const levels = play({ minutes: 30, driftPpm });
    const settled = levels.subarray((30 * TICKS_PER_SECOND) / BLOCK);
    expect(ms(Math.min(...minuteEnds(settled)))).toBeGreaterThan(4);
    expect(settled.every((level) => level > 0)).toBe(true);
    expect(ms(Math.max(...minuteEnds(settled)))).toBeLessThan(6);
    // Nothing grows: the last minute is as the second one was.
    expect(Math.abs(ms(levels.at(-1)! - settled[6000]!))).toBeLessThan(0.5);
  });

  it('leaves as much as jitter takes, and the margin', () => {
    const levels = play({ minutes: 2, lateness: (block) => (block % 37 === 0 ? 1440 : 0) });
    const late = levels.filter((_, block) => block > 6000 && block % 37 === 0);
    expect(Math.abs(late.at(-1)! - MARGIN)).toBeLessThan(24);
  });

  it('waits for one bad moment no longer than it lasts', () => {
    const levels = play({ minutes: 1, lateness: (block) => (block === 3050 ? 4800 : 0) });
    expect(Math.abs(levels.at(-1)! - MARGIN)).toBeLessThan(24);
    expect(Math.max(...levels.subarray(3051))).toBeLessThan(2 * MARGIN);
  });

  it('never plays faster or slower than by half a percent', () => {
    for (const left of [1e6, -1e6]) {
      const pace = new SoundPace();
      pace.count(left, BLOCK, BLOCK);
      expect(pace.speed).toBeCloseTo(left > 0 ? 1.005 : 0.995, 9);
    }
  });

  it('goes by the clocks as long as nothing was played', () => {
    const pace = new SoundPace();
    expect(pace.speed).toBe(1);
    expect(pace.surplus).toBe(0);
  });
});

function minuteEnds(levels: Float64Array): number[] {
  const blocks = (60 * TICKS_PER_SECOND) / BLOCK;
  return Array.from({ length: Math.floor(levels.length / blocks) }, (_, minute) => levels[minute * blocks]!);
}
