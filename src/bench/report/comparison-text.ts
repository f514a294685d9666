import type { ChalkInstance } from 'chalk';
import { printable, wrapWords } from '../../terminal/text-width.js';
import { labelCombinations } from './combination-label.js';
import type { ComparedFigure, Comparison } from './comparison-result.js';
import { formatFigure, KEY_FIGURES } from './key-figure.js';
import { tableLines } from './text-table.js';

/** What a comparison found, as lines for people: the figures that changed, of each combination. */
export function comparisonText(comparison: Comparison, columns: number, colours: ChalkInstance): string[] {
  const { before, combinations, onlyBefore, onlyAfter } = comparison;
  const { common, labels } = labelCombinations(combinations.map(({ combination }) => combination));
  const title = `Compared with ${before.startedAt} (cloudgame ${before.cloudgame})`;
  const paragraph = (text: string, colour: ChalkInstance) =>
    wrapWords(printable(text), columns, 2).map((line) => colour(line));
  return [
    ...paragraph(title, colours.bold),
    ...(before.sameMachine ? [] : paragraph(`! Another machine: ${before.cpu}.`, colours.yellow)),
    ...combinations.flatMap(({ figures }, index) => [
      ...paragraph(labels[index] || common, colours.bold),
      ...figureLines(figures, columns, colours),
    ]),
    ...(onlyBefore.length > 0 ? [`Not measured any more: ${combinationCount(onlyBefore.length)}.`] : []),
    ...(onlyAfter.length > 0 ? [`Not measured then: ${combinationCount(onlyAfter.length)}.`] : []),
  ];
}

function figureLines(figures: readonly ComparedFigure[], columns: number, colours: ChalkInstance): string[] {
  const changed = figures.filter(({ verdict }) => verdict !== 'same');
  const same = figures.length - changed.length;
  const rest =
    same === 0
      ? []
      : [
          colours.dim(
            `  ${same === 1 ? '1 figure' : `${same} figures`} without a difference that the runs show`,
          ),
        ];
  if (changed.length === 0) return rest;
  const rows = changed.map((figure) => {
    const { label, before, after, change } = comparedCells(figure);
    return [`  ${label}`, before, after, change, figure.verdict];
  });
  const colour = { better: colours.green, worse: colours.red, unclear: colours.dim, same: colours.dim };
  const head = ['', 'before', 'after', 'change', ''];
  const lines = tableLines({ head, rows }, columns, (cell, row, column) =>
    row === -1 ? colours.dim(cell) : column < 3 ? cell : colour[changed[row]!.verdict](cell),
  );
  return [...lines, ...rest];
}

/** A compared figure for people. */
export function comparedCells({ figure, before, after }: ComparedFigure) {
  const known = KEY_FIGURES.find(({ path }) => path === figure);
  const unit = known?.unit ?? '';
  const written = (value: number) =>
    unit === '' ? formatFigure(value, { unit }) : `${formatFigure(value, { unit })} ${unit}`;
  const share = before === 0 ? undefined : (after - before) / Math.abs(before);
  const sign = after > before ? '+' : after < before ? '−' : '±';
  const change =
    share === undefined
      ? `${sign}${written(Math.abs(after - before))}`
      : `${sign}${formatFigure(Math.abs(share), { unit: '%' })} %`;
  return { label: known?.label ?? figure, before: written(before), after: written(after), change };
}

function combinationCount(count: number): string {
  return count === 1 ? '1 combination' : `${count} combinations`;
}
