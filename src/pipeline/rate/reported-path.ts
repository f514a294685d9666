import { LeastDelay } from './least-delay.js';
import type { PathEstimate } from './path-estimate.js';

/** What is sent counts over this time, ms. */
const LATELY_MS = 1_000;
/** Fewer packets than this tell nothing of losses. */
const LEAST_PACKETS = 20;
/** What isn't told anew within this time (ms) isn't so any more: some browsers report of sound every five seconds only. */
const STALE_LOSS_MS = 6_000;
const STALE_QUEUE_MS = 3_000;
/** A path that loses this share is full where packets wait for so long (ms), and elsewhere from the larger share on. */
const FULL_LOSS = 0.1;
const WAITING_MS = 15;
/** Where packets wait for so long (ms), it is no receiver that is late. */
const LONG_QUEUE_MS = 40;
const POLICED_LOSS = 0.25;
/** One that loses less than that and has such a queue is given less by this factor, once a second. */
const LOWER = 0.85;
/** A path that loses less than this has room for more. */
const CLEAN_LOSS = 0.02;
/** The receiver lowers its estimate by this share at least where packets begin to wait: then it is what the path carries. */
const LOWERED = 0.03;
/** For so long (ms) after that the queue may show: where none does, the receiver itself was late. */
const CONFIRMED_MS = 2_000;
/** One that is lower than what is sent by this share limits it from the beginning. */
const BELOW_SENT = 0.1;
/** A limit rises by this factor each second, near to where it was found and far above that. */
const RISE_NEAR = 1.05;
const RISE_FAR = 1.25;
const NEAR = 1.1;
/** Between two reports a limit rises for so long (ms) at most. */
const MOST_RISE_MS = 2_000;
/** Any lower limit is not believed, and any higher one is none, bit/s: games take less. */
const LOWEST_BPS = 100_000;
const FREE_BPS = 10_000_000;

/**
 * What a path carries by what viewers say whose browsers give no transport-wide feedback: the bitrate that the receiver
 * estimates (REMB, draft-alvestrand-rmcat-remb-03), the losses and the round trip of receiver reports (RFC 3550 section
 * 6.4), and the counts of a page. That comes a few times a second or less often, and says nothing of a path that isn't full:
 * an estimate is half as much again as what is sent, at most, and rises only with that. So a limit is taken for one where the
 * receiver lowers its estimate and packets wait, or where a path whose queue is long loses packets; and then rises by itself
 * until the next.
 *
 * Times are ms of a steady clock.
 */
export class ReportedPath {
  readonly #least = new LeastDelay();
  readonly #highest = new Map<number, number>();
  #sentBytes = 0;
  #sentAt = 0;
  #counted: { readonly received: number; readonly lost: number } | undefined;
  #lost = 0;
  #expected = 0;
  #loss = { share: 0, at: Number.NEGATIVE_INFINITY };
  /** How much longer than at best the last two round trips took: one may be by chance. */
  #queue = { ms: 0, before: 0, at: Number.NEGATIVE_INFINITY };
  #estimatedBps: number | undefined;
  #loweredAt = Number.NEGATIVE_INFINITY;
  #loweredByLossAt = Number.NEGATIVE_INFINITY;
  #limitBps: number | undefined;
  /** Where the limit was found, bit/s. */
  #foundBps = 0;
  #risenAt = 0;
  #isTold = false;

  /** Whether the viewer has said anything of the path. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** So many bytes go out on the path, all headers included. */
  send(bytes: number, now: number): void {
    this.#forgetSent(now);
    this.#sentBytes += bytes;
  }

