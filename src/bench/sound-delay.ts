import type { FollowedPress } from './follow-presses.js';
import type { LoggedBeep } from './page/page-log.js';
import { distributionOf } from './report/distribution.js';
import type { Measures } from './report/measures.js';

type Heard = Pick<FollowedPress, 'stepTime' | 'displayTime'>;

/** A sound that comes later (ms) than this has another cause. */
const LONGEST_MS = 1_000;
/** Delays of one run lie within this (ms) of each other, but for those of an adapting buffer. */
const SPREAD_MS = 40;
/** Of a run of hours so many suffice. */
const MOST_PRESSES = 500;
/** What fewer presses say is chance. */
const FEWEST = 3;

/**
 * How late beeps were heard, in the median: after the step that made them, and after the picture of the same step. A
 * sound may come later than the next press, so which beep is whose is not plain: for all presses together it is, since
 * only the right delay is the same for many of them.
 *
 * @param toHost - what the host's clock shows (ms) at a time of the page (ms).
 */
export function soundDelay(
  presses: readonly Heard[],
  beeps: readonly LoggedBeep[],
  toHost: (pageTime: number) => number,
): Pick<NonNullable<Measures['sound']>, 'delayMs' | 'audioVideoOffsetMs'> {
  const some = spread(presses);
  const pairs = some
    .flatMap(({ stepTime, displayTime }) =>
      beeps
        .map(({ time }) => ({ delayMs: toHost(time) - stepTime, offsetMs: time - displayTime }))
        .filter(({ delayMs }) => delayMs > 0 && delayMs < LONGEST_MS),
    )
    .sort((a, b) => a.delayMs - b.delayMs);
  const likely = densest(pairs);
  if (likely.length < Math.max(FEWEST, some.length / 2)) return {};
  return {
    delayMs: distributionOf(likely.map(({ delayMs }) => delayMs))?.p50,
    audioVideoOffsetMs: distributionOf(likely.map(({ offsetMs }) => offsetMs))?.p50,
  };
}

/** As many of them as suffice, from the whole of the run. */
function spread(presses: readonly Heard[]): readonly Heard[] {
  const step = Math.ceil(presses.length / MOST_PRESSES);
  return presses.filter((_, index) => index % step === 0);
}

/** The most pairs whose delays lie close together. */
function densest<Pair extends { readonly delayMs: number }>(sorted: readonly Pair[]): readonly Pair[] {
  let best: readonly Pair[] = [];
  for (let first = 0, end = 0; first < sorted.length; first++) {
    while (end < sorted.length && sorted[end]!.delayMs - sorted[first]!.delayMs <= SPREAD_MS) end++;
    if (end - first > best.length) best = sorted.slice(first, end);
  }
  return best;
}
