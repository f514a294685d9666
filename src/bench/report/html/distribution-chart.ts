import { byCombination } from '../combination.js';
import { distributionOf } from '../distribution.js';
import type { RunResult } from '../result.js';
import { tableBehind } from './data-table.js';
import { html, type Markup } from './markup.js';
import { axis, gridLines } from './pieces-chart.js';
import { type Scale, scaleTo, trimmed } from './scale.js';

/** Bars at most. */
const BINS = 60;
/** Pixels. */
const HEIGHT = 64;
const MARKS = ['p50', 'p95', 'p99'] as const;

/** How often each time came, by combination, the samples of all its runs together. */
export function distributionChart(runs: readonly RunResult[], labels: readonly string[]): Markup | undefined {
  const rows = byCombination(runs).flatMap((repeats, index) => {
    const all = distributionOf(repeats.flatMap((run) => run.inputToPhotonMs?.samples ?? []));
    const outside = distributionOf(repeats.flatMap((run) => run.fromOutside?.keyToPixelMs?.samples ?? []));
    // Of many presses a run has only some written down.
    const presses = repeats.reduce((sum, run) => sum + (run.inputToPhotonMs?.count ?? 0), 0);
    return all === undefined ? [] : [{ label: labels[index] || 'All runs', all, presses, outside }];
  });
  if (rows.length === 0) return undefined;
  // One late sample in a thousand would squeeze all others into a corner.
  const scale = scaleTo(Math.max(...rows.map(({ all }) => all.p99)) * 1.08);
  const bins = binCount(scale);
  return html`<section id="distribution"><h2>How input to photon is spread</h2>
<p>The presses of all runs, ${trimmed(scale.max / bins)} ms to a bar. Marked are the 50th, 95th and 99th percentile${
    rows.some(({ outside }) => outside !== undefined) &&
    ', and with ◆ the median from outside: from a real key to a pixel of the screen'
  }.</p>
<div class="rows">${rows.map(({ label, all, presses, outside }) => {
    const sorted = [...(all.samples ?? [])].sort((a, b) => a - b);
    const heights = binned(sorted, scale.max, bins);
    const most = Math.max(1, ...heights);
    const beyond = sorted.filter((sample) => sample > scale.max).length;
    const words = `${label}: least ${all.min.toFixed(1)}, p50 ${all.p50.toFixed(1)}, p95 ${all.p95.toFixed(1)}, p99 ${all.p99.toFixed(1)}, most ${all.max.toFixed(1)} ms`;
    return html`<div class="row"><h3>${label}</h3>
<p class="figures">${presses} presses · p50 <b>${all.p50.toFixed(1)}</b> · p95 <b>${all.p95.toFixed(1)}</b> · p99 <b>${all.p99.toFixed(1)}</b> ms${beyond > 0 && `, ${beyond} beyond ${scale.max} ms, at most ${all.max.toFixed(0)} ms`}</p>
<svg class="bar" width="100%" height="${HEIGHT + 16}" role="img" aria-label="${words}">${gridLines(scale)}${heights.flatMap(
      (samples, bin) => {
        if (samples === 0) return [];
        const height = trimmed(Math.max(1, (samples / most) * (HEIGHT - 4)));
        const from = (bin * scale.max) / bins;
        const tip = `${trimmed(from)} to ${trimmed(from + scale.max / bins)} ms\n${samples} of ${sorted.length} presses`;
        return [
          html`<rect class="bin" x="${trimmed((bin * 100) / bins)}%" width="${trimmed(85 / bins)}%" y="${trimmed(HEIGHT + 16 - height)}" height="${height}" data-tip="${tip}"/>`,
        ];
      },
    )}${MARKS.map(
      (mark) =>
        html`<line class="mark ${mark}" x1="${scale.at(all[mark])}%" x2="${scale.at(all[mark])}%" y1="14" y2="100%"/>`,
    )}${MARKS.map((mark) => {
      // The last two are often close to each other: they stand on both sides of their lines.
      const side = mark === 'p99' && scale.at(all.p99) < 95 ? 1 : -1;
      return html`<text class="mark ${mark}" x="${scale.at(all[mark])}%" dx="${4 * side}" y="11" text-anchor="${side > 0 ? 'start' : 'end'}">${mark}</text>`;
    })}${
      outside !== undefined &&
      html`<text class="outside" x="${scale.at(outside.p50)}%" y="${HEIGHT + 12}" text-anchor="middle" data-tip="${`from outside\np50 ${outside.p50.toFixed(1)} ms, p95 ${outside.p95.toFixed(1)} ms`}">◆</text>`
    }</svg></div>\n`;
  })}${axis(scale, 'ms')}</div>
${tableBehind({
  caption: 'Input to photon and, from outside, key to pixel, all runs together, in ms',
  head: ['Combination', 'presses', 'min', 'mean', 'p50', 'p95', 'p99', 'max', 'outside p50', 'outside p95'],
  rows: rows.map(({ label, all, presses, outside }) => [
    label,
    presses,
    ...([all.min, all.mean, all.p50, all.p95, all.p99, all.max, outside?.p50, outside?.p95] as const).map(
      (value) => value?.toFixed(2),
    ),
  ]),
})}</section>`;
}

/** So many bins that each is a round part of the step between two ticks. */
function binCount({ ticks }: Scale): number {
  const steps = ticks.length - 1;
  return steps * ([20, 10, 5, 4, 2].find((parts) => steps * parts <= BINS) ?? 1);
}

/** How many samples each bin from 0 to `end` has; those beyond are in none. */
function binned(samples: readonly number[], end: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const sample of samples) {
    const bin = Math.floor((Math.max(0, sample) / end) * bins);
    if (bin < bins) counts[bin]!++;
  }
  return counts;
}