  /** The receiver's estimate of what the path carries, bit/s. */
  receiveEstimate(bps: number, now: number): void {
    this.#isTold = true;
    const before = this.#estimatedBps;
    this.#estimatedBps = bps;
    const isLowered =
      before === undefined ? bps < (1 - BELOW_SENT) * this.#sentBps(now) : bps < (1 - LOWERED) * before;
    if (isLowered) this.#loweredAt = now;
    this.#confirm(now);
    if (this.#limitBps !== undefined && bps > this.#limitBps) this.#raise(bps);
  }

  /**
   * A report block about one of the viewer's sources, and no others.
   *
   * @param roundTripMs - by the same block; `undefined` before the receiver knows it.
   */
  receiveReport(
    report: { readonly ssrc: number; readonly fractionLost: number; readonly highestSequence: number },
    roundTripMs: number | undefined,
    now: number,
  ): void {
    const before = this.#highest.get(report.ssrc);
    this.#highest.set(report.ssrc, report.highestSequence);
    const expected = before === undefined ? 0 : (report.highestSequence - before) | 0;
    // The same report may come under the names of two tracks, and says nothing of a source that stands still.
    if (expected <= 0) return;
    this.#takeRoundTrip(roundTripMs, now);
    this.#takeLosses(report.fractionLost * expected, expected, now);
  }

  /** The viewer's page counted so many packets since the beginning; what goes backwards was overtaken on its way. */
  receiveCounts(
    counts: { readonly received: number; readonly lost: number },
    roundTripMs: number | undefined,
    now: number,
  ): void {
    const before = this.#counted ?? counts;
    const received = (counts.received - before.received) | 0;
    const lost = (counts.lost - before.lost) | 0;
    if (received < 0 || lost < 0) return;
    this.#counted = { received: counts.received, lost: counts.lost };
    this.#takeRoundTrip(roundTripMs, now);
    this.#takeLosses(lost, received + lost, now);
  }

  /** What is known of the path. */
  estimate(now: number): PathEstimate {
    return {
      capacityBps: this.#limitBps,
      queueMs: now - this.#queue.at < STALE_QUEUE_MS ? Math.min(this.#queue.ms, this.#queue.before) : 0,
      fractionLost: now - this.#loss.at < STALE_LOSS_MS ? this.#loss.share : 0,
      silentMs: 0,
    };
  }

  #takeRoundTrip(roundTripMs: number | undefined, now: number): void {
    if (roundTripMs === undefined) return;
    this.#isTold = true;
    this.#least.add(now, roundTripMs);
    const ms = Math.max(0, roundTripMs - this.#least.ms);
    this.#queue = { ms, before: this.#queue.ms, at: now };
    this.#confirm(now);
  }

  /** Takes an estimate that was lowered for the limit, if packets wait, or nothing tells whether they do. */
  #confirm(now: number): void {
    const bps = this.#estimatedBps;
    if (bps === undefined || bps > FREE_BPS || now - this.#loweredAt > CONFIRMED_MS) return;
    const isUnknown = now - this.#queue.at > STALE_QUEUE_MS;
    if (!isUnknown && this.estimate(now).queueMs < LONG_QUEUE_MS) return;
    this.#loweredAt = Number.NEGATIVE_INFINITY;
    this.#find(bps, now);
  }

  #takeLosses(lost: number, expected: number, now: number): void {
    this.#isTold = true;
    this.#lost += lost;
    this.#expected += expected;
    if (this.#expected < LEAST_PACKETS) return;
    const share = Math.min(1, this.#lost / this.#expected);
    this.#loss = { share, at: now };
    this.#lost = 0;
    this.#expected = 0;
    const { queueMs } = this.estimate(now);
    if (share > POLICED_LOSS || (share > FULL_LOSS && queueMs > WAITING_MS)) {
      // What comes then is what the path carries.
      const came = this.#sentBps(now) * (1 - share);
      this.#find(Math.min(came, this.#limitBps ?? came), now);
    } else if (share < CLEAN_LOSS) this.#rise(now);
    else if (queueMs > WAITING_MS && now - this.#loweredByLossAt > LATELY_MS) {
      // Its queue runs over now and then: it has to get shorter.
      this.#loweredByLossAt = now;
      this.#find(LOWER * Math.min(this.#sentBps(now), this.#limitBps ?? FREE_BPS), now);
    } else this.#risenAt = now;
  }

  #find(bps: number, now: number): void {
    this.#limitBps = Math.max(LOWEST_BPS, bps);
    this.#foundBps = this.#limitBps;
    this.#risenAt = now;
  }

  #rise(now: number): void {
    const seconds = Math.min(MOST_RISE_MS, now - this.#risenAt) / 1000;
    this.#risenAt = now;
    if (this.#limitBps === undefined) return;
    const factor = this.#limitBps < NEAR * this.#foundBps ? RISE_NEAR : RISE_FAR;
    this.#raise(this.#limitBps * factor ** seconds);
  }

  #raise(bps: number): void {
    this.#limitBps = bps > FREE_BPS ? undefined : bps;
  }

  #sentBps(now: number): number {
    this.#forgetSent(now);
    return (8 * this.#sentBytes * 1000) / LATELY_MS;
  }

  #forgetSent(now: number): void {
    this.#sentBytes *= Math.exp(-Math.max(0, now - this.#sentAt) / LATELY_MS);
    this.#sentAt = Math.max(now, this.#sentAt);
  }
}
