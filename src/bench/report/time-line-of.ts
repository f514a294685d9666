import { medianOf, rounded } from './distribution.js';
import type { Freeze, TimePoint } from './time-line.js';

/** A gap between two shown pictures that is longer (ms) is a freeze. */
export const FREEZE_MS = 100;
/** Spans are so long (ms), or longer where that were too many. */
const SPAN_MS = 250;
const MOST_SPANS = 1_200;
/** A run may last longer than was meant by so much (ms), on a busy machine. */
const LATE_MS = 5_000;
const MOST_FREEZES = 1_000;

/** What was seen in the course of a run; all times are ms since its start. */
export interface RunCourse {
  readonly durationMs: number;
  /** When another picture appeared on the display, ascending. */
  readonly displayedMs: readonly number[];
  readonly presses?: readonly { readonly atMs: number; readonly inputToPhotonMs: number }[];
  readonly transports?: readonly {
    readonly atMs: number;
    readonly transport: NonNullable<TimePoint['transport']>;
  }[];
  /** What was asked for now and then, at whatever times; of several in a span the last of each figure counts. */
  readonly looks?: readonly TimePoint[];
  /** What is known of every span from its beginning to its end. */
  readonly during?: (fromMs: number, toMs: number) => Partial<TimePoint>;
}

/** How long the spans of a run's time line are, ms: four a second, fewer in runs that last long. */
export function spanOf(durationMs: number): number {
  return SPAN_MS * Math.max(1, Math.ceil((durationMs - LATE_MS) / SPAN_MS / MOST_SPANS));
}

/** The run in spans, a quarter of a second each or nearly that, so that all are of the same length. */
export function timeLineOf(course: RunCourse): TimePoint[] {
  const { durationMs, displayedMs, presses = [], transports = [], looks = [], during } = course;
  if (durationMs <= 0) return [];
  const spans = Math.max(1, Math.round(durationMs / spanOf(durationMs)));
  const spanMs = durationMs / spans;
  const indexOf = (time: number) => Math.min(spans - 1, Math.max(0, Math.floor(time / spanMs)));
  const shown = grouped(displayedMs, spans, indexOf);
  const gaps = grouped(gapsOf(displayedMs, durationMs), spans, ({ atMs, lengthMs }) =>
    indexOf(atMs + lengthMs),
  );
  const pressed = grouped(presses, spans, ({ atMs }) => indexOf(atMs));
  const looked = grouped(looks, spans, ({ atMs }) => indexOf(atMs));
  return Array.from({ length: spans }, (_, index): TimePoint => {
    const endMs = (index + 1) * spanMs;
    const lengths = gaps[index]!.map(({ lengthMs }) => lengthMs);
    const photons = pressed[index]!.map(({ inputToPhotonMs }) => inputToPhotonMs);
    const transport = transports.findLast(({ atMs }) => atMs < endMs)?.transport;
    return roundedPoint({
      ...Object.assign({}, ...looked[index]!),
      ...during?.(endMs - spanMs, endMs),
      atMs: endMs,
      ...(transport !== undefined && { transport }),
      fps: (shown[index]!.length * 1000) / spanMs,
      freezeMs: lengths.filter((length) => length > FREEZE_MS).reduce((sum, length) => sum + length, 0),
      ...(lengths.length > 0 && { longestGapMs: Math.max(...lengths) }),
      ...(photons.length > 0 && { inputToPhotonMs: medianOf(photons) }),
    });
  });
}

/** When pictures stood still, and for how long; of very many the longest. */
export function freezesOf(displayedMs: readonly number[], durationMs: number): Freeze[] {
  const all = gapsOf(displayedMs, durationMs).filter(({ lengthMs }) => lengthMs > FREEZE_MS);
  return all
    .sort((a, b) => b.lengthMs - a.lengthMs)
    .slice(0, MOST_FREEZES)
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, lengthMs }) => ({ atMs: rounded(atMs), lengthMs: rounded(lengthMs) }));
}

/** Between shown pictures; the one that the run cuts off at its end counts as far as it was seen. */
function gapsOf(displayedMs: readonly number[], durationMs: number): Freeze[] {
  return displayedMs.map((atMs, index) => ({
    atMs,
    lengthMs: Math.max(0, (displayedMs[index + 1] ?? durationMs) - atMs),
  }));
}

function grouped<T>(all: readonly T[], count: number, groupOf: (one: T) => number): T[][] {
  const groups = Array.from({ length: count }, (): T[] => []);
  for (const one of all) groups[groupOf(one)]!.push(one);
  return groups;
}

/** To a thousandth of each unit: there are many points, and nothing is known better than that. */
function roundedPoint<T>(value: T): T {
  if (typeof value === 'number') return rounded(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, roundedPoint(part)])) as T;
}
