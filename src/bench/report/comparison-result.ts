import * as v from 'valibot';
import { combination } from './combination.js';
import { difference, text } from './fields.js';

const MOST_COMBINATIONS = 10_000;

const comparedFigure = v.object({
  figure: text('Path of the figure, as `--assert` takes it.'),
  before: difference('Median of the old runs.'),
  after: difference('Median of the new runs.'),
  verdict: v.pipe(
    v.picklist(['better', 'worse', 'same', 'unclear']),
    v.description(
      '`same`: the runs of both overlap; `unclear`: too few runs to tell (three and three, or two and five, are enough).',
    ),
  ),
});
export type ComparedFigure = v.InferOutput<typeof comparedFigure>;

function combinations(description: string) {
  return v.pipe(v.array(combination), v.maxLength(MOST_COMBINATIONS), v.description(description));
}

export const comparison = v.object({
  before: v.pipe(
    v.object({
      startedAt: v.pipe(v.string(), v.isoTimestamp(), v.description('When the old result was measured.')),
      cloudgame: text('Version of cloudgame then.'),
      cpu: text('Processor then.'),
      sameMachine: v.pipe(
        v.boolean(),
        v.description('Whether processor, cores, memory and system are the same.'),
      ),
    }),
    v.description('The old result.'),
  ),
  combinations: v.pipe(
    v.array(
      v.object({
        combination: v.pipe(combination, v.description('What was set, both times.')),
        figures: v.pipe(v.array(comparedFigure), v.maxLength(1000), v.description('Those that both have.')),
      }),
    ),
    v.maxLength(MOST_COMBINATIONS),
    v.description('Combinations that both results have.'),
  ),
  onlyBefore: combinations('Combinations that only the old result has.'),
  onlyAfter: combinations('Combinations that only the new result has.'),
});
export type Comparison = v.InferOutput<typeof comparison>;
