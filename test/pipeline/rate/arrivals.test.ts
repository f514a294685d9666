import { describe, expect, it } from 'vitest';
import type { LinkProfile } from '../../../src/bench/network/link-profile.js';
import { namedNetwork } from '../../../src/bench/network/named-networks.js';
import { Arrivals } from '../../../src/pipeline/rate/arrivals.js';
import { between, type Knowledge, simulate } from './simulated-path.js';

const SEEDS = [1, 2, 3, 4, 5];
const JITTERS = [0, 2.5, 5];
/** What is wanted of an estimate: a fifth. */
const PRECISION = 0.2;

function path(rateBps: number, more: Partial<LinkProfile> = {}): Partial<LinkProfile> {
  return { delayMs: 20, rateBps, queue: { ms: 100 }, ...more };
}

function expectNear(known: readonly Knowledge[], capacityBps: number): void {
  expect(known.length).toBeGreaterThan(0);
  for (const { time, capacityBps: found } of known) {
    expect(Math.abs((found ?? 0) / capacityBps - 1), `${found} at ${time} ms`).toBeLessThan(PRECISION);
  }
}

/** Nothing is known that would keep so much from being sent. */
function expectRoomFor(known: readonly Knowledge[], bps: number): void {
  expect(known.length).toBeGreaterThan(0);
  for (const { time, capacityBps } of known) {
    expect(capacityBps ?? Number.POSITIVE_INFINITY, `at ${time} ms`).toBeGreaterThan(bps);
  }
}

describe('the capacity of a path', () => {
  it.each(JITTERS)(
    'that drops is known within 0.6 s, and its return within 2 s (jitter %d ms)',
    (jitterMs) => {
      for (const seed of SEEDS) {
        const known = simulate({
          path: [
            { from: 0, link: path(20e6, { jitterMs }) },
            { from: 3_000, link: path(600e3, { jitterMs }) },
            { from: 8_000, link: path(20e6, { jitterMs }) },
          ],
          pictureBps: (time) => (time < 4_500 ? 1.5e6 : 350e3),
          untilMs: 12_000,
          seed,
        });
        expectRoomFor(between(known, 0, 3_000), 5e6);
        expectNear(between(known, 3_600, 8_000), 600e3);
        expectRoomFor(between(known, 10_000, 12_000), 3e6);
      }
    },
  );

  it.each(JITTERS)('that is little is known though little is sent (jitter %d ms)', (jitterMs) => {
    for (const seed of SEEDS) {
      const known = simulate({
        path: [{ from: 0, link: path(2e6, { jitterMs }) }],
        pictureBps: () => 1.2e6,
        untilMs: 6_000,
        seed,
      });
      expectNear(between(known, 2_000, 6_000), 2e6);
    }
  });

  it('is known with 20 frames per second of a packet each', () => {
    const known = simulate({
      path: [{ from: 0, link: path(600e3, { jitterMs: 2 }) }],
      pictureBps: () => 120e3,
      framesPerSecond: 20,
      untilMs: 6_000,
    });
    expectNear(between(known, 2_500, 6_000), 600e3);
  });

  it('is what came where the path lets no more through, though nothing waits', () => {
    const known = simulate({
      path: [
        { from: 0, link: path(20e6) },
        { from: 2_000, link: path(600e3, { queue: { ms: 1 } }) },
      ],
      pictureBps: () => 1.5e6,
      untilMs: 6_000,
    });
    expectRoomFor(between(known, 0, 2_000), 5e6);
    for (const { capacityBps } of between(known, 2_800, 6_000)) {
      expect(capacityBps).toBeGreaterThan(400e3);
      expect(capacityBps).toBeLessThan(650e3);
    }
  });

  it('is known long before a deep queue is full', () => {
    const known = simulate({
      path: [
        { from: 0, link: path(20e6, { queue: { ms: 2_000 }, jitterMs: 2 }) },
        { from: 2_000, link: path(1e6, { queue: { ms: 2_000 }, jitterMs: 2 }) },
      ],
      pictureBps: () => 1.8e6,
      untilMs: 4_000,
    });
    // The feedback on what waited so long comes so much later.
    expectNear(between(known, 3_000, 4_000), 1e6);
    expect(known.at(-1)!.queueMs).toBeGreaterThan(300);
    expect(known.at(-1)!.fractionLost).toBe(0);
  });

  it.each(['lan', 'wifi', '4g', 'lossy'] as const)('of %s is enough for what it carries', (name) => {
    for (const seed of SEEDS) {
      const known = simulate({
        path: [{ from: 0, link: namedNetwork(name).down }],
        pictureBps: () => 1.5e6,
        untilMs: 20_000,
        seed,
      });
      expectRoomFor(known, 3e6);
    }
  });

  it.each([0.05, 0.1])('is not less where a share of %d is lost by chance', (share) => {
    const link = path(20e6, { jitterMs: 2.5, loss: { share } });
    const known = simulate({ path: [{ from: 0, link }], pictureBps: () => 1.5e6, untilMs: 20_000 });
    expectRoomFor(known, 3e6);
    const lost = between(known, 2_000, 20_000).map(({ fractionLost }) => fractionLost);
    expect(lost.reduce((sum, one) => sum + one) / lost.length).toBeCloseTo(share, 1);
  });

  it('is not less after outages of 100 ms', () => {
    const good = path(20e6, { jitterMs: 1 });
    const none = path(20e6, { loss: { share: 0.95, burst: { packets: 1_000 } } });
    const known = simulate({
      path: [1, 2, 3, 4, 5].flatMap((second) => [
        { from: 1_000 * second - 900, link: good },
        { from: 1_000 * second, link: none },
      ]),
      pictureBps: () => 1.5e6,
      untilMs: 6_000,
    });
    expectRoomFor(known, 3e6);
  });

  it('is not less where the path becomes longer, and that is no queue for long', () => {
    for (const seed of SEEDS) {
      const known = simulate({
        path: [
          { from: 0, link: path(20e6, { jitterMs: 2 }) },
          { from: 3_000, link: path(20e6, { jitterMs: 2, delayMs: 170 }) },
          { from: 6_000, link: path(20e6, { jitterMs: 2 }) },
        ],
        pictureBps: () => 1.5e6,
        untilMs: 9_000,
        seed,
      });
      expectRoomFor(known, 3e6);
      const waits = known.filter(({ queueMs }) => queueMs > 50).map(({ time }) => time);
      expect(waits.every((time) => time > 3_000 && time < 4_500)).toBe(true);
    }
  });

  it('is not less where the receiver is late to read what came', () => {
    for (const seed of SEEDS) {
      const known = simulate({
        path: [{ from: 0, link: path(20e6, { jitterMs: 1 }) }],
        pictureBps: () => 1.5e6,
        readMs: 30,
        untilMs: 20_000,
        seed,
      });
      expectRoomFor(known, 3e6);
    }
  });
});

