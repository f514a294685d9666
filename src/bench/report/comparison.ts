import { byCombination, combinationKey } from './combination.js';
import type { ComparedFigure, Comparison } from './comparison-result.js';
import { medianOf } from './distribution.js';
import { figureAt } from './figure-path.js';
import { KEY_FIGURES, type KeyFigure } from './key-figure.js';
import type { Machine } from './machine.js';
import type { BenchResult, RunResult } from './result.js';

/**
 * Compares the key figures of two results, by combination.
 *
 * Two medians always differ a little. What counts as a difference is that every new run is on the same side of every
 * old one, and that chance alone would do this in at most one of ten comparisons: of all ways to deal n + m runs out to
 * both, two keep them apart, which takes three runs and three. (With many figures, one in ten still happens by chance.)
 */
export function compareResults(before: BenchResult, after: BenchResult): Comparison {
  const old = new Map(byCombination(before.runs).map((runs) => [combinationKey(runs[0].combination), runs]));
  const now = byCombination(after.runs);
  const keysNow = new Set(now.map(([{ combination }]) => combinationKey(combination)));
  return {
    before: {
      startedAt: before.startedAt,
      cloudgame: before.machine.cloudgame,
      cpu: before.machine.cpu,
      sameMachine: isSameMachine(before.machine, after.machine),
    },
    combinations: now.flatMap((runs) => {
      const [{ combination }] = runs;
      const oldRuns = old.get(combinationKey(combination));
      return oldRuns === undefined ? [] : [{ combination, figures: comparedFigures(oldRuns, runs) }];
    }),
    onlyBefore: [...old].flatMap(([key, [{ combination }]]) => (keysNow.has(key) ? [] : [combination])),
    onlyAfter: now.flatMap(([{ combination }]) =>
      old.has(combinationKey(combination)) ? [] : [combination],
    ),
  };
}

function comparedFigures(oldRuns: readonly RunResult[], newRuns: readonly RunResult[]): ComparedFigure[] {
  return KEY_FIGURES.flatMap((figure) => {
    const before = figuresOf(oldRuns, figure.path);
    const after = figuresOf(newRuns, figure.path);
    if (before.length === 0 || after.length === 0) return [];
    const verdict = verdictOn(before, after, figure.better);
    return [{ figure: figure.path, before: medianOf(before), after: medianOf(after), verdict }];
  });
}

function figuresOf(runs: readonly RunResult[], path: string): number[] {
  return runs.map((run) => figureAt(run, path)).filter((value) => value !== undefined);
}

/** Chance that no difference at all looks like one, at most. */
const LUCK = 0.1;

/** What the runs of both sides say, none of which is empty. */
export function verdictOn(
  before: readonly number[],
  after: readonly number[],
  better: KeyFigure['better'],
): ComparedFigure['verdict'] {
  const isLower = Math.max(...after) < Math.min(...before);
  const isHigher = Math.min(...after) > Math.max(...before);
  if (!isLower && !isHigher) return 'same';
  if (2 / waysToChoose(before.length + after.length, after.length) > LUCK) return 'unclear';
  return isLower === (better === 'lower') ? 'better' : 'worse';
}

/** n over k. */
function waysToChoose(n: number, k: number): number {
  let ways = 1;
  for (let index = 1; index <= k; index++) ways = (ways * (n - k + index)) / index;
  return ways;
}

function isSameMachine(one: Machine, other: Machine): boolean {
  return (['cpu', 'cores', 'memoryBytes', 'os'] as const).every((field) => one[field] === other[field]);
}
