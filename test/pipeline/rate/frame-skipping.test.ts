import { describe, expect, it } from 'vitest';
import { FrameSkipping } from '../../../src/pipeline/rate/frame-skipping.js';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';

const pathsOf = (...queues: number[]) => queues.map((queueMs) => ({ ...UNKNOWN_PATH, queueMs }));
const SILENT = { ...UNKNOWN_PATH, queueMs: 150, silentMs: 5_000 };

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

  it('leaves out half where all that is known is that nothing is heard, however long the queue was before', () => {
    const skipping = new FrameSkipping();
    skipping.observe([SILENT]);
    expect(encoded(skipping)).toBe('.x.x.x.x.x.x');
    skipping.observe([SILENT, ...pathsOf(500)]);
    expect(encoded(skipping)).toBe('.x.x.x.x.x.x');
    skipping.observe([SILENT, ...pathsOf(0)]);
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
  });

  it('leaves out nearly all while every path loses what is sent', () => {
    const skipping = new FrameSkipping();
    const full = { ...UNKNOWN_PATH, queueMs: 90, overflows: true };
    skipping.observe([full]);
    expect(encoded(skipping)).toBe('.......x....');
    skipping.observe([full, ...pathsOf(0)]);
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
  });

  it('leaves out none for as long as one path is free', () => {
    const skipping = new FrameSkipping();
    skipping.observe(pathsOf(500, 0, 500));
    expect(encoded(skipping)).toBe('xxxxxxxxxxxx');
  });
});
