import { describe, expect, it } from 'vitest';
import { KeyframeRequests } from '../../src/pipeline/keyframe-requests.js';

const AFTER_LOSS = { afterLoss: true };
const WITHOUT_LOSS = { afterLoss: false };

describe('keyframe requests', () => {
  it('are not due while nobody wishes for one', () => {
    const requests = new KeyframeRequests<string>();
    expect(requests.isDue(0)).toBe(false);
    expect(requests.dueIn(0)).toBeUndefined();
  });

  it('are due at once for the first wish', () => {
    const requests = new KeyframeRequests<string>();
    expect(requests.wish('alice', AFTER_LOSS, 5)).toBe(true);
    expect(requests.isDue(5)).toBe(true);
    expect(requests.dueIn(5)).toBe(0);
  });

  it('that come together share one keyframe', () => {
    const requests = new KeyframeRequests<string>();
    for (const viewer of ['alice', 'bob', 'carol']) requests.wish(viewer, AFTER_LOSS, 0);
    requests.grant(3);
    expect(requests.isDue(3)).toBe(false);
    expect(requests.isDue(1000)).toBe(false);
    // All three count as served by it.
    for (const viewer of ['alice', 'bob', 'carol']) {
      expect(requests.wish(viewer, AFTER_LOSS, 102)).toBe(false);
      expect(requests.wish(viewer, AFTER_LOSS, 103)).toBe(true);
    }
  });

  it('are met in a room at most every 100 ms, whoever wishes', () => {
    const requests = new KeyframeRequests<string>();
    requests.wish('alice', AFTER_LOSS, 0);
    requests.grant(0);
    expect(requests.wish('bob', AFTER_LOSS, 40)).toBe(true);
    expect(requests.isDue(40)).toBe(false);
    expect(requests.dueIn(40)).toBe(60);
    expect(requests.isDue(99.9)).toBe(false);
    expect(requests.isDue(100)).toBe(true);
    expect(requests.dueIn(250)).toBe(0);
  });

  it('of a browser that repeats its wish every 200 ms are met every 300 ms at most', () => {
    const requests = new KeyframeRequests<string>();
    const granted: number[] = [];
    for (let now = 0; now <= 2000; now += 200) {
      requests.wish('alice', WITHOUT_LOSS, now);
      if (!requests.isDue(now)) continue;
      requests.grant(now);
      granted.push(now);
    }
    expect(granted).toEqual([0, 400, 800, 1200, 1600, 2000]);
  });

  it('of a viewer who lost something new are met after 100 ms', () => {
    const requests = new KeyframeRequests<string>();
    requests.wish('alice', WITHOUT_LOSS, 0);
    requests.grant(0);
    expect(requests.wish('alice', WITHOUT_LOSS, 100)).toBe(false);
    expect(requests.isDue(100)).toBe(false);
    expect(requests.wish('alice', AFTER_LOSS, 99)).toBe(false);
    expect(requests.wish('alice', AFTER_LOSS, 100)).toBe(true);
    expect(requests.isDue(100)).toBe(true);
  });

  it('refused to one viewer are still met for another', () => {
    const requests = new KeyframeRequests<string>();
    requests.wish('alice', WITHOUT_LOSS, 0);
    requests.grant(0);
    expect(requests.wish('alice', WITHOUT_LOSS, 150)).toBe(false);
    expect(requests.wish('bob', WITHOUT_LOSS, 150)).toBe(true);
    expect(requests.isDue(150)).toBe(true);
  });

  it('of a viewer who left are forgotten', () => {
    const requests = new KeyframeRequests<string>();
    requests.wish('alice', AFTER_LOSS, 0);
    requests.forget('alice');
    expect(requests.isDue(1000)).toBe(false);
    // Who comes back under the same name has had no keyframe.
    requests.wish('alice', AFTER_LOSS, 1000);
    requests.grant(1000);
    requests.forget('alice');
    expect(requests.wish('alice', WITHOUT_LOSS, 1001)).toBe(true);
  });
});
