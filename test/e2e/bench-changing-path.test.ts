import * as v from 'valibot';
import { expect, test } from 'vitest';
import { benchResult } from '../../src/bench/report/result.js';
import type { TimePoint } from '../../src/bench/report/time-line.js';
import { runCloudgame } from '../commands/run-cloudgame.js';

const DELAY_MS = 200;
const PHASES = ['none', `down.delay=${DELAY_MS},down.loss=20%`, 'none'];
const PHASE_MS = 3_000;
/** At its edges what was sent in one phase comes in the next. */
const EDGE_MS = 500;

test('phases of a path that changes are found in the time line', async () => {
  const network = PHASES.map((phase) => `${phase}@${PHASE_MS}ms`).join('>');
  const run = runCloudgame(
    ...['bench', '--network', network, '--transport', 'frames', '--codec', 'vp8'],
    ...['--page', 'secure', '--presses', 'isolated', '--warm-up', '1', '--repeat', '1'],
  );
  expect(await run.exit(), run.stderr).toBe(0);
  const [result] = v.parse(benchResult, JSON.parse(run.stdout)).runs;
  const { networkPhases = [], timeLine = [], durationMs, pathChanges } = result!;
  expect(durationMs).toBeGreaterThanOrEqual(PHASES.length * PHASE_MS);
  expect(networkPhases.map(({ name }) => name)).toEqual(PHASES);
  expect(pathChanges).toMatchObject({ count: 2 });
  const pointsOf = (phase: number) => {
    const { atMs, durationMs = 0 } = networkPhases[phase]!;
    return timeLine.filter((point) => point.atMs > atMs + EDGE_MS && point.atMs < atMs + durationMs);
  };
  const valuesOf = (phase: number, figure: (point: TimePoint) => number | undefined) =>
    pointsOf(phase).flatMap((point) => figure(point) ?? []);
  const told = JSON.stringify({ networkPhases, timeLine });
  for (const [phase, isBad] of [false, true, false].entries()) {
    const lost = valuesOf(phase, ({ lossShare }) => lossShare);
    const mean = lost.reduce((sum, share) => sum + share, 0) / lost.length;
    expect(mean > 0.05 && mean < 0.5, told).toBe(isBad);
    expect(Math.max(...valuesOf(phase, ({ sentBps }) => sentBps)), told).toBeGreaterThan(0);
    // A busy machine may add to the delay of a path, and takes nothing from it.
    const trips = isBad ? valuesOf(phase, ({ roundTripMs }) => roundTripMs) : [];
    for (const roundTripMs of trips) expect(roundTripMs, told).toBeGreaterThanOrEqual(DELAY_MS);
  }
});
