import { describe, expect, it } from 'vitest';
import { BusyWatch } from '../../../../web-player/src/frame-worker/software/busy-watch.js';

/** Sixty frames a second for so many ms, with so many ms of work each. */
function work(watch: BusyWatch, from: number, durationMs: number, workMs: number): boolean {
  const verdicts: boolean[] = [];
  for (let began = from; began < from + durationMs; began += Math.max(workMs, 1000 / 60)) {
    verdicts.push(watch.worked(began, began + workMs));
  }
  return verdicts.includes(true);
}

describe('the watch for machines too slow to decode', () => {
  it('has nothing against one that is half idle', () => {
    expect(work(new BusyWatch(), 0, 10_000, 8)).toBe(false);
  });

  it('has nothing against a slow beginning, while the browser compiles', () => {
    const watch = new BusyWatch();
    expect(work(watch, 0, 900, 25)).toBe(false);
    expect(work(watch, 900, 10_000, 4)).toBe(false);
  });

  it('has nothing against a slow moment', () => {
    const watch = new BusyWatch();
    expect(work(watch, 0, 5_000, 4)).toBe(false);
    expect(work(watch, 5_000, 400, 40)).toBe(false);
    expect(work(watch, 5_400, 5_000, 4)).toBe(false);
  });

  it('finds one that does hardly anything else, within two seconds', () => {
    expect(work(new BusyWatch(), 0, 2_000, 14)).toBe(true);
  });

  it('counts no pause of the game as idle', () => {
    const watch = new BusyWatch();
    expect(work(watch, 0, 600, 14)).toBe(false);
    expect(work(watch, 60_000, 1_500, 14)).toBe(true);
  });
});
