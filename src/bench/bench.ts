import { findFfmpeg } from '../pipeline/ffmpeg/ffmpeg-program.js';
import type { BrowserProgram } from './browser/browser-program.js';
import { launchBrowser } from './browser/launch-browser.js';
import { type Matrix, planCombinations } from './combinations.js';
import { machineFacts } from './machine-facts.js';
import type { NetworkProfile } from './network/link-profile.js';
import { probeScript } from './page/probe-script.js';
import type { Assertion } from './report/assertion.js';
import { requireCombinations } from './report/assertion.js';
import type { Combination } from './report/combination.js';
import { labelCombinations } from './report/combination-label.js';
import type { BenchResult, RunResult } from './report/result.js';
import { benchResultOf } from './report/summarize.js';
import { runOnce } from './run.js';
import { type OutsideSetting, runFromOutside } from './run-from-outside.js';

export interface BenchOptions {
  readonly matrix: Matrix;
  /** Arguments of `cloudgame host` by which it plays the game. */
  readonly game: readonly string[];
  readonly browser: BrowserProgram;
  /** What to press and to look at from outside as well, where that is wished. */
  readonly screen?: OutsideSetting['screen'] | undefined;
  /** ms */
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly repeats: number;
  /** Checked before anything is measured: each has to be about something. */
  readonly assertions: readonly Assertion[];
  /** The command line, program first. */
  readonly command: readonly string[];
  /** Version of cloudgame. */
  readonly version: string;
  readonly signal: AbortSignal;
  /** What is being done, a line each. */
  readonly tell: (text: string) => void;
}

/** Measures every combination as often as is wished. */
export async function bench(options: BenchOptions): Promise<BenchResult> {
  const { matrix, repeats, signal, tell } = options;
  const startedAt = new Date().toISOString();
  const planned = planCombinations(matrix);
  requireCombinations(
    options.assertions,
    planned.map(({ combination }) => combination),
  );
  const { labels, common } = labelCombinations(planned.map(({ combination }) => combination));
  const probe = await probeScript();
  const ffmpeg = await findFfmpeg(matrix.codecs[0] ?? 'vp8', process.env.CLOUDGAME_FFMPEG);
  const runs: RunResult[] = [];
  let version = '';
  tell(`Measuring ${common} in ${options.browser.path}.`);
  for (let repeat = 1; repeat <= repeats; repeat++) {
    for (const [index, { combination, network }] of planned.entries()) {
      signal.throwIfAborted();
      // A browser that has played for hours is not what people have.
      const launched = await launchBrowser(options.browser);
      const { browser } = launched;
      try {
        version = launched.version;
        const run = `${(repeat - 1) * planned.length + index + 1}/${repeats * planned.length}`;
        const name = `${run} ${labels[index] || 'input to photon'}`;
        const onPlaying = () => tell(`${name}: playing …`);
        const measured = await runOnce(combination, {
          ...options,
          ...{ network, browser, probe, ffmpeg, repeat, onPlaying },
        });
        const outside = await seenFromOutside(combination, network, probe, options);
        const result = {
          ...measured,
          ...outside.measures,
          warnings: [...measured.warnings, ...outside.warnings],
        };
        runs.push(result);
        tell(`${name}: ${oneLine(result)}`);
      } finally {
        await launched.close();
      }
    }
  }
  const browsers = [{ name: matrix.browser, version }];
  return benchResultOf({
    startedAt,
    machine: await machineFacts({ cloudgame: options.version, ffmpeg: ffmpeg.path, browsers }),
    settings: {
      command: [...options.command],
      durationMs: options.durationMs,
      warmUpMs: options.warmUpMs,
      repeats,
    },
    runs,
    warnings: [],
  });
}

/** The look from outside is that of a single player, one press after another. */
async function seenFromOutside(
  combination: Combination,
  network: NetworkProfile,
  probe: string,
  { screen, ...options }: BenchOptions,
): Promise<{ readonly measures: Pick<RunResult, 'fromOutside'>; readonly warnings: readonly string[] }> {
  if (!screen || combination.viewers !== 1 || combination.presses !== 'isolated') {
    return { measures: {}, warnings: [] };
  }
  const { warnings, ...fromOutside } = await runFromOutside(combination, {
    ...options,
    network,
    screen,
    probe,
  });
  return { measures: { fromOutside }, warnings };
}

function oneLine({ inputToPhotonMs, frames }: RunResult): string {
  if (!inputToPhotonMs) return 'no press was seen';
  const { p50, p95, count } = inputToPhotonMs;
  return `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms of ${count} presses, ${(frames?.fps ?? 0).toFixed(1)} fps`;
}
