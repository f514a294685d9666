import { describe, expect, test } from 'vitest';
import { ReleaseQueue } from '../../../src/bench/network/release-queue.js';
import { ReleaseTimer } from '../../../src/bench/network/release-timer.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';

describe('a release queue', () => {
  test('gives its items in the order of their times, and those of the same time in the order they came', () => {
    const random = seededRandom(3);
    const items = Array.from({ length: 2000 }, (_, order) => ({ at: Math.floor(random() * 100), order }));
    const queue = new ReleaseQueue<number>();
    for (const { at, order } of items) queue.push(at, order);
    expect(queue.size).toBe(2000);
    const expected = [...items].sort((a, b) => a.at - b.at || a.order - b.order);
    for (const { at, order } of expected) {
      expect(queue.nextAt).toBe(at);
      expect(queue.shift()).toMatchObject({ at, item: order });
    }
    expect(queue.shift()).toBeUndefined();
    expect(queue.nextAt).toBeUndefined();
  });
});

describe('a release timer', () => {
  test('releases in the order of the times, never more than half a millisecond early', async () => {
    const timer = new ReleaseTimer();
    const start = performance.now();
    const released: number[] = [];
    await new Promise<void>((resolve) => {
      for (const ms of [40, 5, 20, 5.2, 0]) {
        timer.at(start + ms, () => {
          expect(performance.now() - start).toBeGreaterThan(ms - 0.6);
          released.push(ms);
          if (released.length === 5) resolve();
        });
      }
    });
    expect(released).toEqual([0, 5, 5.2, 20, 40]);
    expect(timer.errors()).toHaveLength(5);
    timer.close();
  });

  test('releases nothing after it was closed', async () => {
    const timer = new ReleaseTimer();
    let released = false;
    timer.at(performance.now() + 5, () => {
      released = true;
    });
    timer.close();
    timer.at(performance.now() + 1, () => {
      released = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(released).toBe(false);
    expect(timer.waiting).toBe(1);
  });
});
