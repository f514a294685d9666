import type { FollowedPress } from './follow-presses.js';
import { FREEZE_MS, intervalsOf, type Span } from './frame-counts.js';
import type { LoggedPing, LoggedTransport } from './page/page-log.js';
import { medianOf } from './report/distribution.js';
import type { TimePoint } from './report/time-line.js';

const PERIOD_MS = 1_000;

/** A run second by second; the rest of one at its end is left out. All times are of the page's clock, ms. */
export function timeLineOf(run: {
  readonly inPage: Span;
  /** When pictures appeared, in order. */
  readonly displayed: readonly number[];
  readonly presses: readonly FollowedPress[];
  readonly pings: readonly LoggedPing[];
  readonly transports: readonly LoggedTransport[];
}): TimePoint[] {
  const { inPage, displayed, presses, pings, transports } = run;
  const gaps = intervalsOf(displayed).map((gapMs, index) => ({ gapMs, time: displayed[index + 1]! }));
  const periods = Math.floor((inPage.to - inPage.from) / PERIOD_MS);
  return Array.from({ length: periods }, (_, index) => {
    const from = inPage.from + index * PERIOD_MS;
    const isIn = (time: number) => time >= from && time < from + PERIOD_MS;
    const ended = gaps.filter(({ time }) => isIn(time)).map(({ gapMs }) => gapMs);
    const freezes = ended.filter((gapMs) => gapMs > FREEZE_MS);
    const pressed = presses.filter(({ time }) => isIn(time)).map(({ inputToPhotonMs }) => inputToPhotonMs);
    const trips = pings
      .filter(({ receivedTime }) => isIn(receivedTime))
      .map(({ sentTime, receivedTime }) => receivedTime - sentTime);
    const transport = transports.findLast(({ time }) => time < from + PERIOD_MS)?.transport;
    return {
      atMs: index * PERIOD_MS,
      ...(transport && { transport }),
      fps: (displayed.filter(isIn).length * 1_000) / PERIOD_MS,
      freezeMs: freezes.reduce((sum, gapMs) => sum + gapMs, 0),
      ...(ended.length > 0 && { longestGapMs: Math.max(...ended) }),
      ...(pressed.length > 0 && { inputToPhotonMs: medianOf(pressed) }),
      ...(trips.length > 0 && { roundTripMs: medianOf(trips) }),
    };
  });
}
