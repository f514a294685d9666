import { describe, expect, it } from 'vitest';
import { RepairShare, soundBps } from '../../../src/pipeline/rate/sent-beside.js';

describe('what goes beside pictures', () => {
  it('is sound, and each packet of it that goes once more', () => {
    expect([0, 1, 2].map(soundBps)).toEqual([144_000, 243_200, 342_400]);
  });

  it('is no repair where nothing is repaired, nor before anything was sent', () => {
    const repairs = new RepairShare();
    expect(repairs.share).toBe(0);
    repairs.addRepair(1_000, 0);
    expect(repairs.share).toBe(0);
    repairs.addPicture(100_000, 1);
    expect(repairs.share).toBe(0);
  });

  it('is as much as was repaired in the last second or so, in steps upwards', () => {
    const repairs = new RepairShare();
    let now = 0;
    const send = (ms: number, share: number) => {
      for (const end = now + ms; now < end; now += 10) {
        repairs.addPicture(1_000, now);
        if (share > 0) repairs.addRepair(1_000 * share, now);
      }
      return repairs.share;
    };
    expect(send(10_000, 0.32)).toBeCloseTo(0.4);
    expect(send(10_000, 1)).toBeCloseTo(1);
    expect(send(1_000, 0)).toBeCloseTo(0.4);
    expect(send(5_000, 0)).toBe(0);
  });
});
