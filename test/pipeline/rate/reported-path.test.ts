import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Link } from '../../../src/bench/network/link.js';
import { CLEAR_LINK, type LinkProfile } from '../../../src/bench/network/link-profile.js';
import { seededRandom } from '../../../src/bench/network/seeded-random.js';
import type { PathEstimate } from '../../../src/pipeline/rate/path-estimate.js';
import { pictureBudgetBps } from '../../../src/pipeline/rate/picture-budget.js';
import { RateFollower } from '../../../src/pipeline/rate/rate-follower.js';
import { ReportedPath } from '../../../src/pipeline/rate/reported-path.js';
import { soundBps } from '../../../src/pipeline/rate/sent-beside.js';
import { readRtcp, roundTripMs } from '../../../src/pipeline/rtp/rtcp-reader.js';

const SSRC = 7;
const SOUND_ONLY = { soundBps: soundBps(0), repairShare: 0 };
const BEST_BPS = 2_000_000;
/** When the recorded path went down to 200 kb/s, ms. */
const DROP_MS = 13_711;

/** Something is sent all the time, and a report comes four times a second. */
class Reports {
  readonly path = new ReportedPath();
  now = 0;
  #highest = 0;

  /** Lets so many seconds pass at a bitrate, with reports of losses and a round trip. */
  pass(seconds: number, report: { bps: number; lost?: number; roundTripMs?: number }): this {
    const { bps, lost = 0, roundTripMs = 40 } = report;
    for (let tick = 0; tick < 100 * seconds; tick++) {
      this.now += 10;
      this.path.send(bps / 800, this.now);
      if (this.now % 250 !== 0) continue;
      this.#highest += 25;
      const block = { ssrc: SSRC, fractionLost: lost, highestSequence: this.#highest };
      this.path.receiveReport(block, roundTripMs, this.now);
    }
    return this;
  }

  get estimate() {
    return this.path.estimate(this.now);
  }
}

describe('a path of which there are reports only', () => {
  it('is one of which nothing is known as long as nothing is told, and while all is well', () => {
    const reports = new Reports();
    expect(reports.path.isTold).toBe(false);
    reports.pass(5, { bps: BEST_BPS });
    expect(reports.path.isTold).toBe(true);
    expect(reports.estimate).toEqual({ capacityBps: undefined, queueMs: 0, fractionLost: 0, silentMs: 0 });
    // An estimate is no limit: receivers know of no more than what they get.
    reports.path.receiveEstimate(1.9e6, reports.now);
    reports.path.receiveEstimate(2.2e6, reports.now);
    expect(reports.estimate.capacityBps).toBeUndefined();
  });

  it('carries what its receiver says when that goes down and packets wait', () => {
    const reports = new Reports().pass(5, { bps: BEST_BPS });
    reports.path.receiveEstimate(2e6, reports.now);
    reports.pass(0.5, { bps: BEST_BPS, roundTripMs: 120 });
    reports.path.receiveEstimate(0.6e6, reports.now);
    expect(reports.estimate.capacityBps).toBe(0.6e6);
    expect(reports.estimate.queueMs).toBe(80);
    reports.path.receiveEstimate(0.7e6, reports.now);
    expect(reports.estimate.capacityBps).toBe(0.7e6);
  });

  it('is not limited where only the receiver is late, unless packets turn out to wait', () => {
    const late = new Reports().pass(5, { bps: BEST_BPS });
    late.path.receiveEstimate(1.5e6, late.now);
    expect(late.estimate.capacityBps).toBeUndefined();
    late.pass(5, { bps: BEST_BPS }).pass(1, { bps: BEST_BPS, roundTripMs: 120 });
    expect(late.estimate.capacityBps).toBeUndefined();

    const full = new Reports().pass(5, { bps: BEST_BPS });
    full.path.receiveEstimate(1.5e6, full.now);
    full.pass(0.5, { bps: BEST_BPS, roundTripMs: 120 });
    expect(full.estimate.capacityBps).toBe(1.5e6);
  });

  it('carries what comes where it is full and loses packets, or loses many', () => {
    const full = new Reports()
      .pass(5, { bps: BEST_BPS })
      .pass(1, { bps: BEST_BPS, lost: 0.2, roundTripMs: 140 });
    expect(full.estimate.capacityBps! / (0.8 * BEST_BPS)).toBeCloseTo(1, 1);
    expect(full.estimate).toMatchObject({ fractionLost: 0.2, queueMs: 100 });
    const policed = new Reports().pass(5, { bps: BEST_BPS }).pass(0.5, { bps: BEST_BPS, lost: 0.5 });
    expect(policed.estimate.capacityBps! / (0.5 * BEST_BPS)).toBeCloseTo(1, 1);
  });

  it('is not limited where packets are lost by chance', () => {
    const reports = new Reports().pass(20, { bps: BEST_BPS, lost: 0.1 });
    expect(reports.estimate).toMatchObject({ capacityBps: undefined, fractionLost: 0.1 });
  });

  it('is trusted with more bit by bit while nothing is lost, and is free some time later', () => {
    const reports = new Reports().pass(5, { bps: BEST_BPS }).pass(1, { bps: BEST_BPS, lost: 0.7 });
    const found = reports.estimate.capacityBps!;
    reports.pass(2, { bps: found });
    expect(reports.estimate.capacityBps! / found).toBeGreaterThan(1.05);
    expect(reports.estimate.capacityBps! / found).toBeLessThan(1.15);
    reports.pass(12, { bps: found });
    expect(reports.estimate.capacityBps! / found).toBeGreaterThan(4);
    reports.pass(8, { bps: found });
    expect(reports.estimate.capacityBps).toBeUndefined();
  });

  it('is known by what a page counts', () => {
    const path = new ReportedPath();
    const counts = { received: 0, lost: 0 };
    for (let now = 0; now < 6_000; now += 1_000) {
      for (let at = now; at < now + 1_000; at += 10) path.send(2_500, at);
      const isFull = now >= 3_000;
      counts.received += isFull ? 40 : 100;
      counts.lost += isFull ? 60 : 0;
      path.receiveCounts(counts, isFull ? 150 : 50, now + 1_000);
      // Counts that others overtook say nothing.
      path.receiveCounts({ received: 5, lost: 0 }, undefined, now + 1_000);
    }
    const { capacityBps, fractionLost, queueMs } = path.estimate(6_000);
    expect(fractionLost).toBe(0.6);
    expect(queueMs).toBe(100);
    expect(capacityBps).toBeLessThan(0.8e6);
    expect(path.estimate(20_000)).toMatchObject({ queueMs: 0, fractionLost: 0 });
  });

  it('is told the same twice, and anything at all', () => {
    const random = seededRandom(3);
    const path = new ReportedPath();
    for (let now = 0; now < 5_000; now++) {
      path.send(3_000 * random(), now);
      path.receiveEstimate(random() < 0.1 ? 0x3ffff * 2 ** 63 : 10 ** (12 * random()), now);
      const block = { ssrc: 1 + (now % 3), fractionLost: random(), highestSequence: 2 ** 32 * random() };
      for (let twice = 0; twice < 2; twice++) {
        path.receiveReport(block, random() < 0.5 ? undefined : 10 ** (9 * random()), now);
      }
      path.receiveCounts({ received: 2 ** 32 * random(), lost: 2 ** 32 * random() }, undefined, now);
      const { capacityBps = 1e6, queueMs, fractionLost } = path.estimate(now);
      if (
        !(
          capacityBps >= 1e5 &&
          capacityBps <= 1e7 * 1.5 &&
          queueMs >= 0 &&
          fractionLost >= 0 &&
          fractionLost <= 1
        )
      ) {
        expect({ capacityBps, queueMs, fractionLost }).toBeUndefined();
      }
    }
  });
});

/** Lets a path be reported as it was when that was recorded; tells what was known after each report. */
async function replay(name: string) {
  const file = new URL(`../../fixtures/feedback/${name}.txt.gz`, import.meta.url);
  const path = new ReportedPath();
  const known: (PathEstimate & { readonly time: number })[] = [];
  const estimates: number[] = [];
  for (const line of gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n')) {
    const [kind, first, second = '', wallTime, ssrc] = line.split(' ');
    const now = Number(first);
    if (kind === 's') path.send(Number(second), now);
    for (const feedback of kind === 'r' ? readRtcp(Buffer.from(second, 'base64')) : []) {
      if (feedback.kind === 'bandwidth') {
        path.receiveEstimate(feedback.bps, now);
        estimates.push(feedback.bps);
      }
      if (feedback.kind === 'report' && feedback.ssrc === Number(ssrc))
        path.receiveReport(feedback, roundTripMs(feedback, Number(wallTime)), now);
      known.push({ time: now, ...path.estimate(now) });
    }
  }
  return {
    estimates,
    during: (from: number, to: number) => known.filter(({ time }) => time >= from && time < to),
  };
}

describe('a path of which Chromium tells by REMB', () => {
  it('is known within two seconds when it drops, and limited by little before', async () => {
    const { estimates, during } = await replay('chromium-remb');
    expect(estimates.length).toBeGreaterThan(50);
    // Far more than is sent, though the estimate is that of a machine whose lateness was taken for a queue once.
    const before = during(DROP_MS - 500, DROP_MS);
    expect(before.length).toBeGreaterThan(1);
    expect(Math.min(...before.map(({ capacityBps = 1e9 }) => capacityBps))).toBeGreaterThan(600e3);
    const low = during(DROP_MS + 2_000, Number.POSITIVE_INFINITY);
    expect(low.length).toBeGreaterThan(20);
    const limits = low.map(({ capacityBps }) => capacityBps ?? Number.POSITIVE_INFINITY);
    expect(Math.min(...limits)).toBeGreaterThanOrEqual(100e3);
    expect(Math.max(...limits)).toBeLessThan(250e3);
    expect(Math.max(...low.map(({ queueMs }) => queueMs))).toBeGreaterThan(50);
  });
});

/** A stream that follows what is known of its path crosses a calculated link; tells its bitrate every 100 ms. */
function follow(changes: readonly { from: number; link: Partial<LinkProfile> }[], untilMs: number) {
  const link = new Link({ ...CLEAR_LINK, delayMs: 20 }, seededRandom(1, 1));
  const path = new ReportedPath();
  const follower = new RateFollower(BEST_BPS);
  const left = [...changes];
  const course: { time: number; bps: number; queueMs: number }[] = [];
  let block = { lost: 0, sent: 0, delayMs: 20 };
  let highest = 0;
  for (let now = 0; now < untilMs; now += 10) {
    while (left[0] && left[0].from <= now) link.change({ ...CLEAR_LINK, delayMs: 20, ...left.shift()!.link });
    const bytes = [178, ...Array.from({ length: 2 }, () => follower.bitrateBps / 8 / 200 + 70)];
    for (const size of bytes) {
      path.send(size, now);
      const fate = link.take(now, size - 28);
      block.sent++;
      if (fate.kind === 'delivered') block.delayMs = fate.at - now;
      else block.lost++;
    }
    if (now % 250 === 0 && now > 0) {
      highest += block.sent;
      const report = { ssrc: SSRC, fractionLost: block.lost / block.sent, highestSequence: highest };
      path.receiveReport(report, block.delayMs + 20, now);
      block = { ...block, lost: 0, sent: 0 };
    }
    if (now % 50 === 0) {
      follower.follow(
        Math.min(BEST_BPS, pictureBudgetBps(path.estimate(now), SOUND_ONLY, 60) ?? BEST_BPS),
        now,
      );
    }
    if (now % 100 === 0)
      course.push({ time: now, bps: follower.bitrateBps, queueMs: path.estimate(now).queueMs });
  }
  return (from: number, to: number) => course.filter(({ time }) => time >= from * 1000 && time < to * 1000);
}

describe('a stream that goes by reports only', () => {
  it('fits its path within seconds of a drop, and is as it was some time after', () => {
    const low = { rateBps: 800e3, queue: { ms: 100 } };
    const during = follow(
      [
        { from: 10_000, link: low },
        { from: 25_000, link: {} },
      ],
      60_000,
    );
    expect(during(5, 10).every(({ bps }) => bps === BEST_BPS)).toBe(true);
    const fitting = during(13, 25).map(({ bps }) => bps);
    expect(Math.max(...fitting)).toBeLessThan(900e3);
    expect(Math.min(...fitting)).toBeGreaterThan(200e3);
    const waiting = during(13, 25).filter(({ queueMs }) => queueMs > 60).length;
    expect(waiting / during(13, 25).length).toBeLessThan(0.3);
    expect(during(50, 60).every(({ bps }) => bps === BEST_BPS)).toBe(true);
  });
});
