import { describe, expect, it } from 'vitest';
import { DeviceClock } from '../../../web-player/src/sound/device-clock.js';

const BLOCK = 10;

/** What a device that takes blocks of 10 ms is told to have lost, ms each time. */
function losses(minutes: number, late: (time: number) => number, ppm = 0): number[] {
  const clock = new DeviceClock();
  const found: number[] = [];
  for (let played = BLOCK; played < minutes * 60_000; played += BLOCK) {
    const now = 1e12 + played * (1 + ppm / 1e6) + late(played);
    const lost = clock.lost(Math.floor(now), played);
    if (lost !== 0) found.push(Math.round(lost));
  }
  return found;
}

describe('the clock of a sound device', () => {
  it('loses nothing by late calls that are made up for', () => {
    expect(losses(1, (time) => (time * 7) % 40)).toEqual([]);
    expect(losses(1, (time) => (time > 30_000 && time < 31_000 ? 300 : 0))).toEqual([]);
  });

  it('loses what it is kept waiting for, once', () => {
    expect(losses(1, (time) => (time > 30_000 ? 120 : 0))).toEqual([120]);
    expect(losses(1, (time) => (time > 30_000 ? 60 : 0) + (time > 40_500 ? 30 : 0))).toEqual([60, 30]);
  });

  it('tells of drift as soon as it counts', () => {
    const found = losses(30, () => 0, 200);
    expect(Math.abs(found.reduce((sum, lost) => sum + lost, 0) - 360)).toBeLessThan(7);
  });

  it('takes a computer that slept, or whose clock was set, for no loss', () => {
    expect(losses(1, (time) => (time > 30_000 ? 3_600_000 : 0))).toEqual([]);
    expect(losses(1, (time) => (time > 30_000 ? -3_600_000 : 0))).toEqual([]);
  });
});
