import { labelCombinations } from '../combination-label.js';
import type { ComparedFigure, Comparison } from '../comparison-result.js';
import { comparedCells } from '../comparison-text.js';
import { dataTable } from './data-table.js';
import { html, type Markup } from './markup.js';

const VERDICTS = { better: '▲ better', worse: '▼ worse', same: 'same', unclear: '? too few runs' } as const;

/** What changed since an earlier result. */
export function comparisonSection(comparison: Comparison): Markup {
  const { before, combinations, onlyBefore, onlyAfter } = comparison;
  const { common, labels } = labelCombinations(combinations.map(({ combination }) => combination));
  return html`<section id="comparison"><h2>Compared with before</h2>
<p>With the result of ${before.startedAt} by cloudgame ${before.cloudgame}${
    !before.sameMachine && html`, <b class="bad">on another machine (${before.cpu})</b>`
  }. Better or worse is what every new run is than every old one, where chance alone would do this in at most one of ten
comparisons.</p>
${combinations.map(({ figures }, index) => {
  const caption = labels[index] || common;
  const changed = figures.filter(({ verdict }) => verdict !== 'same');
  const same = figures.filter(({ verdict }) => verdict === 'same');
  return html`<h3>${caption}</h3>${changed.length > 0 && figureTable(caption, changed)}${
    same.length > 0 &&
    html`<details class="behind"><summary>${same.length === 1 ? '1 figure' : `${same.length} figures`} without a difference that the runs show</summary>${figureTable(caption, same)}</details>`
  }\n`;
})}${onlyBefore.length > 0 && html`<p>Not measured any more: ${list(onlyBefore)}.</p>`}${
  onlyAfter.length > 0 && html`<p>Not measured then: ${list(onlyAfter)}.</p>`
}</section>`;
}

function figureTable(caption: string, figures: readonly ComparedFigure[]): Markup {
  return dataTable({
    caption,
    head: ['', 'before', 'after', 'change', ''],
    rows: figures.map((figure) => {
      const { label, before, after, change } = comparedCells(figure);
      const { verdict } = figure;
      const colour = verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : '';
      return [label, before, after, change, html`<span class="${colour}">${VERDICTS[verdict]}</span>`];
    }),
  });
}

function list(combinations: Comparison['onlyAfter']): string {
  return combinations.map((combination) => labelCombinations([combination]).common).join('; ');
}
