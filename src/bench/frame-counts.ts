import type { BrowserCounts, LoggedPicture } from './page/page-log.js';
import { distributionOf } from './report/distribution.js';
import type { Measures } from './report/measures.js';
import { FREEZE_MS } from './report/time-line-of.js';
import type { Trace } from './trace.js';

export interface Span {
  /** ms */
  readonly from: number;
  readonly to: number;
}

/**
 * The times at which another picture appeared on the display within a span, both ms on the page's clock. A busy browser
 * leaves out callbacks of pictures that it presented: they are taken to have come evenly between those around them.
 */
export function displayTimes(pictures: readonly LoggedPicture[], { from, to }: Span): number[] {
  const shown = pictures.flatMap(({ displayTime, presented }) =>
    displayTime === null ? [] : [{ time: displayTime, presented }],
  );
  shown.sort((a, b) => a.time - b.time);
  const times = shown.flatMap(({ time, presented }, index) => {
    const before = shown[index - 1];
    if (before?.presented === undefined || presented === undefined) return [time];
    const steps = Math.max(1, presented - before.presented);
    return Array.from(
      { length: steps },
      (_, step) => time - ((time - before.time) * (steps - 1 - step)) / steps,
    );
  });
  return times.filter((time) => time >= from && time < to);
}

/** What became of the pictures of a run. */
export function countFrames(run: {
  readonly trace: Trace;
  /** The run, on the host's clock. */
  readonly onHost: Span;
  /** When pictures appeared, ms, and the run, both on the page's clock. */
  readonly displayed: readonly number[];
  readonly inPage: Span;
  readonly before: BrowserCounts;
  readonly after: BrowserCounts;
}): NonNullable<Measures['frames']> {
  const { trace, onHost, displayed, inPage, before, after } = run;
  const encoded = trace.encoded.filter(({ stepTime }) => stepTime >= onHost.from && stepTime < onHost.to);
  const numbers = encoded.map(({ number }) => number);
  const made = numbers.length === 0 ? 0 : numbers.at(-1)! - numbers[0]! + 1;
  // The viewer that measures is the first who joins.
  const leftOut = trace.leftOut(1);
  const intervals = intervalsOf(displayed);
  // A picture that stands still may do so until the run ends.
  const gaps = intervalsOf([inPage.from, ...displayed, inPage.to]);
  const freezes = gaps.filter((gap) => gap > FREEZE_MS);
  return {
    made,
    encoded: encoded.length,
    sent: encoded.filter(({ number }) => !leftOut.has(number)).length,
    received: after.framesReceived - before.framesReceived,
    decoded: after.framesDecoded - before.framesDecoded,
    presented: displayed.length,
    dropped: Math.max(0, made - displayed.length),
    repeated: repeatedTicks(intervals),
    keyframes: encoded.filter(({ keyframe }) => keyframe).length,
    freezes: freezes.length,
    longestFreezeMs: gaps.reduce((longest, gap) => Math.max(longest, gap), 0),
    totalFreezeMs: freezes.reduce((sum, gap) => sum + gap, 0),
    fps: (displayed.length * 1000) / (inPage.to - inPage.from),
  };
}

/** Between each and the next, in the unit of the times. */
export function intervalsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - times[index]!);
}

/** Between one step of the core and the next, ms. */
export function tickIntervals(trace: Trace, { from, to }: Span): number[] {
  const frames = [...trace.frames.values()].filter(({ stepTime }) => stepTime >= from && stepTime < to);
  return frames
    .slice(1)
    .flatMap((frame, index) =>
      frame.number === frames[index]!.number + 1 ? [frame.stepTime - frames[index]!.stepTime] : [],
    );
}

/** Display ticks that brought nothing new, if most brought something. */
function repeatedTicks(intervals: readonly number[]): number {
  const tick = distributionOf(intervals)?.p50 ?? 0;
  if (tick <= 0) return 0;
  return intervals.reduce((sum, interval) => sum + Math.max(0, Math.round(interval / tick) - 1), 0);
}
