import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { checkAssertions, parseAssertion } from '../../../src/bench/report/assertion.js';
import { compareResults } from '../../../src/bench/report/comparison.js';
import { comparisonText } from '../../../src/bench/report/comparison-text.js';
import type { RunResult } from '../../../src/bench/report/result.js';
import { summaryText } from '../../../src/bench/report/summary-text.js';
import { textWidth } from '../../../src/terminal/text-width.js';
import { COMBINATIONS, DATA_CHANNEL, sampleResult, sampleRun } from './sample-result.js';

const plain = new Chalk({ level: 0 });
const coloured = new Chalk({ level: 1 });

describe('the summary for people', () => {
  const measured = sampleResult();
  const result = {
    ...measured,
    assertions: checkAssertions(
      ['inputToPhotonMs.p95<60', 'inputToPhotonMs.p50<20', '[codec=vp8] runs.cost.gpu.cpuShare<1'].map(
        parseAssertion,
      ),
      measured,
    ),
    warnings: ['The machine was busy.'],
  };

  test('has a row for each combination, with its median figures', () => {
    const lines = summaryText(result, 180, plain);
    const head = lines.findIndex((line) => line.startsWith('Input to photon'));
    expect(lines[head]).toMatch(
      /p50 ms +p95 ms +p99 ms +outside +drawn +fps +freeze ms +Mb\/s +SSIM +join ms +CPU %$/,
    );
    const p50 = result.summary[0]!.inputToPhotonMs!.p50.toFixed(1);
    expect(lines[head + 1]).toMatch(
      /^chromium · H\.264 · data channel · no relay · secure page · single presses /,
    );
    expect(lines[head + 1]).toContain(` ${p50} `);
    expect(lines[head + 1 + COMBINATIONS.length]).toBe('✓ inputToPhotonMs.p95<60');
  });

  test('says of a broken assertion where, which run and what was measured', () => {
    const lines = summaryText(result, 200, plain);
    expect(lines).toContain('✗ inputToPhotonMs.p50<20');
    expect(lines.filter((line) => /^ {4}\d/.test(line)).length).toBeGreaterThan(0);
    expect(lines.some((line) => /^ {4}not measured: .*, run 2$/.test(line))).toBe(true);
  });

  test('ends with the warnings', () => {
    expect(summaryText(result, 80, plain).at(-1)).toBe('! The machine was busy.');
  });

  test('has the names on lines of their own where they leave no room for the figures', () => {
    const lines = summaryText(result, 100, plain);
    const name = lines.indexOf('chromium · H.264 · data channel · no relay · secure page · single presses');
    expect(lines[name + 1]).toMatch(/^ {2}(?: +[\d.]+){11}$/);
  });

  test('says which combination a run’s warning is about, once', () => {
    const warn = (run: RunResult) => ({ ...run, warnings: ['Late.'] });
    const runs = [1, 2].map((repeat) => warn(sampleRun(DATA_CHANNEL, repeat)));
    const lines = summaryText(
      sampleResult([...runs, sampleRun({ ...DATA_CHANNEL, codec: 'vp8' })]),
      80,
      plain,
    );
    expect(lines.filter((line) => line.startsWith('!'))).toEqual(['! H.264: Late.']);
  });

  test.each([40, 60, 80, 120])('fits into %d columns', (columns) => {
    for (const line of summaryText({ ...result, assertions: [] }, columns, coloured)) {
      expect(textWidth(line), line).toBeLessThanOrEqual(columns);
    }
  });

  test('of one combination names it once', () => {
    const lines = summaryText(sampleResult([sampleRun(DATA_CHANNEL)]), 120, plain);
    expect(lines[0]).toBe(
      'test-pattern · chromium · H.264 · data channel · no relay · 1 viewer · secure page · single presses',
    );
    expect(lines[2]).toMatch(/^all runs /);
  });

  test('lets no title steer the terminal', () => {
    const game = 'Ti\u001b[2Jtle\u0007\n';
    const text = summaryText(sampleResult([sampleRun({ ...DATA_CHANNEL, game })]), 120, plain).join('');
    expect(text).not.toMatch(/\p{Control}/u);
  });

  test('of nothing says so', () => {
    expect(summaryText(sampleResult([]), 80, plain)).toEqual(['Nothing was measured.']);
  });
});

describe('the comparison for people', () => {
  const runs = (slower: number) => [1, 2, 3].map((repeat) => sampleRun(DATA_CHANNEL, repeat, slower));

  test('has the figures that changed, and counts the others', () => {
    const lines = comparisonText(compareResults(sampleResult(runs(0)), sampleResult(runs(5))), 100, plain);
    expect(lines[0]).toBe('Compared with 2026-02-03T12:34:56.789Z (cloudgame 0.1.0)');
    expect(lines.find((line) => line.includes('Input to photon, p50'))).toMatch(
      /ms +\S+ ms +\+\S+ % +worse$/,
    );
    expect(lines.at(-1)).toMatch(/^ {2}\d+ figures without a difference that the runs show$/);
  });

  test('of the same runs finds nothing', () => {
    const result = sampleResult(runs(0));
    const lines = comparisonText(compareResults(result, result), 100, plain);
    expect(lines.join('\n')).not.toMatch(/better|worse/);
  });

  test('warns of another machine', () => {
    const result = sampleResult(runs(0));
    const old = { ...result, machine: { ...result.machine, cpu: 'Other \u001b[31mCPU' } };
    expect(comparisonText(compareResults(old, result), 100, plain)).toContain(
      '! Another machine: Other CPU.',
    );
  });
});
