import { byCombination } from '../combination.js';
import { figureAt } from '../figure-path.js';
import { formatFigure, KEY_FIGURES, type KeyFigure } from '../key-figure.js';
import type { BenchResult, SummaryResult } from '../result.js';
import { dataTable } from './data-table.js';
import { html, type Markup } from './markup.js';

/** The key figures of every combination: the median of its runs, and how far they lie apart. */
export function figuresSection({ summary, runs }: BenchResult, labels: readonly string[]): Markup {
  const measured = KEY_FIGURES.filter(({ path }) => summary.some((one) => figureAt(one, path) !== undefined));
  const repeats = byCombination(runs);
  const cell = (index: number, figure: KeyFigure) => {
    const value = figureAt(summary[index]!, figure.path);
    if (value === undefined) return undefined;
    const all = (repeats[index] ?? []).flatMap((run) => figureAt(run, figure.path) ?? []);
    const [least, most] = [Math.min(...all), Math.max(...all)].map((one) => formatFigure(one, figure));
    const written = formatFigure(value, figure);
    return least === most ? written : html`<span data-tip="${`runs: ${least} to ${most}`}">${written}</span>`;
  };
  return html`<section id="figures"><h2>The figures</h2>
<p>The median of the repeats.</p>
${dataTable({
  caption: 'Key figures by combination',
  head: ['', ...summary.map((_, index) => labels[index] || 'All runs')],
  rows: measured.map((figure) => [
    figure.unit === '' ? figure.label : `${figure.label}, ${figure.unit}`,
    ...summary.map((_, index) => cell(index, figure)),
  ]),
})}</section>`;
}

/** What of the quickest combination people ask for first. */
const HERO_FIGURES = [
  ['inputToPhotonMs.p50', 'input to photon, p50'],
  ['inputToPhotonMs.p95', 'input to photon, p95'],
  ['fromOutside.keyToPixelMs.p50', 'key to pixel from outside, p50'],
  ['inputToDrawnMs.p50', 'input to picture drawn, p50'],
  ['frames.fps', 'frames shown per second'],
  ['join.linkToFirstFrameMs', 'link to first frame'],
] as const;

/** The quickest combination in large figures. */
export function heroFigures(
  summary: readonly SummaryResult[],
  labels: readonly string[],
): Markup | undefined {
  const photon = (one: SummaryResult) => one.inputToPhotonMs?.p50 ?? Number.POSITIVE_INFINITY;
  const best = summary.reduce(
    (least, one, index) => (photon(one) < photon(summary[least]!) ? index : least),
    0,
  );
  const one = summary[best];
  if (one?.inputToPhotonMs === undefined) return undefined;
  return html`<div class="hero">${HERO_FIGURES.flatMap(([path, label]) => {
    const value = figureAt(one, path);
    const unit = KEY_FIGURES.find((figure) => figure.path === path)?.unit ?? '';
    return value === undefined
      ? []
      : [
          html`<div><b>${formatFigure(value, { unit })}<small>${unit !== '' && ` ${unit}`}</small></b><span>${label}</span></div>`,
        ];
  })}</div>${summary.length > 1 && html`<p class="quickest">The quickest combination: ${labels[best]}</p>`}`;
}
