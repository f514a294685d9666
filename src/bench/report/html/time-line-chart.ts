import { formatFigure } from '../key-figure.js';
import type { RunResult } from '../result.js';
import { tableBehind } from './data-table.js';
import { html, type Markup } from './markup.js';
import { phasesTable } from './phases-table.js';
import { axis, gridLines } from './pieces-chart.js';
import { type Scale, scaleOf, scaleTo, trimmed } from './scale.js';
import {
  frozenStretches,
  joinedPoints,
  panelsOf,
  type Stretch,
  stretchesOf,
  type TimePanel,
} from './time-line-data.js';

/** What is longer has minutes below it. */
const LONG_MS = 600_000;

/** What is asked for only now and then is joined to a line over gaps up to this (ms). */
const BRIDGED_MS = 2_500;

/** Kinds of stretch that have a colour each; further ones take the first again. */
const COLOURS = 6;

/** Everything that a run tells over its time, in panels above each other; `undefined` where it tells nothing. */
export function timeLineChart(run: RunResult, label: string): Markup | undefined {
  const points = run.timeLine ?? [];
  const endMs = Math.max(run.durationMs, points.at(-1)?.atMs ?? 0);
  if (points.length === 0 || endMs === 0) return undefined;
  const groups = joinedPoints(points);
  const per = endMs > LONG_MS ? 60 : 1;
  const time = scaleOf(endMs / 1000, per);
  const ends = groups.map((group) => group.at(-1)!.atMs / 1000);
  const panels = panelsOf(groups);
  const strips = stretchesOf(run, endMs);
  const colours = new Map<string, number>();
  for (const { stretches } of strips) {
    for (const { name } of stretches) if (!colours.has(name)) colours.set(name, colours.size % COLOURS);
  }
  const phases = run.networkPhases === undefined ? [] : (strips[0]?.stretches ?? []);
  return html`<div class="time" role="group" aria-label="${label} over time">
${shades(phases, run, time, colours)}${strips.map(({ title, stretches }) => strip(title, stretches, time, colours))}${frozen(frozenStretches(run, endMs), time)}${panels.map(
  (panel) => panelChart(panel, ends, time),
)}<div class="hover"><svg width="100%" height="100%" aria-hidden="true">${groups.map((_, index) => {
    const from = ends[index - 1] ?? 0;
    const tip = [
      `${trimmed(from)} to ${trimmed(ends[index]!)} s`,
      ...tipLines(strips, panels, index, ends[index]! * 1000),
    ];
    return html`<rect x="${time.at(from)}%" width="${trimmed(time.at(ends[index]!) - time.at(from))}%" height="100%" data-tip="${tip.join('\n')}"/>`;
  })}</svg></div>${axis(time, per === 1 ? 's' : 'min', per)}</div>
${phasesTable(run, label)}${tableBehind({
  caption: `${label} over time`,
  head: ['until s', ...panels.flatMap((panel) => panel.series.map((one) => seriesTitle(panel, one.name)))],
  rows: ends.map((end, index) => [
    trimmed(end),
    ...panels.flatMap(({ series }) => series.map(({ values }) => figure(values[index]))),
  ]),
})}`;
}

/** Phases of the path behind everything, and a line where it was cut. */
function shades(
  phases: readonly Stretch[],
  { networkPhases = [] }: RunResult,
  time: Scale,
  colours: ReadonlyMap<string, number>,
): Markup | undefined {
  if (phases.length < 2) return undefined;
  const cuts = networkPhases.filter(({ cut }) => cut).map(({ atMs }) => time.at(atMs / 1000));
  return html`<svg class="shades" width="100%" height="100%" aria-hidden="true">${phases.map(
    ({ fromMs, toMs, name }) => {
      const from = time.at(fromMs / 1000);
      return html`<rect class="kind${colours.get(name)}" x="${from}%" width="${trimmed(time.at(toMs / 1000) - from)}%" height="100%"/>`;
    },
  )}${cuts.map((at) => html`<line class="cut" x1="${at}%" x2="${at}%" y1="0" y2="100%"/>`)}</svg>`;
}

/** When pictures stood still, and for how long. */
function frozen(stretches: readonly Stretch[], time: Scale): Markup | undefined {
  if (stretches.length === 0) return undefined;
  const words = stretches.map(({ name, fromMs }) => `${name} from ${trimmed(fromMs / 1000)} s`);
  return html`<h4>Frozen for more than 100 ms</h4><svg class="frozen" width="100%" height="12" role="img" aria-label="${`Frozen: ${words.join(', ')}`}">${stretches.map(
    ({ fromMs, toMs }) => {
      const from = time.at(fromMs / 1000);
      return html`<rect x="${from}%" width="${trimmed(Math.max(0.15, time.at(toMs / 1000) - from))}%" height="12"/>`;
    },
  )}</svg>\n`;
}

