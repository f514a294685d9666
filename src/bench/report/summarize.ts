import { byCombination } from './combination.js';
import { withTotal } from './cost.js';
import { costGrowthOf } from './cost-growth.js';
import { medianOf } from './distribution.js';
import { type Measures, measures } from './measures.js';
import { type BenchResult, RESULT_VERSION, type RunResult, type SummaryResult } from './result.js';

/** The whole result of runs: adds the version, the summary, and what the host's processes cost together. */
export function benchResultOf(parts: Omit<BenchResult, 'version' | 'summary'>): BenchResult {
  const { startedAt, machine, settings, warnings } = parts;
  const runs = parts.runs.map((run) =>
    run.cost === undefined ? run : { ...run, cost: withTotal(run.cost) },
  );
  const summary = summarize(runs);
  const growth = costGrowthOf(summary);
  return {
    ...{ version: RESULT_VERSION, startedAt, machine, settings, runs, summary },
    ...(growth.length > 0 && { costGrowth: growth }),
    warnings,
  };
}

/** By combination the median over its repeats, figure by figure; a figure that only some runs have is that of those. */
export function summarize(runs: readonly RunResult[]): SummaryResult[] {
  return byCombination(runs).map((repeats) => ({
    combination: repeats[0].combination,
    repeats: repeats.length,
    ...(medianOfFigures(repeats.map(measuresOf)) as Measures),
  }));
}

function measuresOf(run: RunResult): object {
  return Object.fromEntries(Object.entries(run).filter(([name]) => name in measures));
}

function medianOfFigures(trees: readonly object[]): object {
  const names = new Set(trees.flatMap((tree) => Object.keys(tree)));
  const figures = [...names].flatMap((name): [string, unknown][] => {
    const values = trees
      .map((tree) => (tree as Record<string, unknown>)[name])
      .filter((value) => value !== undefined);
    if (values.length === 0) return [];
    if (values.every((value) => typeof value === 'number')) return [[name, middle(values)]];
    // Lists, the samples, have no median.
    if (values.every((value) => typeof value === 'object' && value !== null && !Array.isArray(value))) {
      return [[name, medianOfFigures(values as object[])]];
    }
    return [];
  });
  return Object.fromEntries(figures);
}

/** Of whole numbers a whole one: half a frame was never dropped. */
function middle(values: readonly number[]): number {
  const median = medianOf(values);
  return values.every(Number.isInteger) ? Math.round(median) : median;
}
