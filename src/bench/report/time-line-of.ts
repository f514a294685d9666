import { medianOf } from './distribution.js';
import type { RunResult } from './result.js';
import type { TimePoint } from './time-line.js';

/** A gap between two shown pictures that is longer (ms) is a freeze. */
const FREEZE_MS = 100;

/** What was seen in the course of a run; all times are ms since its start. */
export interface RunCourse {
  readonly durationMs: number;
  /** When another picture appeared on the display, ascending. */
  readonly displayedMs: readonly number[];
  readonly presses?: readonly { readonly atMs: number; readonly inputToPhotonMs: number }[];
  readonly transports?: RunResult['transports'];
  /** What was asked for now and then, at whatever times; of several in a second the last counts. */
  readonly looks?: readonly TimePoint[];
}

/** The run in spans of a second or nearly that, so that all are of the same length. */
export function timeLineOf({
  durationMs,
  displayedMs,
  presses = [],
  transports = [],
  looks = [],
}: RunCourse): TimePoint[] {
  if (durationMs <= 0) return [];
  const spans = Math.max(1, Math.round(durationMs / 1000));
  const spanMs = durationMs / spans;
  const spanOf = (time: number) => Math.min(spans - 1, Math.max(0, Math.floor(time / spanMs)));
  const shown = grouped(displayedMs, spans, spanOf);
  const gaps = grouped(gapsOf(displayedMs, durationMs), spans, ({ endMs }) => spanOf(endMs));
  const pressed = grouped(presses, spans, ({ atMs }) => spanOf(atMs));
  const looked = grouped(looks, spans, ({ atMs }) => spanOf(atMs));
  return Array.from({ length: spans }, (_, index): TimePoint => {
    const endMs = (index + 1) * spanMs;
    const lengths = gaps[index]!.map(({ lengthMs }) => lengthMs);
    const photons = pressed[index]!.map(({ inputToPhotonMs }) => inputToPhotonMs);
    const transport = transports.findLast(({ atMs }) => atMs < endMs)?.transport;
    return {
      ...Object.assign({}, ...looked[index]!),
      atMs: endMs,
      ...(transport !== undefined && { transport }),
      fps: (shown[index]!.length * 1000) / spanMs,
      freezeMs: lengths.filter((length) => length > FREEZE_MS).reduce((sum, length) => sum + length, 0),
      ...(lengths.length > 0 && { longestGapMs: Math.max(...lengths) }),
      ...(photons.length > 0 && { inputToPhotonMs: medianOf(photons) }),
    };
  });
}

interface Gap {
  readonly endMs: number;
  readonly lengthMs: number;
}

/** Between shown pictures; the one that the run cuts off at its end counts as far as it was seen. */
function gapsOf(displayedMs: readonly number[], durationMs: number): Gap[] {
  const ends = [...displayedMs.slice(1), durationMs];
  return displayedMs.map((time, index) => ({
    endMs: ends[index]!,
    lengthMs: Math.max(0, ends[index]! - time),
  }));
}

function grouped<T>(all: readonly T[], count: number, groupOf: (one: T) => number): T[][] {
  const groups = Array.from({ length: count }, (): T[] => []);
  for (const one of all) groups[groupOf(one)]!.push(one);
  return groups;
}
