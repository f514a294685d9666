import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DisplayFollower } from '../../src/pipeline/display-follower.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a follower said of the trim. */
function observed(): {
  follower: DisplayFollower;
  trims: number[];
  report: (viewer: string, waitMs: number) => void;
} {
  const trims: number[] = [];
  const follower = new DisplayFollower(60, (trim) => trims.push(trim));
  const report = (viewer: string, waitMs: number) => {
    vi.advanceTimersByTime(1000);
    follower.report(viewer, { intervalMs: 1000 / 60, waitMs });
  };
  return { follower, trims, report };
}

describe('what follows a display', () => {
  it('trims the game’s period while frames wait too long, and back when they don’t', () => {
    const { trims, report } = observed();
    for (const waitMs of [8, 6, 4, 3]) report('v1', waitMs);
    expect(trims[0]).toBeGreaterThan(0.002);
    expect(trims.at(-1)).toBeLessThan(0.0008);
  });

  it('doesn’t take for a wait of the clock’s what frames waited because inputs brought them forward', () => {
    const { follower, trims, report } = observed();
    const plain = observed();
    for (let steps = 0; steps < 60; steps++) follower.countStep(steps % 3 === 0 ? 0 : 5);
    report('v1', 8 + 5);
    plain.report('v1', 8);
    expect(trims).toEqual(plain.trims);
  });

  it('lets go when nothing is heard of the display any more', () => {
    const { trims, report } = observed();
    report('v1', 8);
    vi.advanceTimersByTime(3_400);
    expect(trims).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(trims).toHaveLength(2);
    expect(trims[1]).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins anew with another viewer’s display', () => {
    const { trims, report } = observed();
    for (let reports = 0; reports < 5; reports++) report('v1', 9);
    report('v2', 9);
    // What it had learned of the first is forgotten.
    expect(trims.at(-1)).toBeCloseTo(trims[0]!, 6);
  });

  it('lets go at once where that is asked for, and where the game changes its rate', () => {
    const { follower, trims, report } = observed();
    report('v1', 8);
    follower.release();
    expect(trims.at(-1)).toBe(0);
    report('v1', 8);
    follower.setRate(50);
    expect(trims.at(-1)).toBe(0);
    // 50 frames a second at a display of 60 Hz.
    report('v1', 8);
    expect(trims.at(-1)).toBe(0);
    follower.release();
    expect(vi.getTimerCount()).toBe(0);
  });
});