function strip(
  title: string,
  stretches: readonly Stretch[],
  time: Scale,
  colours: ReadonlyMap<string, number>,
): Markup {
  const words = stretches.map(({ name, fromMs }) => `${name} from ${trimmed(fromMs / 1000)} s`).join(', ');
  return html`<h4>${title}</h4><svg class="strip" width="100%" height="22" role="img" aria-label="${`${title}: ${words}`}">${stretches.map(
    ({ fromMs, toMs, name }) => {
      const from = time.at(fromMs / 1000);
      const width = trimmed(time.at(toMs / 1000) - from);
      // The inner picture cuts off a name that has no room.
      return html`<svg x="${from}%" width="${width}%" height="22"><rect class="kind${colours.get(name)}" width="100%" height="22"/><text x="6" y="15">${name}</text></svg>`;
    },
  )}</svg>\n`;
}

function panelChart(panel: TimePanel, ends: readonly number[], time: Scale): Markup {
  const greatest = Math.max(
    ...panel.series.flatMap(({ values }) => values.filter((value) => value !== undefined)),
  );
  const scale = panel.unit === '%' && panel.kind === 'bar' ? scaleTo(100, 2) : scaleTo(greatest * 1.02, 3);
  const words = panel.series.map(({ name, values }) => {
    const known = values.filter((value) => value !== undefined);
    return `${seriesTitle(panel, name)}: ${figure(Math.min(...known))} to ${figure(Math.max(...known))}`;
  });
  return html`<h4>${panel.title}${panel.unit !== '' && html` <small>${panel.unit}</small>`}${
    panel.series.length > 1 &&
    html`<span class="names">${panel.series.map(({ name }, index) => html`<span><i class="swatch series${index % COLOURS}"></i>${name}</span>`)}</span>`
  }</h4><svg class="panel" width="100%" height="72" role="img" aria-label="${words.join('; ')}">
${gridLines(time)}${scale.ticks.map(
  (tick) =>
    html`<line class="grid" x1="0" x2="100%" y1="${trimmed(100 - scale.at(tick))}%" y2="${trimmed(100 - scale.at(tick))}%"/>`,
)}<svg width="100%" height="100%" viewBox="0 0 1000 100" preserveAspectRatio="none">${panel.series.map(
    ({ values }, index) =>
      panel.kind === 'bar'
        ? html`<path class="bars" d="${barsPath(values, ends, time, scale)}"/>`
        : html`<path class="line series${index % COLOURS}" d="${linePath(values, ends, time, scale)}"/>`,
  )}</svg><text x="100%" y="-5" text-anchor="end">${scale.max}</text></svg>\n`;
}

/** A line from point to point, each in the middle of its time, that is broken where nothing was measured for a while. */
function linePath(
  values: readonly (number | undefined)[],
  ends: readonly number[],
  time: Scale,
  scale: Scale,
): string {
  let drawnTo = Number.NEGATIVE_INFINITY;
  return values
    .map((value, index) => {
      if (value === undefined) return '';
      const x = trimmed(time.at(((ends[index - 1] ?? 0) + ends[index]!) / 2) * 10);
      const y = trimmed(100 - scale.at(value));
      const follows = values[index - 1] !== undefined || (ends[index]! - drawnTo) * 1000 <= BRIDGED_MS;
      drawnTo = ends[index]!;
      // A point without neighbours is a line of no length, whose round ends show.
      return follows ? `L${x} ${y}` : `M${x} ${y}h0`;
    })
    .join('');
}

function barsPath(
  values: readonly (number | undefined)[],
  ends: readonly number[],
  time: Scale,
  scale: Scale,
): string {
  return values
    .map((value, index) => {
      if (value === undefined || value <= 0) return '';
      const from = time.at(ends[index - 1] ?? 0) * 10;
      const width = time.at(ends[index]!) * 10 - from;
      return `M${trimmed(from + width * 0.1)} 100v${trimmed(-scale.at(value))}h${trimmed(width * 0.8)}V100Z`;
    })
    .join('');
}

function tipLines(
  strips: ReturnType<typeof stretchesOf>,
  panels: readonly TimePanel[],
  index: number,
  endMs: number,
): string[] {
  return [
    ...strips.flatMap(({ title, stretches }) => {
      const there = stretches.findLast(({ fromMs }) => fromMs < endMs);
      return there === undefined ? [] : [`${title}: ${there.name}`];
    }),
    ...panels.flatMap((panel) =>
      panel.series.flatMap(({ name, values }) => {
        const value = figure(values[index]);
        return value === undefined
          ? []
          : [
              `${panel.series.length > 1 ? `${panel.title.split(' ')[0]}, ${name}` : panel.title}: ${value} ${panel.unit}`.trimEnd(),
            ];
      }),
    ),
  ];
}

function seriesTitle({ title, unit, series }: TimePanel, name: string): string {
  return `${series.length > 1 ? `${title}, ${name}` : title}${unit === '' ? '' : `, ${unit}`}`;
}

function figure(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatFigure(value, { unit: '' });
}
