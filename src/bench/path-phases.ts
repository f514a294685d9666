import type { EnteredPhase } from './network/relay-report.js';
import { rounded } from './report/distribution.js';
import type { Measures } from './report/measures.js';
import type { NetworkPhase } from './report/time-line.js';

/** A picture that is seen for longer (ms) holds up the game. */
const LONG_FREEZE_MS = 300;
/** Frames flow while no picture is seen for longer than this (ms), … */
const FLOWING_GAP_MS = 100;
/** … for so long (ms) at least. */
const FLOWING_MS = 1_000;

interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * What was seen in each phase of a path that changed. A gap between two pictures counts where most of it lies.
 *
 * @param phases - with the times at which they began, ms since the run's start.
 * @param displayedMs - when another picture appeared on the display, ascending, ms since the run's start.
 */
export function seenInPhases(
  phases: readonly (Pick<EnteredPhase, 'name' | 'cut'> & { readonly atMs: number })[],
  displayedMs: readonly number[],
  durationMs: number,
): NetworkPhase[] {
  const gaps = gapsOf(displayedMs, durationMs);
  return phases.map(({ name, cut, atMs }, index) => {
    const endMs = Math.max(atMs, Math.min(durationMs, phases[index + 1]?.atMs ?? durationMs));
    const middles = gaps.filter(({ from, to }) => (from + to) / 2 >= atMs && (from + to) / 2 < endMs);
    const lengths = middles.map(({ from, to }) => to - from);
    const shown = displayedMs.filter((time) => time >= atMs && time < endMs).length;
    const flowsAfterMs = flowingAfter(gaps, atMs, endMs);
    return {
      atMs: rounded(atMs),
      name,
      ...(cut && { cut }),
      durationMs: rounded(endMs - atMs),
      freezes: lengths.filter((length) => length > LONG_FREEZE_MS).length,
      longestFreezeMs: rounded(Math.max(0, ...lengths)),
      ...(flowsAfterMs !== undefined && { flowsAfterMs: rounded(flowsAfterMs) }),
      ...(endMs > atMs && { fps: rounded((shown * 1000) / (endMs - atMs)) }),
    };
  });
}

/**
 * The figures over all changes of a path; `undefined` where it never changed.
 *
 * @param seatKept - whether the player has the seat at the end that it had at the beginning.
 */
export function pathChangesOf(
  phases: readonly NetworkPhase[],
  seatKept: boolean,
): Measures['pathChanges'] | undefined {
  const changes = phases.slice(1);
  if (changes.length === 0) return undefined;
  // Where frames never flowed, the whole phase was too short for it.
  const recoveries = changes.map(({ flowsAfterMs, durationMs = 0 }) => flowsAfterMs ?? durationMs);
  const reconnects = recoveries.filter((_, index) => changes[index]!.cut);
  return {
    count: changes.length,
    freezes: phases.reduce((sum, { freezes = 0 }) => sum + freezes, 0),
    longestFreezeMs: Math.max(...phases.map(({ longestFreezeMs = 0 }) => longestFreezeMs)),
    slowestRecoveryMs: Math.max(...recoveries),
    ...(reconnects.length > 0 && { reconnectMs: Math.max(...reconnects), seatKept: seatKept ? 1 : 0 }),
  };
}

/** The one that the run cuts off at its end counts as far as it was seen. */
function gapsOf(displayedMs: readonly number[], durationMs: number): Gap[] {
  return displayedMs.map((from, index) => ({
    from,
    to: Math.max(from, displayedMs[index + 1] ?? durationMs),
  }));
}

/** How long after its beginning frames flow in a phase; `undefined` where they don't. */
function flowingAfter(gaps: readonly Gap[], atMs: number, endMs: number): number | undefined {
  let since = atMs;
  for (const { from, to } of gaps) {
    if (to - from <= FLOWING_GAP_MS || to <= since) continue;
    if (from - since >= FLOWING_MS) break;
    since = to;
  }
  return endMs - since >= FLOWING_MS ? since - atMs : undefined;
}
