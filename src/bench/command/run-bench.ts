import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Interfaces } from '@oclif/core';
import { CloudgameError } from '../../errors.js';
import { coloursFor } from '../../terminal/colours.js';
import { catchInterrupts } from '../../terminal/interrupts.js';
import { bench } from '../bench.js';
import { findBrowser } from '../browser/browser-program.js';
import { type Assertion, checkAssertions, parseAssertion } from '../report/assertion.js';
import { compareResults } from '../report/comparison.js';
import { comparisonText } from '../report/comparison-text.js';
import { htmlReport } from '../report/html/report.js';
import { MOST_RESULT_BYTES, parseOldResult } from '../report/old-result.js';
import type { BenchResult } from '../report/result.js';
import { summaryText } from '../report/summary-text.js';
import { readChoices } from './bench-choices.js';
import type { benchFlags } from './bench-flags.js';
import { benchPage } from './bench-page.js';
import { readScreenChoices } from './screen-choices.js';
import { readSoak, warmUpMsOf } from './soak.js';

type BenchFlags = Interfaces.InferredFlags<typeof benchFlags>;

/** What the pattern is called where a game is named. */
const TEST_PATTERN = 'test-pattern';
const TERMINAL_COLUMNS = 100;

export interface BenchProgram {
  /** Version of cloudgame. */
  readonly version: string;
  /** The command line, program first. */
  readonly command: readonly string[];
}

/**
 * Measures as the command line says, and prints what was found.
 *
 * @returns whether all assertions held.
 */
export async function runBench(
  game: string,
  flags: BenchFlags,
  program: BenchProgram,
): Promise<{ readonly held: boolean }> {
  // Everything that can be wrong with the command line is, before minutes of measuring.
  const assertions = (flags.assert ?? []).map(parseAssertion);
  const old = flags.compare === undefined ? undefined : await readOldResult(flags.compare);
  const browser = findBrowser(flags.browser);
  if (flags.url !== undefined) {
    await benchPage({ ...flags, url: flags.url }, browser);
    return { held: true };
  }
  const screen = flags.screen ? await readScreenChoices(flags) : undefined;
  const choices = readChoices(flags, browser.kind);
  if (flags.size !== undefined && game !== TEST_PATTERN) {
    throw new CloudgameError(
      'usage',
      'Games have the size that they have: --size is for the test pattern.',
      'Leave out --size, or measure with the test pattern.',
    );
  }
  const soakMs = flags.soak === undefined ? undefined : readSoak(flags.soak);
  if (soakMs !== undefined && choices.networks.some(({ timeLine }) => timeLine)) {
    throw new CloudgameError(
      'usage',
      'A path that changes lasts as long as its phases, so --soak can’t be taken together with it.',
      'Leave out --soak, or name a network that stays as it is.',
    );
  }
  const interrupts = catchInterrupts();
  try {
    const measured = await bench({
      matrix: {
        ...choices,
        game: game === TEST_PATTERN ? TEST_PATTERN : basename(game),
        core: undefined,
        browser: browser.kind,
      },
      game: [...(game === TEST_PATTERN ? ['--core', TEST_PATTERN] : [game]), ...(flags['host-flag'] ?? [])],
      browser,
      screen,
      durationMs: soakMs ?? flags.duration * 1000,
      warmUpMs: flags['warm-up'] === undefined ? warmUpMsOf(soakMs) : flags['warm-up'] * 1000,
      repeats: soakMs === undefined ? flags.repeat : 1,
      assertions,
      ...program,
      signal: interrupts.signal,
      tell: (text) => process.stderr.write(`${text}\n`),
    });
    const result = judge(measured, assertions, old);
    await print(result, flags);
    if (flags.html !== undefined) await writeReport(flags.html, result);
    return { held: (result.assertions ?? []).every(({ holds }) => holds) };
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    throw new CloudgameError('interrupted', 'The benchmark was interrupted.', 'Nothing was left behind.');
  } finally {
    interrupts.close();
  }
}

function judge(
  result: BenchResult,
  assertions: readonly Assertion[],
  old: BenchResult | undefined,
): BenchResult {
  return {
    ...result,
    ...(assertions.length > 0 && { assertions: checkAssertions(assertions, result) }),
    ...(old && { comparison: compareResults(old, result) }),
  };
}

/** For people to standard error, for programs to standard output: unless that is a terminal, where nobody reads JSON. */
async function print(result: BenchResult, flags: BenchFlags): Promise<void> {
  const colours = coloursFor(process.stderr);
  const columns = process.stderr.columns ?? TERMINAL_COLUMNS;
  const lines = [
    '',
    ...summaryText(result, columns, colours),
    ...(result.comparison ? comparisonText(result.comparison, columns, colours) : []),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (flags.json || !process.stdout.isTTY) process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function writeReport(path: string, result: BenchResult): Promise<void> {
  try {
    await writeFile(path, htmlReport(result));
  } catch (cause) {
    throw new CloudgameError(
      'usage',
      `The report can’t be written: ${(cause as Error).message}`,
      'Name a file in a folder that is there with --html.',
      { cause },
    );
  }
  process.stderr.write(`The report is in ${path}.\n`);
}

async function readOldResult(path: string): Promise<BenchResult> {
  const unreadable = (why: string, cause?: unknown) =>
    new CloudgameError(
      'usage',
      `The result to compare with can’t be read: ${why}`,
      'Give --compare a file that `cloudgame bench --json` wrote.',
      { cause },
    );
  let text: string;
  try {
    if ((await stat(path)).size > MOST_RESULT_BYTES) throw unreadable(`${path} is too large for one.`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof CloudgameError) throw cause;
    throw unreadable((cause as Error).message, cause);
  }
  return parseOldResult(text, path);
}
