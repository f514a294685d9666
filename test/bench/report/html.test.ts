import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkAssertions, parseAssertion } from '../../../src/bench/report/assertion.js';
import { shellWords } from '../../../src/bench/report/command-words.js';
import { compareResults } from '../../../src/bench/report/comparison.js';
import { escapeHtml, html } from '../../../src/bench/report/html/markup.js';
import { htmlReport } from '../../../src/bench/report/html/report.js';
import { scaleOf, scaleTo } from '../../../src/bench/report/html/scale.js';
import { joinedPoints, panelsOf } from '../../../src/bench/report/html/time-line-data.js';
import type { BenchResult } from '../../../src/bench/report/result.js';
import { changingPathRun, DATA_CHANNEL, sampleResult, sampleRun } from './sample-result.js';

/** Elements that have no end (HTML Living Standard 13.1.2). */
const VOID = new Set(['meta', 'br', 'hr', 'link', 'img', 'input']);
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<]*")?)*)\s*(\/?)>/g;

/** Names of elements, in their order; throws where one is not closed, or anything else has a `<` or a stray `&`. */
function elementsOf(document: string): string[] {
  const body = document
    .replace(/^<!doctype html>/, '')
    .replace(/(<(style|script)>)[\s\S]*?(<\/\2>)/g, '$1$3');
  const open: string[] = [];
  const names: string[] = [];
  for (const [tag, end, name, , selfClosed] of body.matchAll(TAG)) {
    if (end === '/') {
      if (open.pop() !== name) throw new Error(`${tag} closes what is not open.`);
      continue;
    }
    names.push(name!);
    if (selfClosed !== '/' && !VOID.has(name!)) open.push(name!);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} stay open.`);
  const texts = body.replace(TAG, '');
  if (/[<>]/.test(texts)) throw new Error('A < or > stands in a text.');
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(body)) throw new Error('A stray & is there.');
  return names;
}

const compared = (result: BenchResult): BenchResult => ({
  ...result,
  assertions: checkAssertions(['inputToPhotonMs.p95<60', 'frames.fps>99'].map(parseAssertion), result),
  comparison: compareResults(
    sampleResult([1, 2, 3].map((repeat) => sampleRun(DATA_CHANNEL, repeat, 4))),
    result,
  ),
});

describe('the report', () => {
  const report = htmlReport(compared(sampleResult()));

  test('is well-formed, whatever it holds', () => {
    expect(elementsOf(report)).toContain('svg');
    elementsOf(htmlReport(sampleResult([changingPathRun()])));
    elementsOf(htmlReport(sampleResult([])));
    elementsOf(
      htmlReport(sampleResult([{ combination: DATA_CHANNEL, repeat: 1, durationMs: 0, warnings: [] }])),
    );
  });

  test('has every part', () => {
    for (const id of ['assertions', 'pieces', 'distribution', 'time', 'comparison', 'figures', 'machine']) {
      expect(report).toContain(`<section id="${id}">`);
    }
  });

  test('has a title for each chart and a table behind it', () => {
    const charts = report.match(/<svg class="(?:bar|strip|panel|frozen)"[^>]*>/g)!;
    expect(charts.length).toBeGreaterThan(20);
    for (const chart of charts) expect(chart).toMatch(/role="img" aria-label="[^"]+"/);
    for (const part of report.split('<section').slice(1)) {
      if (part.includes('<svg class=')) expect(part).toContain('<table>');
    }
  });

  test('needs nothing from elsewhere, and runs its own script alone', () => {
    expect(report).not.toMatch(/https?:|\bsrc=|\bhref=|@import|url\(/);
    const scripts = [...report.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script!);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]!).digest('base64');
    expect(report).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(report).toContain('default-src &#39;none&#39;');
  });

  test('never takes what comes from outside for markup', () => {
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&\u0000\u001b[2J`;
    const run = changingPathRun();
    const combination = {
      ...run.combination,
      game: evil,
      core: evil,
      network: evil,
      browser: evil,
      variant: evil,
    };
    const hostile = {
      ...run,
      combination,
      networkPhases: [{ atMs: 0, name: evil }],
      cost: { [evil]: { cpuShare: 1 } },
      timeLine: run.timeLine!.map((point) => ({ ...point, cost: { [evil]: { cpuShare: 1 } } })),
      warnings: [evil],
    };
    const other = { ...hostile, combination: { ...combination, game: `${evil}2` } };
    const result = sampleResult([hostile, other]);
    const named = Object.fromEntries(
      Object.entries(result.machine).map(([name, value]) => [name, typeof value === 'string' ? evil : value]),
    );
    const old = sampleResult([hostile]);
    const page = htmlReport({
      ...result,
      machine: { ...result.machine, ...named, browsers: [{ name: evil, version: evil }] },
      settings: { ...result.settings, command: [evil] },
      assertions: [{ expression: evil, holds: false, broken: [{ combination, value: 1 }] }],
      comparison: compareResults({ ...old, machine: { ...old.machine, ...named } }, result),
    });
    const names = elementsOf(page);
    expect(names.filter((name) => name === 'script')).toHaveLength(1);
    expect(names).not.toContain('img');
    expect(page).not.toContain('alert(1)</script>');
    expect(page).not.toMatch(/(?!\n)\p{Control}/u);
  });

  test('draws no piece backwards where clocks are a little off', () => {
    const run = sampleRun(DATA_CHANNEL);
    const early = { ...run.pieces!.networkMs!, mean: -0.2 };
    const page = htmlReport(sampleResult([{ ...run, pieces: { ...run.pieces, networkMs: early } }]));
    expect(page).not.toMatch(/ (?:width|height|x)="-/);
    expect(page).toContain('mean -0.20 ms');
  });

  test('opens the run in which the path changes, and shows how it was', () => {
    const page = htmlReport(sampleResult([sampleRun(DATA_CHANNEL), changingPathRun()]));
    expect(page.match(/<details class="run" open>/g)).toHaveLength(1);
    expect(page).toContain('Path: clean from 0 s, 3 % loss from 20 s, 600 kb/s from 40 s');
    expect(page).toContain('Transport: data channel from 0 s, RTP from 21.4 s, data channel from 86.2 s');
    expect(page).toContain('Frozen: 180 ms from 21.2 s, 390 ms from 40.3 s');
    expect(page.match(/<line class="cut" x1="40%"/g)).toHaveLength(1);
    expect(page).toContain('<td>40</td><td>20</td><td>29.4</td><td>1</td><td>390</td><td>2400</td>');
    expect(page).toContain('Size: 512 × 480 from 0 s, 256 × 240 from 40 s, 512 × 480 from 62 s');
  });
});

