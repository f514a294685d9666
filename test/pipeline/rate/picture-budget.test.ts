import { describe, expect, it } from 'vitest';
import { pictureBudgetBps } from '../../../src/pipeline/rate/picture-budget.js';

const PATH = { capacityBps: 1_000_000, queueMs: 0, fractionLost: 0 };

describe('the bitrate that a path has for pictures', () => {
  it('is unlimited where nothing is known to limit the path', () => {
    expect(pictureBudgetBps({ ...PATH, capacityBps: undefined }, 'rtp', 60)).toBeUndefined();
  });

  it('leaves room for sound, headers and an empty queue', () => {
    // (900,000 − 144,000 − 60 × 480) ÷ 1.05
    expect(pictureBudgetBps(PATH, 'rtp', 60)).toBeCloseTo(692_571, -1);
    expect(pictureBudgetBps(PATH, 'frames', 60)).toBeCloseTo(555_429, -1);
  });

  it('leaves room for repairs where packets are lost', () => {
    const lossy = pictureBudgetBps({ ...PATH, fractionLost: 0.05 }, 'rtp', 60)!;
    expect(lossy).toBeCloseTo(727_200 / 1.2, -1);
    const worst = pictureBudgetBps({ ...PATH, fractionLost: 1 }, 'rtp', 60)!;
    expect(worst).toBeCloseTo(727_200 / 1.55, -1);
  });

  it('is never less than nothing', () => {
    expect(pictureBudgetBps({ ...PATH, capacityBps: 50_000 }, 'frames', 60)).toBe(0);
  });
});
