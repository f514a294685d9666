import { describe, expect, test } from 'vitest';
import {
  type Assertion,
  checkAssertions,
  parseAssertion,
  requireCombinations,
} from '../../../src/bench/report/assertion.js';
import { FIGURE_PATHS } from '../../../src/bench/report/figure-path.js';
import { CloudgameError } from '../../../src/errors.js';
import { COMBINATIONS, DATA_CHANNEL, sampleResult, sampleRun } from './sample-result.js';

function refusal(action: () => unknown): CloudgameError {
  try {
    action();
  } catch (error) {
    if (error instanceof CloudgameError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('an assertion', () => {
  test.each<[string, Partial<Assertion>]>([
    [
      'inputToPhotonMs.p95<60',
      { figure: 'inputToPhotonMs.p95', operator: '<', bound: 60, everyRun: false, filter: [] },
    ],
    ['  frames.fps  >=  59.5 ', { figure: 'frames.fps', operator: '>=', bound: 59.5 }],
    ['sound.audioVideoOffsetMs > -4e1', { operator: '>', bound: -40 }],
    ['frames.dropped==0', { operator: '==', bound: 0 }],
    ['cost.host.cpuShare<=.15', { figure: 'cost.host.cpuShare', operator: '<=', bound: 0.15 }],
    ['runs.inputToPhotonMs.max<99', { figure: 'inputToPhotonMs.max', everyRun: true }],
    [
      '[codec=h264, viewers!=1]pieces.tickWaitMs.p50<1',
      {
        figure: 'pieces.tickWaitMs.p50',
        filter: [
          { setting: 'codec', equal: true, value: 'h264' },
          { setting: 'viewers', equal: false, value: '1' },
        ],
      },
    ],
    ['[] frames.fps>1', { filter: [] }],
    [
      '[game=Super Game (USA)] frames.fps>1',
      { filter: [{ setting: 'game', equal: true, value: 'Super Game (USA)' }] },
    ],
  ])('is read: %s', (expression, expected) => {
    expect(parseAssertion(expression)).toMatchObject({ expression, ...expected });
  });

  test.each([
    ['', 'no assertion'],
    ['inputToPhotonMs.p95', 'no assertion'],
    ['inputToPhotonMs.p95 = 60', 'no assertion'],
    ['inputToPhotonMs.p95 != 60', 'no assertion'],
    ['inputToPhotonMs.p95 < 60 && frames.fps > 1', 'no assertion'],
    ['[codec=h264 frames.fps>1', 'no assertion'],
    ['inputToPhotonMs.p95<60ms', '“60ms”'],
    ['inputToPhotonMs.p95<NaN', '“NaN”'],
    ['inputToPhotonMs.p95<1e999', '“1e999”'],
    ['inputToPhotonMs.p95<0x10', '“0x10”'],
    ['[codec] frames.fps>1', 'no condition'],
    ['[codec=] frames.fps>1', 'no condition'],
    ['[codec=h264,] frames.fps>1', 'no condition'],
    ['[kodec=h264] frames.fps>1', 'no setting “kodec”'],
    ['nothing.like.this<1', 'no figure “nothing.like.this”'],
    ['__proto__.x<1', 'no figure'],
    ['cost..cpuShare<1', 'no figure'],
    ['combination.viewers<1', 'no figure'],
    ['repeat<1', 'no figure'],
  ])('is refused as a wrong command line: %j', (expression, message) => {
    const error = refusal(() => parseAssertion(expression));
    expect(error.kind).toBe('usage');
    expect(error.message).toContain(message);
    expect(error.hint).not.toBe('');
  });

  test.each([
    ['inputToPhotonMs.95<1', 'inputToPhotonMs.p95'],
    ['inputtophotonms.p95<1', 'inputToPhotonMs.p95'],
    ['frames.longestFreeze<1', 'frames.longestFreezeMs'],
    ['inputToPhotonMs<1', 'inputToPhotonMs.p50'],
    ['[browsers=firefox] frames.fps<1', 'browser'],
  ])('that has a name wrong is told the right one: %s', (expression, right) => {
    expect(refusal(() => parseAssertion(expression)).hint).toContain(right);
  });

  test('can be made of every figure', () => {
    for (const path of FIGURE_PATHS) {
      expect(parseAssertion(`${path.replace('*', 'host')}>0`).figure).toBe(path.replace('*', 'host'));
    }
    expect(FIGURE_PATHS).toContain('cost.*.memoryBytes');
    expect(FIGURE_PATHS).toContain('fromOutside.keyToPixelMs.p95');
  });
});

describe('checking assertions', () => {
  const fast = { ...DATA_CHANNEL, codec: 'vp8' } as const;
  const runs = [10, 20, 30].map((longestFreezeMs, index) => ({
    ...sampleRun(DATA_CHANNEL, index + 1),
    frames: { longestFreezeMs },
  }));
  const result = sampleResult([
    ...runs,
    { ...sampleRun(fast), frames: { longestFreezeMs: 1 }, sound: undefined },
  ]);
  const check = (expression: string) => checkAssertions([parseAssertion(expression)], result)[0]!;

  test('takes the median of the repeats', () => {
    expect(check('frames.longestFreezeMs<=20')).toEqual({
      expression: 'frames.longestFreezeMs<=20',
      holds: true,
      broken: [],
    });
    expect(check('frames.longestFreezeMs<20').broken).toEqual([{ combination: DATA_CHANNEL, value: 20 }]);
  });

  test('takes every run where it is asked to, and says which broke it', () => {
    expect(check('runs.frames.longestFreezeMs<=20')).toMatchObject({
      holds: false,
      broken: [{ combination: DATA_CHANNEL, repeat: 3, value: 30 }],
    });
  });

  test('looks at the combinations of the filter alone', () => {
    expect(check('[codec=vp8] frames.longestFreezeMs<20').holds).toBe(true);
    expect(check('[codec!=vp8] frames.longestFreezeMs<20').holds).toBe(false);
    expect(check('[viewers=1, securePage=true, codec=vp8] frames.longestFreezeMs<20').holds).toBe(true);
  });

  test('does not pass what was not measured', () => {
    expect(check('[codec=vp8] sound.delayMs<1000')).toMatchObject({
      holds: false,
      broken: [{ combination: fast, value: null }],
    });
    expect(check('cost.another.cpuShare<100').holds).toBe(false);
  });

  test('does not pass what is about nothing, and refuses it before anything is measured', () => {
    expect(check('[codec=vp8, viewers=9] frames.fps>0')).toMatchObject({ holds: false, broken: [] });
    const assertions = [parseAssertion('[viewers=9] frames.fps>0')];
    expect(refusal(() => requireCombinations(assertions, COMBINATIONS)).kind).toBe('usage');
    expect(() =>
      requireCombinations([parseAssertion('[codec=vp8] frames.fps>0')], COMBINATIONS),
    ).not.toThrow();
  });
});
