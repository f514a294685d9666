import { describe, expect, it } from 'vitest';
import { FrameSkipping } from '../../../src/pipeline/rate/frame-skipping.js';

const pathsOf = (...queues: number[]) =>
  queues.map((queueMs) => ({ capacityBps: undefined, queueMs, fractionLost: 0 }));

/** Which of the next twelve frames are encoded. */
function encoded(skipping: FrameSkipping): string {
  return Array.from({ length: 12 }, () => (skipping.skips() ? '.' : 'x')).join('');
}

describe('skipping frames', () => {
  it('leaves out none on paths without a queue, nor where nobody looks on', () => {
    const skipping = new FrameSkipping();
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
    skipping.observe(pathsOf(59));
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
    skipping.observe([]);
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
  });

  it('leaves out more the longer the queue is', () => {
    const skipping = new FrameSkipping();
    skipping.observe(pathsOf(60));
    expect(encoded(skipping)).toBe('.x.x.x.x.x.x');
    skipping.observe(pathsOf(500));
    expect(encoded(skipping)).toBe('...x...x...x');
    skipping.observe(pathsOf(0));
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
  });

  it('leaves out none for as long as one path is free', () => {
    const skipping = new FrameSkipping();
    skipping.observe(pathsOf(500, 0, 500));
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
  });
});