describe('the queue of a path', () => {
  it('is as long as packets wait', () => {
    const known = simulate({
      path: [
        { from: 0, link: path(20e6) },
        { from: 2_000, link: path(600e3) },
      ],
      pictureBps: (time) => (time < 4_000 ? 1.5e6 : 200e3),
      untilMs: 7_000,
    });
    for (const { queueMs } of between(known, 0, 2_000)) expect(queueMs).toBeLessThan(5);
    for (const { queueMs } of between(known, 2_800, 4_000)) {
      expect(queueMs).toBeGreaterThan(60);
      expect(queueMs).toBeLessThan(130);
    }
    for (const { queueMs } of between(known, 5_500, 7_000)) expect(queueMs).toBeLessThan(30);
  });
});

describe('arrivals', () => {
  it('at any times break nothing', () => {
    const times = [0, -1e9, 1e9, 5, 1e12, 0.25, -0.25, 3e4, 6e4, 9e4];
    const arrivals = new Arrivals();
    for (let index = 0; index < 5_000; index++) {
      const time = times[(index * 7 + (index >> 3)) % times.length]!;
      if (index % 5 === 0) arrivals.lose(index);
      else arrivals.arrive(index, time + index, 1_000, 0);
      if (index % 13 === 0) arrivals.recover(1_000);
      if (index % 30 === 0) arrivals.conclude();
      const { capacityBps = 1, queueMs, fractionLost } = arrivals;
      expect(capacityBps > 0 && Number.isFinite(capacityBps)).toBe(true);
      expect(Number.isFinite(queueMs) && queueMs >= 0).toBe(true);
      expect(fractionLost >= 0 && fractionLost <= 1).toBe(true);
    }
  });
});
