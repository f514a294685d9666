import { describe, expect, test } from 'vitest';
import type { TransportKind } from '../../src/protocol/control-message.js';
import { TransportChoice, type TransportSetting } from '../../src/room/transport-choice.js';

const BOTH = ['frames', 'rtp'];
const TRACKS_ONLY = ['rtp'];
const SECOND = 1000;
const START = 5_000_000;

/** A choice with a clock that is set by hand. */
class Bench {
  now = START;
  readonly choice: TransportChoice;

  constructor(setting: TransportSetting = 'auto', offered: readonly string[] = BOTH) {
    this.choice = new TransportChoice(setting, offered, this.now);
  }

  get kind(): TransportKind {
    return this.choice.kind(this.now);
  }

  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  lose(count = 1): this {
    this.choice.lose(count, this.now);
    return this;
  }

  offer(transports: readonly string[]): this {
    this.choice.offer(transports, this.now);
    return this;
  }

  /** Milliseconds until frames are chosen again, to the nearest 100. */
  untilFrames(): number {
    const start = this.now;
    while (this.kind !== 'frames' && this.now - start < 1000 * SECOND) this.wait(100);
    return this.now - start;
  }
}

describe('the choice of a viewer’s transport', () => {
  test('stays with frames that are repaired on their way, until that fails again and again', () => {
    const bench = new Bench();
    bench.choice.repairs = true;
    for (let count = 0; count < 3; count++) expect(bench.lose().wait(100).kind).toBe('frames');
    expect(bench.wait(10 * SECOND).lose(3).kind).toBe('frames');
    expect(bench.lose().kind).toBe('rtp');
    expect(bench.untilFrames()).toBe(10 * SECOND);
  });

  test('begins with frames where the page likes them best, and with RTP elsewhere', () => {
    expect(new Bench().kind).toBe('frames');
    expect(new Bench('auto', ['warp', 'frames', 'rtp']).kind).toBe('frames');
    expect(new Bench('auto', ['rtp', 'frames']).kind).toBe('rtp');
    expect(new Bench('auto', TRACKS_ONLY).kind).toBe('rtp');
    expect(new Bench('auto', ['warp']).kind).toBe('rtp');
  });

  test('is what the host was set to, as far as the page can', () => {
    expect(new Bench('rtp').kind).toBe('rtp');
    expect(new Bench('frames', ['rtp', 'frames']).kind).toBe('frames');
    expect(new Bench('frames', TRACKS_ONLY).kind).toBe('rtp');
    expect(new Bench('frames').lose(1000).kind).toBe('frames');
    const without = new Bench('frames');
    without.choice.excludeFrames();
    expect(without.kind).toBe('rtp');
  });

  test('stays with frames over a loss now and then', () => {
    const bench = new Bench();
    for (let minute = 0; minute < 10; minute++) expect(bench.wait(11 * SECOND).lose().kind).toBe('frames');
  });

  test('turns to RTP at the second loss within ten seconds, or at two at once', () => {
    expect(
      new Bench()
        .lose()
        .wait(9 * SECOND)
        .lose().kind,
    ).toBe('rtp');
    expect(new Bench().lose(2).kind).toBe('rtp');
  });

  test('comes back when the path was clean for ten seconds since its last loss', () => {
    const bench = new Bench().lose(2).wait(5 * SECOND);
    bench.lose(2);
    expect(bench.untilFrames()).toBe(10 * SECOND);
  });

  test('forgives a single loss on RTP as it does on frames', () => {
    const bench = new Bench()
      .lose(2)
      .wait(5 * SECOND)
      .lose();
    expect(bench.untilFrames()).toBe(5 * SECOND);
  });

  test('comes back later after each failure, though not later than in 320 s', () => {
    const bench = new Bench();
    const waits = Array.from({ length: 8 }, () => bench.lose(2).untilFrames() / SECOND);
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 320, 320]);
  });

  test('forgets failures while frames go well', () => {
    const bench = new Bench();
    for (let failure = 0; failure < 3; failure++) bench.lose(2).untilFrames();
    // The probation was 40 s: three times as long takes one of three failures back.
    bench.wait(121 * SECOND);
    expect(bench.lose(2).untilFrames()).toBe(40 * SECOND);
    bench.wait(3600 * SECOND);
    expect(bench.lose(2).untilFrames()).toBe(10 * SECOND);
  });

  test('turns to RTP at once when the page gives frames up, and back when it takes them again', () => {
    const bench = new Bench();
    expect(bench.offer(TRACKS_ONLY).kind).toBe('rtp');
    expect(bench.choice.canReceive('frames')).toBe(false);
    expect(bench.wait(1).offer(BOTH).kind).toBe('frames');
  });

  test('lets no page go to and fro without end', () => {
    const bench = new Bench();
    const kinds = Array.from({ length: 1000 }, () => bench.wait(50).offer(TRACKS_ONLY).offer(BOTH).kind);
    expect(kinds.filter((kind) => kind === 'frames').length).toBeLessThan(20);
    expect(bench.untilFrames()).toBe(10 * SECOND);
  });

  test('waits out a lossy path where the page takes frames again meanwhile', () => {
    const bench = new Bench().lose(2).offer(TRACKS_ONLY).wait(SECOND).offer(BOTH);
    expect(bench.untilFrames()).toBe(9 * SECOND);
  });
});
