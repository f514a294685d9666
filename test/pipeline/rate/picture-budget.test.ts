import { describe, expect, it } from 'vitest';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import { pictureBudgetBps } from '../../../src/pipeline/rate/picture-budget.js';

const PATH = { ...UNKNOWN_PATH, capacityBps: 1_000_000 };

describe('the bitrate that a path has for pictures', () => {
  it('is unlimited where nothing is known to limit the path', () => {
    expect(pictureBudgetBps({ ...PATH, capacityBps: undefined }, 'rtp', 60)).toBeUndefined();
  });

  it('leaves room for sound, headers and an empty queue', () => {
    // (900,000 − 144,000 − 60 × 480) ÷ 1.05
    expect(pictureBudgetBps(PATH, 'rtp', 60)).toBeCloseTo(692_571, -1);
    expect(pictureBudgetBps(PATH, 'frames', 60)).toBeCloseTo(692_571, -1);
  });

  it('leaves room for the sound that goes both ways where there is room for that', () => {
    const wide = { ...PATH, capacityBps: 2_000_000 };
    // (1,800,000 − 144,000 − 60 × 480) ÷ 1.05, and 240,000 less
    expect(pictureBudgetBps(wide, 'rtp', 60)).toBeCloseTo(1_549_714, -1);
    expect(pictureBudgetBps(wide, 'frames', 60)).toBeCloseTo(1_321_143, -1);
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
