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

function soakLines({ growth, sound, cost = {} }: SummaryResult, label = ''): string[] {
  if (growth === undefined) return [];
  const processes = Object.entries(cost).flatMap(([name, { memoryBytes, memoryGrowthShare }]) =>
    memoryBytes === undefined || memoryGrowthShare === undefined
      ? []
      : [`${name} ${formatFigure(memoryBytes, { unit: 'MB' })} MB (${signed(memoryGrowthShare * 100)} %)`],
  );
  const slopes = [
    ['the picture', growth.inputToPhotonMsPerHour] as const,
    ['the sound', growth.soundDelayMsPerHour] as const,
    ['the sound’s buffer', growth.soundBufferMsPerHour] as const,
  ].flatMap(([name, slope]) => (slope === undefined ? [] : [`${name} ${signed(slope)} ms`]));
  const heard = heardWords(growth, sound);
  const where = label === '' ? '' : ` (${label})`;
  return [
    ...(processes.length > 0 ? [`Memory at the end, and its growth${where}: ${processes.join(', ')}.`] : []),
    ...(slopes.length > 0 ? [`Growth of delays per hour${where}: ${slopes.join(', ')}.`] : []),
    ...(heard.length > 0 ? [`Sound${where}: ${heard.join(', ')}.`] : []),
  ];
}

/** What tells drift and crackle. */
function heardWords(growth: NonNullable<SummaryResult['growth']>, sound: SummaryResult['sound']): string[] {
  return [
    fromTo('delay', growth.soundDelayAtStartMs, growth.soundDelayAtEndMs),
    fromTo('buffer', growth.soundBufferAtStartMs, growth.soundBufferAtEndMs),
    sound?.breaks === undefined ? '' : `${sound.breaks} breaks`,
    sound?.concealedShare === undefined ? '' : `${(sound.concealedShare * 100).toFixed(3)} % concealed`,
    sound?.leftOutShare === undefined ? '' : `${(sound.leftOutShare * 100).toFixed(3)} % left out`,
  ].filter((words) => words !== '');
}

function fromTo(name: string, start: number | undefined, end: number | undefined): string {
  return start === undefined || end === undefined
    ? ''
    : `${name} ${start.toFixed(1)} ms at the start and ${end.toFixed(1)} at the end`;
}

function percent(share: number): string {
  return `${formatFigure(share, { unit: '%' })} %`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}
