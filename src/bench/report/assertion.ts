import { closestName } from '../../../cores/closest-name.js';
import { CloudgameError } from '../../errors.js';
import type { Combination } from './combination.js';
import { type CombinationFilter, matchesFilter, parseCombinationFilter } from './combination-filter.js';
import { FIGURE_PATHS, figureAt, isFigurePath } from './figure-path.js';
import type { Measures } from './measures.js';
import type { AssertionOutcome, BenchResult } from './result.js';

/**
 * What `--assert` says of a result:
 *
 *     [codec=h264, viewers=1] runs.inputToPhotonMs.p95 < 60
 *     └─ which combinations ┘ └┬─┘ └──── figure ─────┘   └ in the figure's own unit
 *        all without it        └ in every run; without it in the median of a combination's runs
 */
export interface Assertion {
  /** As it was written. */
  readonly expression: string;
  readonly filter: CombinationFilter;
  readonly everyRun: boolean;
  /** See `FIGURE_PATHS`. */
  readonly figure: string;
  readonly operator: Operator;
  readonly bound: number;
}

const HOLDS = {
  '<': (value: number, bound: number) => value < bound,
  '<=': (value: number, bound: number) => value <= bound,
  '>': (value: number, bound: number) => value > bound,
  '>=': (value: number, bound: number) => value >= bound,
  '==': (value: number, bound: number) => value === bound,
} as const;
type Operator = keyof typeof HOLDS;

const FORM =
  /^\s*(?:\[(?<filter>[^\]]*)\])?\s*(?<path>[\w.*-]+)\s*(?<operator>[<>]=?|==)\s*(?<bound>\S+)\s*$/;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const EXAMPLE = 'Write it like inputToPhotonMs.p95<60 or [codec=h264] frames.fps>=59, in quotes.';
const EVERY_RUN = 'runs.';

/** @throws `CloudgameError` of the kind `usage` for what is no assertion, or names what no run has. */
export function parseAssertion(expression: string): Assertion {
  const parts = FORM.exec(expression)?.groups;
  if (parts === undefined) {
    throw new CloudgameError('usage', `“${expression}” is no assertion.`, EXAMPLE);
  }
  if (!NUMBER.test(parts.bound!) || !Number.isFinite(Number(parts.bound))) {
    const message = `“${parts.bound}” in the assertion “${expression}” is no number.`;
    throw new CloudgameError('usage', message, `The unit is that of the figure’s name. ${EXAMPLE}`);
  }
  const everyRun = parts.path!.startsWith(EVERY_RUN);
  const figure = everyRun ? parts.path!.slice(EVERY_RUN.length) : parts.path!;
  if (!isFigurePath(figure)) throw unknownFigure(figure);
  return {
    expression,
    filter: parseCombinationFilter(parts.filter ?? ''),
    everyRun,
    figure,
    operator: parts.operator as Operator,
    bound: Number(parts.bound),
  };
}

function unknownFigure(figure: string): CloudgameError {
  const below = FIGURE_PATHS.filter((path) => path.startsWith(`${figure}.`));
  const meant = closestName(figure, FIGURE_PATHS);
  const hint =
    below.length > 0
      ? `Name one of its figures: ${below.slice(0, 8).join(', ')}.`
      : meant === undefined
        ? 'docs/bench-json.md lists the figures.'
        : `Did you mean ${meant}?`;
  return new CloudgameError('usage', `A result has no figure “${figure}”.`, hint);
}

/** Refuses assertions that would be about nothing, before anything is measured. */
export function requireCombinations(
  assertions: readonly Assertion[],
  combinations: readonly Combination[],
): void {
  for (const { expression, filter } of assertions) {
    if (combinations.some((settings) => matchesFilter(settings, filter))) continue;
    const message = `The assertion “${expression}” is about no combination that is measured.`;
    throw new CloudgameError(
      'usage',
      message,
      'Change the condition in the brackets, or measure such a combination.',
    );
  }
}

/** What became of each assertion. One about a figure that was not measured doesn't hold, nor does one about nothing. */
export function checkAssertions(
  assertions: readonly Assertion[],
  { runs, summary }: Pick<BenchResult, 'runs' | 'summary'>,
): AssertionOutcome[] {
  return assertions.map((assertion) => {
    const all: readonly Judged[] = assertion.everyRun ? runs : summary;
    const judged = all.filter(({ combination }) => matchesFilter(combination, assertion.filter));
    const broken = judged.flatMap((one) => {
      const value = figureAt(one, assertion.figure) ?? null;
      if (value !== null && HOLDS[assertion.operator](value, assertion.bound)) return [];
      return [{ combination: one.combination, ...(assertion.everyRun && { repeat: one.repeat }), value }];
    });
    return { expression: assertion.expression, holds: judged.length > 0 && broken.length === 0, broken };
  });
}

interface Judged extends Measures {
  readonly combination: Combination;
  readonly repeat?: number;
}
