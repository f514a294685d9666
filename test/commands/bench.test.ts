import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PIECE_NAMES } from '../../src/bench/report/latency.js';
import { type BenchResult, benchResult } from '../../src/bench/report/result.js';
import { descendantsOf, livingOf } from '../child-processes.js';
import { startCloudgame } from '../host-process.js';
import { runCloudgame } from './run-cloudgame.js';

const ONE = ['--repeat', '1', '--page', 'secure', '--presses', 'isolated'];
const SHORT = [...ONE, '--codec', 'vp8', '--duration', '2', '--warm-up', '1'];

function readResult(stdout: string): BenchResult {
  return v.parse(benchResult, JSON.parse(stdout));
}

describe('cloudgame bench', () => {
  test('prints one result on standard output, in which the pieces of every press add up, and a report', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cg-bench-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const report = join(folder, 'report.html');
    const wanted = ['--json', '--html', report, '--assert', 'frames.presented>0'];
    const run = runCloudgame('bench', ...SHORT, ...wanted);
    expect(await run.exit(), run.stderr).toBe(0);
    const { runs, assertions } = readResult(run.stdout);
    expect(assertions).toEqual([{ expression: 'frames.presented>0', holds: true, broken: [] }]);
    const [{ inputToPhotonMs, pieces = {}, frames, cost, warnings }] = runs as [BenchResult['runs'][0]];
    const whole = inputToPhotonMs?.samples ?? [];
    expect(whole.length).toBeGreaterThan(0);
    for (const [index, sample] of whole.entries()) {
      const sum = PIECE_NAMES.reduce((total, name) => total + (pieces[name]?.samples?.[index] ?? 0), 0);
      // Each is rounded to a thousandth.
      expect(Math.abs(sum - sample)).toBeLessThan(0.01);
    }
    expect(frames?.made).toBeGreaterThan(0);
    expect(Object.keys(cost ?? {})).toEqual(expect.arrayContaining(['host', 'core', 'video', 'audio']));
    expect(warnings.filter((warning) => warning.includes('something else'))).toEqual([]);
    expect(await readFile(report, 'utf8')).toContain('<!doctype html>');
  });

  test('ends with 7 where an assertion is broken, and still prints the result', async () => {
    const impossible = 'inputToPhotonMs.p50<0.001';
    const run = runCloudgame('bench', ...SHORT, '--assert', impossible);
    expect(await run.exit(), run.stderr).toBe(7);
    expect(readResult(run.stdout).assertions?.[0]?.holds).toBe(false);
    expect(run.stderr).toContain(impossible);
  });

  test('leaves nothing behind when it is interrupted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cg-bench-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const run = startCloudgame(['bench', ...ONE, '--duration', '60'], { environment: { TMPDIR: folder } });
    await run.until(() => run.stderr.includes('playing'), 'a run');
    expect(leftovers(folder)).toHaveLength(2);
    const below = descendantsOf(run.pid);
    process.kill(run.pid, 'SIGINT');
    expect(await run.ended).toEqual({ code: 130, signal: null });
    expect(run.stdout).toBe('');
    expect(livingOf(below)).toEqual([]);
    expect(leftovers(folder)).toEqual([]);
  });

  test.each([
    [['--browser', '/nowhere/chromium'], 'There is no browser at /nowhere/chromium.'],
    [['--assert', 'inputToFoton.p50<3'], 'A result has no figure'],
    [['--assert', '[viewers=9] inputToPhotonMs.p50<3'], 'about no combination'],
    [['--codec', 'av1'], '--codec can’t be “av1”.'],
    [['--network', 'pigeon'], 'There is no network “pigeon”.'],
    [['--compare', '/nowhere/old.json'], 'The result to compare with can’t be read'],
  ])('%j is a usage error before anything is measured', async (args, message) => {
    const run = startCloudgame(['bench', ...ONE, ...args]);
    expect((await run.ended).code).toBe(2);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  });

  test('says how to get a browser where there is none', async () => {
    const environment = { PATH: '', CHROMIUM_PATH: '', FIREFOX_PATH: '' };
    const run = startCloudgame(['bench', ...SHORT], { environment });
    expect((await run.ended).code).toBe(2);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain('Install one (on Debian: apt install chromium)');
  });
});

/** Folders of hosts and browsers of benchmarks. */
function leftovers(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('cloudgame-bench-'));
}
