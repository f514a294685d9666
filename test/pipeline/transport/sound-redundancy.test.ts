import { describe, expect, it } from 'vitest';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import { SoundRedundancy } from '../../../src/pipeline/transport/sound-redundancy.js';

const NARROW = { ...UNKNOWN_PATH, capacityBps: 600_000, fractionLost: 0.05 };

describe('what is repeated of the sound', () => {
  it('is nothing where nothing, or next to nothing, is lost', () => {
    const redundancy = new SoundRedundancy();
    expect(redundancy.at(0)).toBe(0);
    redundancy.report(0.002, 0);
    expect(redundancy.at(1)).toBe(0);
  });

  it('is more where more is lost', () => {
    const redundancy = new SoundRedundancy();
    redundancy.report(0.01, 0);
    expect(redundancy.at(1)).toBe(1);
    redundancy.report(0.05, 2);
    expect(redundancy.at(3)).toBe(2);
  });

  it('goes on between two reports of a browser, and when one of them tells of nothing lost', () => {
    const redundancy = new SoundRedundancy();
    redundancy.report(0.05, 0);
    redundancy.report(0, 6_000);
    expect(redundancy.at(11_999)).toBe(2);
  });

  it('is nothing while the path is full, since what it loses then is the more, the more is sent', () => {
    const redundancy = new SoundRedundancy();
    redundancy.report(0.05, 0);
    redundancy.observe({ ...NARROW, queueMs: 80 }, 1);
    redundancy.report(0.3, 1);
    expect(redundancy.at(1)).toBe(0);
    redundancy.observe({ ...NARROW, queueMs: 10 }, 2);
    expect(redundancy.at(2)).toBe(0);
  });

  it('is nothing for what a path lost because it was full', () => {
    const redundancy = new SoundRedundancy();
    redundancy.observe({ ...NARROW, queueMs: 80 }, 0);
    redundancy.observe({ ...NARROW, queueMs: 0 }, 100);
    redundancy.report(0.3, 4_900);
    expect(redundancy.at(4_901)).toBe(0);
    redundancy.report(0.3, 5_100);
    expect(redundancy.at(5_101)).toBe(2);
  });

  it('ends step by step where nothing is lost any more', () => {
    const redundancy = new SoundRedundancy();
    redundancy.report(0.05, 0);
    redundancy.report(0.01, 5_000);
    expect(redundancy.at(12_001)).toBe(1);
    expect(redundancy.at(17_001)).toBe(0);
  });
});
