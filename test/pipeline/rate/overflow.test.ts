import { describe, expect, it } from 'vitest';
import { Overflow } from '../../../src/pipeline/rate/overflow.js';

/** Ten packets of 1000 bytes, each so many ms after the one before, behind each of which so many are lost. */
function pass(overflow: Overflow, apartMs: number, lost: number, queueMs = 90): void {
  for (let index = 0; index < 10; index++) {
    overflow.add(1_000 + index * apartMs, queueMs, 1_000);
    for (let count = 0; count < lost; count++) overflow.lose();
  }
}

describe('a queue that overflows', () => {
  it('lets through what the path carries', () => {
    const overflow = new Overflow();
    expect(overflow.capacityBps).toBeUndefined();
    pass(overflow, 10, 1);
    expect(overflow.capacityBps).toBe(800_000);
  });

  it('is none where packets only wait, or are only lost', () => {
    const waiting = new Overflow();
    pass(waiting, 10, 0);
    expect(waiting.capacityBps).toBeUndefined();
    const lossy = new Overflow();
    pass(lossy, 10, 3, 5);
    expect(lossy.capacityBps).toBeUndefined();
    lossy.add(1_200, Number.NaN, 1_000);
    expect(lossy.capacityBps).toBeUndefined();
  });

  it('is none where all came at once, as after an outage or to a receiver that was busy', () => {
    const overflow = new Overflow();
    overflow.add(900, 90, 1_000);
    pass(overflow, 0.1, 3);
    expect(overflow.capacityBps).toBeUndefined();
  });

  it('is over with the first packet that did not wait', () => {
    const overflow = new Overflow();
    pass(overflow, 10, 1);
    overflow.add(1_200, 10, 1_000);
    expect(overflow.capacityBps).toBeUndefined();
    overflow.lose();
    pass(overflow, 10, 0);
    expect(overflow.capacityBps).toBeUndefined();
  });
});
