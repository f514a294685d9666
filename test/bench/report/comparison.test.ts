import { describe, expect, test } from 'vitest';
import { compareResults, verdictOn } from '../../../src/bench/report/comparison.js';
import { FIGURE_PATHS, isFigurePath } from '../../../src/bench/report/figure-path.js';
import { formatFigure, KEY_FIGURES } from '../../../src/bench/report/key-figure.js';
import { parseOldResult } from '../../../src/bench/report/old-result.js';
import { CloudgameError } from '../../../src/errors.js';
import { DATA_CHANNEL, sampleResult, sampleRun } from './sample-result.js';

describe('a difference', () => {
  test.each([
    ['better', [10, 11, 12], [7, 8, 9]],
    ['worse', [7, 8, 9], [10, 11, 12]],
    ['same', [7, 8, 9], [8.5, 11, 12]],
    ['same', [8, 8, 8], [8, 8, 8]],
    ['same', [7, 8, 9], [9, 10, 11]],
    ['unclear', [7, 8], [10, 11]],
    ['unclear', [7], [10]],
    ['same', [7], [7]],
    ['unclear', [7, 8], [10, 11, 12, 13]],
    ['worse', [7, 8], [10, 11, 12, 13, 14]],
    ['unclear', [7], [8, 9, 10, 11]],
  ] as const)('is %s where lower is better: %j, then %j', (verdict, before, after) => {
    expect(verdictOn(before, after, 'lower')).toBe(verdict);
  });

  test('is the other way round where higher is better', () => {
    expect(verdictOn([1, 2, 3], [4, 5, 6], 'higher')).toBe('better');
    expect(verdictOn([4, 5, 6], [1, 2, 3], 'higher')).toBe('worse');
  });
});

describe('a comparison', () => {
  const fast = { ...DATA_CHANNEL, codec: 'vp8' } as const;
  const other = { ...DATA_CHANNEL, viewers: 4 };
  const runsOf = (settings: typeof DATA_CHANNEL, slower = 0) =>
    [1, 2, 3].map((repeat) => sampleRun(settings, repeat, slower));

  test('matches combinations by what was set, and says which only one side has', () => {
    const before = sampleResult([...runsOf(DATA_CHANNEL), ...runsOf(fast)]);
    const after = sampleResult([...runsOf(other), ...runsOf(DATA_CHANNEL, 20)]);
    const compared = compareResults(before, after);
    expect(compared.combinations.map(({ combination }) => combination)).toEqual([DATA_CHANNEL]);
    expect(compared).toMatchObject({ onlyBefore: [fast], onlyAfter: [other] });
    const figures = new Map(compared.combinations[0]!.figures.map((figure) => [figure.figure, figure]));
    const photon = figures.get('inputToPhotonMs.p50')!;
    expect(photon.verdict).toBe('worse');
    expect(photon.after - photon.before).toBeCloseTo(20, 1);
    expect(figures.get('frames.fps')!.verdict).toBe('same');
  });

  test('says whether it was the same machine', () => {
    const before = sampleResult([]);
    const after = { ...before, machine: { ...before.machine, cores: 4 } };
    expect(compareResults(before, before).before.sameMachine).toBe(true);
    expect(compareResults(before, after).before).toMatchObject({
      sameMachine: false,
      cpu: before.machine.cpu,
    });
  });

  test('is of figures that a result has', () => {
    for (const { path } of KEY_FIGURES) expect(isFigurePath(path), path).toBe(true);
    expect(new Set(FIGURE_PATHS).size).toBe(FIGURE_PATHS.length);
  });
});

describe('a figure for people', () => {
  test.each([
    [14.26, 'ms', '14.3'],
    [0.4567, 'ms', '0.457'],
    [1_450_000, 'Mb/s', '1.45'],
    [96_400_000, 'MB', '96.4'],
    [0.0553, '%', '5.53'],
    [0.9834, '', '0.983'],
    [60, '', '60'],
    [1234.5, 'ms', '1235'],
    [0, '%', '0'],
  ] as const)('%d in %s is written %s', (value, unit, written) => {
    expect(formatFigure(value, { unit })).toBe(written);
  });
});

describe('an old result', () => {
  const good = JSON.stringify(sampleResult([sampleRun(DATA_CHANNEL)]));
  const changed = (change: (result: Record<string, unknown>) => void) => {
    const result = JSON.parse(good);
    change(result);
    return JSON.stringify(result);
  };

  test('is read, with fields of later programs left out', () => {
    const read = parseOldResult(
      changed((result) => Object.assign(result, { later: 1 })),
      'old.json',
    );
    expect(read).toEqual(JSON.parse(good));
  });

  test.each([
    ['an empty file', '', 'no JSON'],
    ['half a file', good.slice(0, -100), 'no JSON'],
    ['another file', '{"name":"cloudgame","version":"0.1.0"}', 'no result'],
    ['a list', '[]', 'no result'],
    ['a word', '"runs"', 'no result'],
    ['nothing', 'null', 'no result'],
    ['a later version', changed((result) => Object.assign(result, { version: 2 })), 'another version 2'],
    [
      'a version that is none',
      changed((result) => Object.assign(result, { version: '1' })),
      'another version of',
    ],
    ['runs that are none', changed((result) => Object.assign(result, { runs: 'all' })), 'runs'],
    ['runs without end', changed((result) => Object.assign(result, { runs: Array(20_000).fill(1) })), 'runs'],
    ['figures that are none', good.replace(/"p95":[\d.]+/, '"p95":"\\u001b[2J"'), 'p95'],
    [
      'a depth without end',
      `{"version":1,"runs":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'can’t be compared',
    ],
  ])('is refused where it is %s', (_, json, message) => {
    let error: unknown;
    try {
      parseOldResult(json, 'old.json');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CloudgameError);
    const { kind, message: said } = error as CloudgameError;
    expect(kind).toBe('usage');
    expect(said).toContain(message);
    expect(said).toMatch(/^old\.json can’t be compared with: [^\p{Control}]{1,300}$/u);
  });

  test('changes nothing of objects in general', () => {
    const json = changed((result) => {
      (result.runs as { cost: object }[])[0]!.cost = JSON.parse('{"__proto__":{"cpuShare":1},"host":{}}');
    });
    expect(Object.keys(parseOldResult(json, 'old.json').runs[0]!.cost!)).toEqual(['host']);
    expect({}).not.toHaveProperty('cpuShare');
  });
});
