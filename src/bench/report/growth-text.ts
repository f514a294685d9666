import { wrapWords } from '../../terminal/text-width.js';
import { labelCombinations } from './combination-label.js';
import { ONE_MORE } from './cost-growth.js';
import { formatFigure } from './key-figure.js';
import type { BenchResult, SummaryResult } from './result.js';

/** What grows: with viewers and sessions, and in runs of a minute or more with time; a line or some each. */
export function growthLines(result: BenchResult, labels: readonly string[], columns: number): string[] {
  const lines = [
    ...costLines(result),
    ...result.summary.flatMap((one, index) => soakLines(one, labels[index])),
  ];
  return lines.flatMap((line) => wrapWords(line, columns, 2));
}

function costLines({ costGrowth = [] }: BenchResult): string[] {
  const { labels } = labelCombinations(costGrowth.map(({ combination }) => combination));
  return costGrowth.map(({ of, cpuSharePerMore, points }, index) => {
    const shares = points.map(({ number, cpuShare }) => `${number}: ${percent(cpuShare)}`).join(', ');
    const where = labels[index] ? ` (${labels[index]})` : '';
    const { number: step, name } = ONE_MORE[of];
    const more = percent(cpuSharePerMore * step);
    return `CPU of the hosts’ processes by ${of}${where}: ${shares}; each further ${name} ${more}.`;
  });
}

function soakLines({ growth, cost = {} }: SummaryResult, label = ''): string[] {
  if (growth === undefined) return [];
  const processes = Object.entries(cost).flatMap(([name, { memoryBytes, memoryGrowthShare }]) =>
    memoryBytes === undefined || memoryGrowthShare === undefined
      ? []
      : [`${name} ${formatFigure(memoryBytes, { unit: 'MB' })} MB (${signed(memoryGrowthShare * 100)} %)`],
  );
  const slopes = [
    ['the picture', growth.inputToPhotonMsPerHour] as const,
    ['the sound', growth.soundDelayMsPerHour] as const,
  ].flatMap(([name, slope]) => (slope === undefined ? [] : [`${name} ${signed(slope)} ms`]));
  const where = label === '' ? '' : ` (${label})`;
  return [
    ...(processes.length > 0 ? [`Memory at the end, and its growth${where}: ${processes.join(', ')}.`] : []),
    ...(slopes.length > 0 ? [`Growth of delays per hour${where}: ${slopes.join(', ')}.`] : []),
  ];
}

function percent(share: number): string {
  return `${formatFigure(share, { unit: '%' })} %`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}
