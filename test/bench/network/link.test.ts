import { describe, expect, test } from 'vitest';
import { HEADER_BYTES, Link, REORDER_MS } from '../../../src/bench/network/link.js';
import { CLEAR_LINK, type LinkProfile, LONGEST_JITTER } from '../../../src/bench/network/link-profile.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';

function linkOf(profile: Partial<LinkProfile>, seed = 1): Link {
  return new Link({ ...CLEAR_LINK, ...profile }, seededRandom(seed));
}

/** Sends packets one after the other; the fates of all. */
function sendEvery(link: Link, intervalMs: number, packets: number, bytes = 1000) {
  return Array.from({ length: packets }, (_, index) => {
    const sentAt = index * intervalMs;
    return { sentAt, fate: link.take(sentAt, bytes) };
  });
}

function burstsOf(lost: readonly boolean[]): number[] {
  const bursts: number[] = [];
  lost.forEach((each, index) => {
    if (each && !lost[index - 1]) bursts.push(0);
    if (each) bursts[bursts.length - 1]! += 1;
  });
  return bursts;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0) / numbers.length;
}

describe('a link', () => {
  test('that changes nothing delivers at once, in order', () => {
    const fates = sendEvery(linkOf({}), 0.1, 1000);
    for (const { sentAt, fate } of fates)
      expect(fate).toEqual({ kind: 'delivered', at: sentAt, queuedMs: 0 });
  });

  test('loses the share it was told to, packet by packet where no burst is set', () => {
    const lost = sendEvery(linkOf({ loss: { share: 0.05 } }), 1, 100_000).map(
      ({ fate }) => fate.kind === 'lost',
    );
    expect(meanOf(lost.map(Number))).toBeCloseTo(0.05, 2);
    expect(meanOf(burstsOf(lost))).toBeCloseTo(1 / 0.95, 1);
  });

  test.each([1, 3, 20])('loses in bursts of %i packets on average', (packets) => {
    const lost = sendEvery(linkOf({ loss: { share: 0.02, burst: { packets } } }), 1, 1_000_000).map(
      ({ fate }) => fate.kind === 'lost',
    );
    const bursts = burstsOf(lost);
    expect(Math.abs(meanOf(lost.map(Number)) - 0.02)).toBeLessThan(0.002);
    expect(meanOf(bursts) / packets).toBeGreaterThan(0.95);
    expect(meanOf(bursts) / packets).toBeLessThan(1.05);
  });

  test('loses in bursts of time, however many packets come in it', () => {
    for (const interval of [0.5, 2]) {
      const profile = { loss: { share: 0.05, burst: { ms: 100 } } };
      const lost = sendEvery(linkOf(profile), interval, 1_000_000 / interval).map(
        ({ fate }) => fate.kind === 'lost',
      );
      expect(Math.abs(meanOf(lost.map(Number)) - 0.05)).toBeLessThan(0.006);
      expect((meanOf(burstsOf(lost)) * interval) / 100).toBeGreaterThan(0.9);
      expect((meanOf(burstsOf(lost)) * interval) / 100).toBeLessThan(1.15);
    }
  });

  test('carries its rate and no more, and drops what finds the queue full', () => {
    const link = linkOf({ rateBps: 1_500_000, queue: { ms: 100 } });
    // 3 Mb/s for ten seconds.
    const fates = sendEvery(link, ((1000 + HEADER_BYTES) * 8) / 3000, 3648);
    const delivered = fates.filter(({ fate }) => fate.kind === 'delivered');
    const bits = delivered.length * (1000 + HEADER_BYTES) * 8;
    expect(bits / 10_100).toBeGreaterThan(1490);
    expect(bits / 10_000).toBeLessThan(1525);
    const waits = fates.map(({ fate }) => fate.queuedMs);
    expect(Math.max(...waits)).toBeGreaterThan(95);
    expect(Math.max(...waits)).toBeLessThan(100 + (1028 * 8) / 1500);
    expect(fates.filter(({ fate }) => fate.kind === 'queue-full').length).toBe(
      fates.length - delivered.length,
    );
  });

  test('whose queue is told in bytes never holds more of them', () => {
    const link = linkOf({ rateBps: 800_000, queue: { bytes: 5 * 1028 } });
    const fates = sendEvery(link, 0, 20);
    expect(fates.filter(({ fate }) => fate.kind === 'delivered')).toHaveLength(5);
    expect(link.take(1028 / 100, 1000).kind).toBe('delivered');
    expect(link.take(1028 / 100, 1000).kind).toBe('queue-full');
  });

  test('lets a packet through that is longer than its queue', () => {
    const link = linkOf({ rateBps: 80_000, queue: { bytes: 100 } });
    expect(link.take(0, 1000)).toMatchObject({ kind: 'delivered', at: 102.8 });
    expect(link.take(1, 1000).kind).toBe('queue-full');
  });

  test('varies the delay with the mean and the limit it was told, and keeps the order', () => {
    const fates = sendEvery(linkOf({ delayMs: 20, jitterMs: 5 }), 50, 50_000);
    const delays = fates.map(({ sentAt, fate }) =>
      fate.kind === 'delivered' ? fate.at - sentAt : Number.NaN,
    );
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...delays)).toBeLessThanOrEqual(20 + LONGEST_JITTER * 5);
    expect(meanOf(delays)).toBeGreaterThan(24.8);
    expect(meanOf(delays)).toBeLessThan(25.2);
    const close = sendEvery(linkOf({ delayMs: 20, jitterMs: 5 }), 1.5, 10_000).map(({ fate }) =>
      fate.kind === 'delivered' ? fate.at : Number.NaN,
    );
    expect(close).toEqual([...close].sort((a, b) => a - b));
  });

  test('gives packets that come together one jitter', () => {
    const link = linkOf({ jitterMs: 5 });
    const outs = [0, 0.1, 0.2].map((at) => link.take(at, 100)).map((fate) => 'at' in fate && fate.at);
    expect((outs[2] as number) - (outs[0] as number)).toBeCloseTo(0.2);
  });

  test('lets later packets overtake the share that is to be reordered', () => {
    const fates = sendEvery(linkOf({ delayMs: 20, reorderShare: 0.01 }), 2, 100_000);
    const late = fates.filter(({ sentAt, fate }) => fate.kind === 'delivered' && fate.at - sentAt > 20);
    expect(late.length / fates.length).toBeCloseTo(0.01, 2);
    for (const { sentAt, fate } of late) expect(fate).toMatchObject({ at: sentAt + 20 + REORDER_MS });
  });

  test('does the same to the same packets where the seed is the same, and else not', () => {
    const profile = { loss: { share: 0.1, burst: { packets: 3 } }, jitterMs: 4, reorderShare: 0.01 };
    const run = (seed: number) => sendEvery(linkOf(profile, seed), 3, 2000);
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  test('becomes another while packets wait: those keep their times, and none overtakes them', () => {
    const link = linkOf({ delayMs: 100, rateBps: 80_000 });
    const before = link.take(0, 972);
    link.change({ ...CLEAR_LINK, delayMs: 1 });
    const after = link.take(1, 972);
    expect(before).toMatchObject({ at: 200 });
    expect(after).toMatchObject({ at: 200 });
    expect(link.take(300, 972)).toMatchObject({ at: 301 });
  });
});