describe('a time line', () => {
  const second = (index: number) => ({ atMs: (index + 1) * 1000, fps: 60 });

  test('of an hour keeps its worst seconds', () => {
    const points = Array.from({ length: 3600 }, (_, index) => ({
      ...second(index),
      ...(index === 1234 && { fps: 12, longestGapMs: 400 }),
    }));
    const groups = joinedPoints(points);
    expect(groups).toHaveLength(300);
    const panels = panelsOf(groups);
    expect(panels.map(({ title }) => title)).toEqual([
      'Frames shown per second',
      'Longest gap between pictures',
    ]);
    expect(Math.min(...panels[0]!.series[0]!.values.map(Number))).toBe(12);
    expect(panels[1]!.series[0]!.values.filter((value) => value !== undefined)).toEqual([400]);
  });

  test('of a few seconds has each of them', () => {
    expect(joinedPoints([0, 1, 2].map(second))).toHaveLength(3);
    expect(joinedPoints([])).toEqual([]);
  });
});

describe('an axis', () => {
  test.each([
    [47, [0, 10, 20, 30, 40, 50]],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [0, [0, 0.2]],
  ])('up to %d has round ticks', (greatest, ticks) => {
    const scale = scaleTo(greatest);
    expect(scale.ticks.at(-1)).toBe(scale.max);
    expect(scale.max).toBeGreaterThanOrEqual(greatest);
    if (greatest !== 0.3) expect(scale.ticks).toEqual(ticks);
  });

  test('of time ends where the run does', () => {
    const scale = scaleOf(95);
    expect(scale.at(95)).toBe(100);
    expect(scale.ticks).toEqual([0, 20, 40, 60, 80]);
    expect(scale.at(1000)).toBe(100);
    expect(scaleOf(3600, 60).ticks).toEqual([0, 600, 1200, 1800, 2400, 3000, 3600]);
  });
});

describe('markup', () => {
  test('escapes what is put into it, but no markup', () => {
    const bold = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${'a"b\'c'}">${bold}${[bold, 1]}${undefined}${false}${0}</p>`.source).toBe(
      '<p title="a&quot;b&#39;c"><b>&lt;i&gt;</b><b>&lt;i&gt;</b>10</p>',
    );
  });

  test('has no letters that HTML forbids', () => {
    expect(escapeHtml('a\u0000b\ud800c\n\u{1f600}')).toBe('a\ufffdb\ufffdc\n\u{1f600}');
  });
});

test('a command line is quoted for the shell where it has to be', () => {
  expect(shellWords(['cloudgame', 'bench', "Bob's game.nes", '--assert', 'a<1', '--codec', 'vp8,h264'])).toBe(
    "cloudgame bench 'Bob'\\''s game.nes' --assert 'a<1' --codec vp8,h264",
  );
});
