import { describe, expect, it } from 'vitest';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import { pictureBudgetBps } from '../../../src/pipeline/rate/picture-budget.js';
import { soundBps } from '../../../src/pipeline/rate/sent-beside.js';

const PATH = { ...UNKNOWN_PATH, capacityBps: 1_000_000 };
const SOUND_ONLY = { soundBps: soundBps(0), repairShare: 0 };

describe('the bitrate that a path has for pictures', () => {
  it('is unlimited where nothing is known to limit the path', () => {
    expect(pictureBudgetBps({ ...PATH, capacityBps: undefined }, SOUND_ONLY, 60)).toBeUndefined();
  });

  it('leaves room for sound, headers and an empty queue', () => {
    // (900,000 − 144,000 − 60 × 480) ÷ 1.05
    expect(pictureBudgetBps(PATH, SOUND_ONLY, 60)).toBeCloseTo(692_571, -1);
  });

  it('leaves room for sound that goes more than once', () => {
    // (900,000 − 243,200 − 60 × 480) ÷ 1.05
    expect(pictureBudgetBps(PATH, { ...SOUND_ONLY, soundBps: soundBps(1) }, 60)).toBeCloseTo(598_095, -1);
  });

  it('leaves room for what goes beside pictures to repair them, or for what losses will take of it', () => {
    const copied = { ...SOUND_ONLY, repairShare: 1 };
    expect(pictureBudgetBps(PATH, copied, 60)).toBeCloseTo(727_200 / 2.05, -1);
    expect(pictureBudgetBps({ ...PATH, fractionLost: 0.3 }, copied, 60)).toBeCloseTo(727_200 / 2.05, -1);
    const little = { ...SOUND_ONLY, repairShare: 0.1 };
    expect(pictureBudgetBps({ ...PATH, fractionLost: 0.05 }, little, 60)).toBeCloseTo(727_200 / 1.2, -1);
  });

  it('leaves room for repairs where packets are lost', () => {
    const lossy = pictureBudgetBps({ ...PATH, fractionLost: 0.05 }, SOUND_ONLY, 60)!;
    expect(lossy).toBeCloseTo(727_200 / 1.2, -1);
    const worst = pictureBudgetBps({ ...PATH, fractionLost: 1 }, SOUND_ONLY, 60)!;
    expect(worst).toBeCloseTo(727_200 / 1.55, -1);
  });

  it('is never less than nothing', () => {
    expect(pictureBudgetBps({ ...PATH, capacityBps: 50_000 }, SOUND_ONLY, 60)).toBe(0);
  });
});
