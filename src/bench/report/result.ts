import * as v from 'valibot';
import { combination } from './combination.js';
import { comparison } from './comparison-result.js';
import { costGrowth } from './cost-growth.js';
import { amount, count, text } from './fields.js';
import { machine } from './machine.js';
import { measures } from './measures.js';
import { freezes, networkPhases, timeLine, transportChanges } from './time-line.js';

/**
 * What `cloudgame bench` prints on standard output: one JSON object. It is an interface: fields are added, and never
 * taken away or given another meaning, within a version (docs/bench-json.md).
 */

export const RESULT_VERSION = 1;

const MOST_RUNS = 10_000;

const warnings = v.pipe(
  v.array(text('A sentence.')),
  v.maxLength(1000),
  v.description('What may have spoilt the figures.'),
);

export const runResult = v.object({
  combination: v.pipe(combination, v.description('What was set.')),
  repeat: v.pipe(count('Which repeat of the combination it is, from 1.'), v.minValue(1)),
  durationMs: amount('How long was measured, the warm-up left out.'),
  ...measures,
  transports: v.optional(transportChanges),
  networkPhases: v.optional(networkPhases),
  freezes: v.optional(freezes),
  timeLine: v.optional(timeLine),
  warnings,
});
export type RunResult = v.InferOutput<typeof runResult>;

export const summaryResult = v.object({
  combination: v.pipe(combination, v.description('What was set.')),
  repeats: v.pipe(count('Runs of the combination.'), v.minValue(1)),
  ...measures,
});
export type SummaryResult = v.InferOutput<typeof summaryResult>;

const settings = v.object({
  command: v.pipe(
    v.array(text('An argument.')),
    v.maxLength(1000),
    v.description('The command line that measures this again, program first.'),
  ),
  durationMs: amount('How long each run was to measure.'),
  warmUpMs: amount('How long each run went before it was measured.'),
  repeats: count('Runs of each combination.'),
});

const assertionOutcome = v.object({
  expression: text('As it was given.'),
  holds: v.pipe(v.boolean(), v.description('Whether it holds everywhere that it is about.')),
  broken: v.pipe(
    v.array(
      v.object({
        combination: v.pipe(combination, v.description('Where it doesn’t hold.')),
        repeat: v.optional(v.pipe(count('In which run, where it is about every run.'), v.minValue(1))),
        value: v.pipe(
          v.nullable(v.pipe(v.number(), v.finite())),
          v.description('What was measured instead; null where nothing was.'),
        ),
      }),
    ),
    v.maxLength(MOST_RUNS),
    v.description('Where it doesn’t hold.'),
  ),
});
export type AssertionOutcome = v.InferOutput<typeof assertionOutcome>;

export const benchResult = v.object({
  version: v.pipe(v.literal(RESULT_VERSION), v.description('Version of this format.')),
  startedAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.description('When it began, in UTC: 2026-01-31T12:34:56.789Z.'),
  ),
  machine: v.pipe(machine, v.description('Where it was measured.')),
  settings: v.pipe(settings, v.description('How it was measured.')),
  runs: v.pipe(v.array(runResult), v.maxLength(MOST_RUNS), v.description('Every run, in their order.')),
  summary: v.pipe(
    v.array(summaryResult),
    v.maxLength(MOST_RUNS),
    v.description(
      'By combination, each figure the median of those of its runs; samples are only in the runs.',
    ),
  ),
  costGrowth: v.optional(
    v.pipe(
      v.array(costGrowth),
      v.maxLength(MOST_RUNS),
      v.description(
        'How cost grows with viewers, sessions and pixels, where several numbers of them were measured.',
      ),
    ),
  ),
  assertions: v.optional(
    v.pipe(v.array(assertionOutcome), v.maxLength(1000), v.description('What became of each `--assert`.')),
  ),
  comparison: v.optional(v.pipe(comparison, v.description('What `--compare` found.'))),
  warnings,
});
export type BenchResult = v.InferOutput<typeof benchResult>;
