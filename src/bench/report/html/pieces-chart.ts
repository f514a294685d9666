import { PIECE_NAMES, type PieceName } from '../latency.js';
import type { SummaryResult } from '../result.js';
import { tableBehind } from './data-table.js';
import { html, type Markup } from './markup.js';
import { type Scale, scaleTo, trimmed } from './scale.js';

/** The pieces in words, as short as a legend needs them. */
export const PIECE_LABELS: Readonly<Record<PieceName, string>> = {
  inputWayMs: 'input on its way',
  tickWaitMs: 'wait for the tick',
  coreMs: 'core',
  encodeMs: 'encode',
  sendMs: 'send',
  networkMs: 'network',
  jitterBufferMs: 'jitter buffer',
  decodeMs: 'decode',
  presentationMs: 'wait for the display',
  otherMs: 'not told by the browser',
};

/** Percent of the axis from which a piece has room for its figure. */
const ROOM_FOR_FIGURE = 8;

/** A bar per combination: the mean of each piece, since means add up and percentiles don't, and a whisker to the p95. */
export function piecesChart(
  summary: readonly SummaryResult[],
  labels: readonly string[],
): Markup | undefined {
  const bars = summary.flatMap((one, index) => {
    const { inputToPhotonMs, pieces } = one;
    return inputToPhotonMs !== undefined && pieces !== undefined
      ? [{ label: labels[index] || 'All runs', photon: inputToPhotonMs, pieces }]
      : [];
  });
  if (bars.length === 0) return undefined;
  const scale = scaleTo(Math.max(...bars.map(({ photon }) => photon.p95)));
  const used = PIECE_NAMES.filter((name) => bars.some(({ pieces }) => pieces[name] !== undefined));
  return html`<section id="pieces"><h2>Where the time goes</h2>
<p>From the input event in the page to the display tick that shows its effect: the mean of each piece. Means add up to the
mean of the whole; percentiles don’t. The line goes on to the 95th percentile.</p>
<ul class="legend">${used.map((name) => html`<li><i class="swatch ${name}"></i>${PIECE_LABELS[name]}</li>`)}</ul>
<div class="rows">${bars.map(({ label, photon, pieces }) => {
    let from = 0;
    const parts = used.flatMap((name) => {
      const piece = pieces[name];
      if (piece === undefined) return [];
      const part = { name, from, piece };
      from += Math.max(0, piece.mean);
      return [part];
    });
    const words = parts
      .map(({ name, piece }) => `${PIECE_LABELS[name]} ${piece.mean.toFixed(1)} ms`)
      .join(', ');
    return html`<div class="row"><h3>${label}</h3>
<p class="figures"><b>${photon.p50.toFixed(1)}</b> ms p50 · <b>${photon.p95.toFixed(1)}</b> ms p95</p>
<svg class="bar" width="100%" height="34" role="img" aria-label="${`${label}: ${words}`}">
${gridLines(scale)}${parts.map(
  ({ name, from: start, piece }) =>
    html`<g data-tip="${tipOf(name, piece)}"><rect class="piece ${name}" x="${scale.at(start)}%" y="5" width="${trimmed(Math.max(0, scale.at(start + piece.mean) - scale.at(start)))}%" height="24"/>${
      scale.at(piece.mean) >= ROOM_FOR_FIGURE &&
      html`<text x="${trimmed(scale.at(start + piece.mean / 2))}%" y="21" class="in">${piece.mean.toFixed(1)}</text>`
    }</g>`,
)}${
  photon.p95 > from &&
  html`<line class="whisker" x1="${scale.at(from)}%" x2="${scale.at(photon.p95)}%" y1="17" y2="17"/><line class="whisker" x1="${scale.at(photon.p95)}%" x2="${scale.at(photon.p95)}%" y1="11" y2="23"/>`
}</svg></div>\n`;
  })}${axis(scale, 'ms')}</div>
${tableBehind({
  caption: 'Pieces of input to photon, mean / p50 / p95 in ms',
  head: ['Combination', ...used.map((name) => PIECE_LABELS[name]), 'whole'],
  rows: bars.map(({ label, photon, pieces }) => [
    label,
    ...used.map((name) => threeOf(pieces[name])),
    threeOf(photon),
  ]),
})}</section>`;
}

function tipOf(name: PieceName, { mean, p50, p95 }: { mean: number; p50: number; p95: number }): string {
  return `${PIECE_LABELS[name]}\nmean ${mean.toFixed(2)} ms\np50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`;
}

function threeOf(one: { mean: number; p50: number; p95: number } | undefined): string | undefined {
  return one && [one.mean, one.p50, one.p95].map((value) => value.toFixed(2)).join(' / ');
}

/** Lines behind a chart at the ticks of its axis. */
export function gridLines(scale: Scale): Markup {
  return html`${scale.ticks.map((tick) => html`<line class="grid" x1="${scale.at(tick)}%" x2="${scale.at(tick)}%" y1="0" y2="100%"/>`)}`;
}

/** The axis below a chart; `per` is how much of the scale is one of the unit. */
export function axis(scale: Scale, unit: string, per = 1): Markup {
  return html`<div class="axis" aria-hidden="true">${scale.ticks.map(
    (tick, index) =>
      html`<span style="left:${scale.at(tick)}%">${trimmed(tick / per)}${index === scale.ticks.length - 1 && ` ${unit}`}</span>`,
  )}</div>`;
}
