import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PIECE_NAMES, type PieceName } from '../../src/bench/report/latency.js';
import { benchResult } from '../../src/bench/report/result.js';
import { runCloudgame } from '../commands/run-cloudgame.js';

const DELAY_MS = 50;
const TOLERANCE_MS = 5;
const NETWORKS = { clear: 'delay=0', up: `up.delay=${DELAY_MS}`, down: `down.delay=${DELAY_MS}` };

test('a delay in one direction is found in that direction’s piece, and in no other', async () => {
  const run = runCloudgame(
    'bench',
    ...['--network', Object.values(NETWORKS).join(';'), '--transport', 'frames', '--codec', 'vp8'],
    ...['--page', 'secure', '--presses', 'isolated', '--warm-up', '1', '--duration', '12', '--repeat', '1'],
  );
  expect(await run.exit(), run.stderr).toBe(0);
  const { runs } = v.parse(benchResult, JSON.parse(run.stdout));
  const piecesWith = (network: string) => {
    const { pieces = {} } = runs.find(({ combination }) => combination.network === network)!;
    return Object.fromEntries(
      PIECE_NAMES.map((name) => [name, interquartileMean(pieces[name]?.samples ?? [0])]),
    ) as Record<PieceName, number>;
  };
  const clear = piecesWith(NETWORKS.clear);
  const growth = (network: string) => {
    const delayed = piecesWith(network);
    return Object.fromEntries(PIECE_NAMES.map((name) => [name, delayed[name] - clear[name]]));
  };
  const grown = { up: growth(NETWORKS.up), down: growth(NETWORKS.down) };
  for (const name of PIECE_NAMES) {
    const expected = { up: name === 'inputWayMs' ? DELAY_MS : 0, down: name === 'networkMs' ? DELAY_MS : 0 };
    for (const direction of ['up', 'down'] as const) {
      const error = Math.abs(grown[direction][name]! - expected[direction]);
      expect(error, `${name}, ${direction}: ${JSON.stringify(grown)}`).toBeLessThan(TOLERANCE_MS);
    }
  }
}, 240_000);

/**
 * The mean of the middle half of samples. The wait for a display is anything from nothing to a whole frame: the median of
 * such samples is off by half as much again, and a mean of all of them is off by one that the machine held up.
 */
function interquartileMean(samples: readonly number[]): number {
  const quarter = Math.floor(samples.length / 4);
  const middle = [...samples].sort((a, b) => a - b).slice(quarter, samples.length - quarter);
  return middle.reduce((sum, sample) => sum + sample, 0) / middle.length;
}
