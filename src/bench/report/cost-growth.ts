import * as v from 'valibot';
import { type Combination, combination, combinationKey } from './combination.js';
import { amount, count, difference } from './fields.js';
import type { SummaryResult } from './result.js';

/** How what the host's processes cost grows with the number of viewers, of sessions, or of pixels. */
export const costGrowth = v.object({
  of: v.pipe(
    v.picklist(['viewers', 'sessions', 'pixels']),
    v.description('What there was more and more of; pixels are those of one picture.'),
  ),
  combination: v.pipe(combination, v.description('What was set where there was the least of it.')),
  cpuSharePerMore: difference(
    'Share of one core that one more takes: slope of a straight line through the points.',
  ),
  points: v.pipe(
    v.array(
      v.object({
        number: v.pipe(count('How many there were.'), v.minValue(1)),
        cpuShare: amount('Share of one core that the host’s processes took together.'),
        memoryBytes: v.optional(amount('Their resident memory.')),
        droppedByHost: v.optional(count('Pictures that the host dropped, that host which dropped the most.')),
      }),
    ),
    v.maxLength(64),
    v.description('What each number of them cost.'),
  ),
});
export type CostGrowth = v.InferOutput<typeof costGrowth>;

/** What people think of as one more. */
export const ONE_MORE: Record<CostGrowth['of'], { readonly number: number; readonly name: string }> = {
  viewers: { number: 1, name: 'viewer' },
  sessions: { number: 1, name: 'session' },
  pixels: { number: 10_000, name: '10,000 pixels' },
};

/** By which setting there is more of it, and how many that makes; `undefined` where nobody chose. */
const GROWING: Record<
  CostGrowth['of'],
  {
    readonly setting: keyof Combination;
    readonly numberIn: (settings: Combination) => number | undefined;
  }
> = {
  viewers: { setting: 'viewers', numberIn: ({ viewers }) => viewers },
  sessions: { setting: 'sessions', numberIn: ({ sessions }) => sessions ?? 1 },
  pixels: { setting: 'size', numberIn: ({ size }) => size?.split('x').map(Number).reduce(product) },
};

/** Of all combinations that differ in nothing but one of these numbers. */
export function costGrowthOf(summary: readonly SummaryResult[]): CostGrowth[] {
  return costGrowth.entries.of.pipe[0].options.flatMap((of) => {
    const groups = new Map<string, SummaryResult[]>();
    for (const one of summary) {
      const key = combinationKey({ ...one.combination, [GROWING[of].setting]: undefined } as Combination);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].flatMap((group) => growthIn(of, group) ?? []);
  });
}

function growthIn(of: CostGrowth['of'], group: readonly SummaryResult[]): CostGrowth | undefined {
  const sorted = group
    .flatMap((one) => {
      const number = GROWING[of].numberIn(one.combination);
      return number === undefined || one.cost?.total?.cpuShare === undefined ? [] : { number, one };
    })
    .sort((a, b) => a.number - b.number);
  const points = sorted.map(({ number, one: { cost, frames, neighbours } }) => {
    const dropped = [frames?.droppedByHost, neighbours?.mostDroppedByHost].flatMap((each) => each ?? []);
    const memoryBytes = cost?.total?.memoryBytes;
    return {
      number,
      cpuShare: cost!.total!.cpuShare!,
      ...(memoryBytes !== undefined && { memoryBytes }),
      ...(dropped.length > 0 && { droppedByHost: Math.max(...dropped) }),
    };
  });
  const cpuSharePerMore = slopeOf(points);
  if (cpuSharePerMore === undefined) return undefined;
  return { of, combination: sorted[0]!.one.combination, cpuSharePerMore, points };
}

/** Of the line of least squares; `undefined` where there is but one number. */
function slopeOf(points: readonly CostGrowth['points'][number][]): number | undefined {
  const mean = (figure: (point: CostGrowth['points'][number]) => number) =>
    points.reduce((sum, point) => sum + figure(point), 0) / points.length;
  const [number, cpuShare] = [mean((point) => point.number), mean((point) => point.cpuShare)];
  const spread = mean((point) => (point.number - number) ** 2);
  if (points.length < 2 || spread === 0) return undefined;
  return mean((point) => (point.number - number) * (point.cpuShare - cpuShare)) / spread;
}

function product(a: number, b: number): number {
  return a * b;
}
