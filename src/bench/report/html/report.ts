import { createHash } from 'node:crypto';
import { allWarnings } from '../all-warnings.js';
import { byCombination } from '../combination.js';
import { labelCombinations } from '../combination-label.js';
import { shellWords } from '../command-words.js';
import type { AssertionOutcome, BenchResult, RunResult } from '../result.js';
import { comparisonSection } from './comparison-section.js';
import { costGrowthChart } from './cost-growth-chart.js';
import { distributionChart } from './distribution-chart.js';
import { figuresSection, heroFigures } from './figures-section.js';
import { html, Markup } from './markup.js';
import { piecesChart } from './pieces-chart.js';
import { STYLE } from './style.js';
import { timeLineChart } from './time-line-chart.js';
import { TIP_SCRIPT } from './tip-script.js';

/** Nothing but the page’s own style and its one script: a report opens without network, and runs nothing foreign. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(TIP_SCRIPT).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The result as one HTML file that needs nothing else. */
export function htmlReport(result: BenchResult): string {
  const { summary, runs, assertions = [], comparison } = result;
  const { common, labels } = labelCombinations(summary.map(({ combination }) => combination));
  const warnings = allWarnings(result, labels);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>cloudgame bench · ${common}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<header><h1>From a key to the light of the screen</h1>
<p>${common || 'cloudgame bench'}</p>
<p>${new Date(result.startedAt).toUTCString()} · ${result.machine.cpu} · cloudgame ${result.machine.cloudgame}</p>
${verdict(assertions)}</header>
${heroFigures(summary, labels)}
${warnings.length > 0 && html`<section class="warnings"><h2>What may have spoilt the figures</h2><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></section>`}
${summary.length === 0 ? html`<section><h2>Nothing was measured</h2></section>` : ''}
${assertionsSection(assertions)}
${piecesChart(summary, labels)}
${distributionChart(runs, labels)}
${timeLines(runs, labels)}
${costGrowthChart(result.costGrowth ?? [])}
${comparison !== undefined && comparisonSection(comparison)}
${summary.length > 0 && figuresSection(result, labels)}
${machineSection(result)}
<footer>Written by <code>cloudgame bench</code>. A picture counts as seen at the display tick that shows it.</footer>
</main>
<script>${new Markup(TIP_SCRIPT)}</script>
</body>
</html>
`.source;
}

function verdict(assertions: readonly AssertionOutcome[]) {
  if (assertions.length === 0) return undefined;
  const broken = assertions.filter(({ holds }) => !holds).length;
  return broken === 0
    ? html`<span class="verdict good">✓ ${assertions.length === 1 ? 'The assertion holds' : `All ${assertions.length} assertions hold`}</span>`
    : html`<span class="verdict bad">✗ ${broken} of ${assertions.length} assertions broken</span>`;
}

function assertionsSection(assertions: readonly AssertionOutcome[]) {
  if (assertions.length === 0) return undefined;
  return html`<section id="assertions"><h2>What was asserted</h2><ul class="assertions">${assertions.map(
    ({ expression, holds, broken }) =>
      html`<li><span class="${holds ? 'good' : 'bad'}">${holds ? '✓' : '✗'}</span> <code>${expression}</code>${
        broken.length > 0 &&
        html`<ul>${broken.map(
          ({ combination, repeat, value }) =>
            html`<li>${value ?? 'not measured'}: ${labelCombinations([combination]).common}${repeat !== undefined && `, run ${repeat}`}</li>`,
        )}</ul>`
      }</li>\n`,
  )}</ul></section>`;
}

/** The time line of the run of each combination whose p50 is nearest to the median, the first one open. */
function timeLines(runs: readonly RunResult[], labels: readonly string[]) {
  const charts = byCombination(runs).flatMap((repeats, index) => {
    const label = labels[index] || 'All runs';
    const run = typicalRun(repeats);
    const chart = timeLineChart(run, label);
    if (chart === undefined) return [];
    const name = repeats.length > 1 ? `${label}, run ${run.repeat} of ${repeats.length}` : label;
    return [{ name, chart, eventful: (run.networkPhases?.length ?? 0) > 1 }];
  });
  if (charts.length === 0) return undefined;
  const anyEventful = charts.some(({ eventful }) => eventful);
  return html`<section id="time"><h2>Over time</h2>
<p>The typical run of each combination, a quarter of a second a point, longer in long runs. Where several
share a point, it is the worst of them; of bitrate and CPU it is the mean.</p>
${charts.map(({ name, chart, eventful }, index) => html`<details class="run"${(anyEventful ? eventful : index === 0) && html` open`}><summary>${name}</summary>${chart}</details>\n`)}</section>`;
}

function typicalRun(repeats: readonly [RunResult, ...RunResult[]]): RunResult {
  const told = repeats.filter(({ timeLine }) => timeLine !== undefined && timeLine.length > 0);
  const sorted = told.sort((a, b) => (a.inputToPhotonMs?.p50 ?? 0) - (b.inputToPhotonMs?.p50 ?? 0));
  return sorted[sorted.length >> 1] ?? repeats[0];
}

function machineSection({ machine, settings, runs }: BenchResult) {
  const rows: [string, string][] = [
    ['Processor', `${machine.cpu}, ${machine.cores === 1 ? '1 core' : `${machine.cores} cores`}`],
    ['Memory', `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['System', machine.os],
    ['Browsers', machine.browsers.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none'],
    ['cloudgame', machine.cloudgame],
    ['Node', machine.node],
    ['ffmpeg', machine.ffmpeg ?? 'not told'],
    [
      'Runs',
      `${runs.length}, each of ${settings.durationMs / 1000} s after ${settings.warmUpMs / 1000} s of warm-up`,
    ],
  ];
  return html`<section id="machine"><h2>The machine, and how to measure this again</h2>
<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<pre><code>${shellWords(settings.command)}</code></pre></section>`;
}
