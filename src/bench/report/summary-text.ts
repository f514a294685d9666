import type { ChalkInstance } from 'chalk';
import { printable, wrapWords } from '../../terminal/text-width.js';
import { allWarnings } from './all-warnings.js';
import { labelCombinations } from './combination-label.js';
import { figureAt } from './figure-path.js';
import { growthLines } from './growth-text.js';
import { formatFigure, KEY_FIGURES } from './key-figure.js';
import type { AssertionOutcome, BenchResult } from './result.js';
import { tableLines } from './text-table.js';

/** Figures of the table, with heads as short as figures are. */
const COLUMNS: readonly (readonly [path: string, head: string])[] = [
  ['inputToPhotonMs.p50', 'p50 ms'],
  ['inputToPhotonMs.p95', 'p95 ms'],
  ['inputToPhotonMs.p99', 'p99 ms'],
  ['fromOutside.keyToPixelMs.p50', 'outside'],
  ['inputToDrawnMs.p50', 'drawn'],
  ['frames.fps', 'fps'],
  ['frames.longestFreezeMs', 'freeze ms'],
  ['pathChanges.slowestRecoveryMs', 'back ms'],
  ['picture.bitrateBps', 'Mb/s'],
  ['picture.ssim', 'SSIM'],
  ['join.linkToFirstFrameMs', 'join ms'],
  ['cost.total.cpuShare', 'CPU %'],
];

/** The lines for people at the end of a benchmark: a table of the combinations, then assertions and warnings. */
export function summaryText(result: BenchResult, columns: number, colours: ChalkInstance): string[] {
  const { summary, assertions = [] } = result;
  if (summary.length === 0) return ['Nothing was measured.'];
  const { common, labels } = labelCombinations(summary.map(({ combination }) => combination));
  const shown = COLUMNS.filter(([path]) => summary.some((one) => figureAt(one, path) !== undefined));
  const rows = summary.map((one, index) => [
    printable(labels[index] || 'all runs'),
    ...shown.map(([path]) => {
      const value = figureAt(one, path);
      const unit = KEY_FIGURES.find((figure) => figure.path === path)?.unit ?? '';
      return value === undefined ? '–' : formatFigure(value, { unit });
    }),
  ]);
  const table = { head: ['Input to photon', ...shown.map(([, head]) => head)], rows };
  const lines = tableLines(table, columns, (cell, row, column) =>
    row === -1 ? colours.dim(cell) : column === 1 ? colours.bold(cell) : cell,
  );
  return [
    ...wrapWords(printable(common), columns, 2).map((line) => colours.bold(line)),
    ...lines,
    ...growthLines(result, labels, columns),
    ...assertionLines(assertions, columns, colours),
    ...allWarnings(result, labels).flatMap((warning) =>
      wrapWords(`! ${printable(warning)}`, columns, 2).map((line) => colours.yellow(line)),
    ),
  ];
}

/** What became of each assertion, those that don't hold with where and what was measured. */
export function assertionLines(
  outcomes: readonly AssertionOutcome[],
  columns: number,
  colours: ChalkInstance,
): string[] {
  return outcomes.flatMap(({ expression, holds, broken }) => {
    const mark = holds ? colours.green('✓') : colours.red('✗');
    const { common, labels } = labelCombinations(broken.map(({ combination }) => combination));
    const breaches = broken.flatMap(({ value, repeat }, index) => {
      const where = labels[index] || common;
      const run = repeat === undefined ? '' : `, run ${repeat}`;
      return wrapWords(printable(`${value ?? 'not measured'}: ${where}${run}`), columns - 4, 2).map(
        (line) => `    ${line}`,
      );
    });
    const nothing =
      !holds && broken.length === 0 ? ['    It is about no combination that was measured.'] : [];
    return [`${mark} ${printable(expression)}`, ...breaches, ...nothing];
  });
}
