import { labelCombinations } from '../combination-label.js';
import { type CostGrowth, ONE_MORE } from '../cost-growth.js';
import { formatFigure } from '../key-figure.js';
import { tableBehind } from './data-table.js';
import { html, type Markup } from './markup.js';
import { axis, gridLines } from './pieces-chart.js';
import { scaleTo, trimmed } from './scale.js';

/** A bar for each number of viewers, sessions or pixels; `undefined` where only one was measured. */
export function costGrowthChart(all: readonly CostGrowth[]): Markup | undefined {
  if (all.length === 0) return undefined;
  const { labels } = labelCombinations(all.map(({ combination }) => combination));
  const greatest = Math.max(...all.flatMap(({ points }) => points.map(({ cpuShare }) => cpuShare * 100)));
  const scale = scaleTo(greatest);
  return html`<section id="growth"><h2>How cost grows</h2>
<p>Share of one core that the hosts’ processes take together: those that watch and measure are not among them.</p>
<div class="rows">${all.map(({ of, cpuSharePerMore, points }, index) => {
    const name = labels[index] ? `By ${of}: ${labels[index]}` : `By ${of}`;
    const words = points.map(({ number, cpuShare }) => `${number}: ${percent(cpuShare)} %`).join(', ');
    const more = ONE_MORE[of];
    return html`<div class="row"><h3>${name}</h3>
<p class="figures"><b>${percent(cpuSharePerMore * more.number)}</b> % for each further ${more.name}</p>
<svg class="bar" width="100%" height="${points.length * 24}" role="img" aria-label="${`${name}: ${words}`}">
${gridLines(scale)}${points.map(({ number, cpuShare }, row) => {
  const width = scale.at(cpuShare * 100);
  return html`<rect class="bin" x="0" y="${row * 24 + 3}" width="${trimmed(width)}%" height="18"/><text x="6" y="${row * 24 + 16}">${number}: ${percent(cpuShare)} %</text>`;
})}</svg></div>\n`;
  })}${axis(scale, '%')}</div>
${tableBehind({
  caption: 'Cost by number of viewers, sessions or pixels',
  head: ['Of', 'number', 'CPU, %', 'memory, MB', 'dropped by the host'],
  rows: all.flatMap(({ of, points }) =>
    points.map(({ number, cpuShare, memoryBytes, droppedByHost }) => [
      of,
      number,
      percent(cpuShare),
      memoryBytes === undefined ? undefined : formatFigure(memoryBytes, { unit: 'MB' }),
      droppedByHost,
    ]),
  ),
})}</section>`;
}

function percent(share: number): string {
  return formatFigure(share, { unit: '%' });
}
