import * as v from 'valibot';
import { amount, difference } from './fields.js';

const processCost = v.object({
  cpuShare: v.optional(amount('Share of one core over the run; 1.5 is one and a half cores.')),
  memoryBytes: v.optional(amount('Resident memory at the end of the run.')),
  memoryGrowthShare: v.optional(
    difference(
      'Growth of resident memory, the warm-up left out: from the median of the first tenth of the run to that of the last; 0.05: five percent.',
    ),
  ),
});

export const cost = v.optional(
  v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(60)), processCost),
    v.maxEntries(100),
    v.description(
      'By process: `host`, `core`, `video` and `audio` are the host’s, `total` is those together; `browser`, `relay`, `viewers` (without browsers) and `bench` (the benchmark itself) measure.',
    ),
  ),
);
export type Cost = v.InferOutput<typeof cost>;

/** Processes that are not the host's. */
const FOREIGN = ['browser', 'relay', 'viewers', 'bench', 'total'];

/** Adds what the host and everything that it started take together. */
export function withTotal(of: Cost): Cost {
  if (of === undefined || of.total !== undefined) return of;
  const own = Object.entries(of).flatMap(([name, process]) => (FOREIGN.includes(name) ? [] : [process]));
  if (own.length === 0) return of;
  const sum = (figure: 'cpuShare' | 'memoryBytes') =>
    own.every((process) => process[figure] !== undefined)
      ? own.reduce((total, process) => total + process[figure]!, 0)
      : undefined;
  const [cpuShare, memoryBytes] = [sum('cpuShare'), sum('memoryBytes')];
  return {
    ...of,
    total: { ...(cpuShare !== undefined && { cpuShare }), ...(memoryBytes !== undefined && { memoryBytes }) },
  };
}
