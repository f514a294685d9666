import { describe, expect, test } from 'vitest';
import { alignClocks, type ClockSample } from '../../src/bench/clock-alignment.js';
import { seededRandom } from '../../src/bench/network/seeded-random.js';

interface Clock {
  readonly offset: number;
  readonly drift: number;
}

/** Looks at a clock that is off and drifts, over round trips of 0.4 ms that are now and then held up on either way. */
function look(clock: Clock, count: number, every: number): ClockSample[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const sent = 1_000 + index * every;
    const out = 0.2 + (random() < 0.5 ? 0 : random() * 8);
    const back = 0.2 + (random() < 0.5 ? 0 : random() * 8);
    const seen = sent + out;
    return { sent, received: seen + back, remote: remoteAt(clock, seen) };
  });
}

function remoteAt({ offset, drift }: Clock, local: number): number {
  return local + offset + drift * local;
}

describe('aligned clocks', () => {
  test.each([
    { offset: 0, drift: 0 },
    { offset: 123_456.7, drift: 0 },
    { offset: -5e9, drift: 0 },
    { offset: 300, drift: 80e-6 },
    { offset: 300, drift: -80e-6 },
  ])('agree with a clock of %j to a fifth of a millisecond', (clock) => {
    const aligned = alignClocks(look(clock, 200, 100))!;
    for (const time of [1_000, 11_000, 21_000]) {
      expect(Math.abs(aligned.toRemote(time) - remoteAt(clock, time))).toBeLessThan(0.2);
    }
  });

  test('know how far off they can be', () => {
    expect(alignClocks(look({ offset: 5, drift: 0 }, 200, 100))!.errorMs).toBeCloseTo(0.2, 5);
  });

  test('take no drift out of a second', () => {
    const samples = [
      { sent: 0, received: 1, remote: 10.5 },
      { sent: 1_000, received: 1_001, remote: 1_010.9 },
    ];
    const aligned = alignClocks(samples)!;
    expect(aligned.toRemote(500) - 500).toBeCloseTo(10.2, 5);
    expect(aligned.toRemote(60_500) - 60_500).toBeCloseTo(10.2, 5);
  });

  test('need to have been looked at', () => {
    expect(alignClocks([])).toBeUndefined();
  });
});
