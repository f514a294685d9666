import { byCombination } from './combination.js';
import type { BenchResult } from './result.js';

/**
 * The warnings of a result and of its runs, each once, those of runs with the combination that they are about.
 *
 * @param labels of the combinations, in the order of the summary.
 */
export function allWarnings({ warnings, runs }: BenchResult, labels: readonly string[]): string[] {
  const ofRuns = byCombination(runs).flatMap((repeats, index) =>
    repeats.flatMap((run) =>
      run.warnings.map((warning) => (labels[index] ? `${labels[index]}: ${warning}` : warning)),
    ),
  );
  return [...new Set([...warnings, ...ofRuns])];
}
