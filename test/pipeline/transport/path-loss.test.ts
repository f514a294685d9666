import { describe, expect, it } from 'vitest';
import { PathLoss } from '../../../src/pipeline/transport/path-loss.js';

describe('what a path loses', () => {
  it('is the share of the last seconds', () => {
    const loss = new PathLoss();
    loss.report({ received: 950, lost: 50 }, 1_000);
    expect(loss.share).toBeCloseTo(0.05);
    for (let second = 2; second < 30; second++) {
      loss.report({ received: 950 + second * 100, lost: 50 }, second * 1_000);
    }
    expect(loss.share).toBe(0);
  });

  it('asks for parity where packets are lost, in bounds', () => {
    const loss = new PathLoss();
    expect([1, 3, 30].map((pieces) => loss.parityFor(pieces))).toEqual([0, 0, 0]);
    loss.report({ received: 990, lost: 10 }, 1_000);
    expect([1, 3, 30, 100].map((pieces) => loss.parityFor(pieces))).toEqual([1, 1, 1, 3]);
    loss.report({ received: 1_000, lost: 1_000 }, 2_000);
    expect([1, 2, 3, 30].map((pieces) => loss.parityFor(pieces))).toEqual([1, 1, 1, 15]);
  });

  it('is not taken from a report that was overtaken, and bears a counter that begins again', () => {
    const loss = new PathLoss();
    loss.report({ received: 0xfffffff0, lost: 0 }, 1_000);
    expect(loss.share).toBe(0);
    const other = new PathLoss();
    other.report({ received: 900, lost: 100 }, 1_000);
    other.report({ received: 100, lost: 0 }, 1_001);
    expect(other.share).toBeCloseTo(0.1);
  });

  it('is not said of a handful of packets', () => {
    const loss = new PathLoss();
    loss.report({ received: 1, lost: 1 }, 100);
    expect(loss.share).toBeLessThan(0.02);
  });
});
