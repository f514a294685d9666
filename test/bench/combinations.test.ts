import { describe, expect, test } from 'vitest';
import { planCombinations } from '../../src/bench/combinations.js';
import { readChoices } from '../../src/bench/command/bench-choices.js';
import { readSoak } from '../../src/bench/command/soak.js';
import { hostArguments } from '../../src/bench/run.js';
import { CloudgameError } from '../../src/errors.js';

const WRITTEN = {
  transport: 'auto',
  viewers: '1',
  sessions: '1',
  network: 'none',
  page: 'secure,insecure',
  presses: 'isolated,mashing',
};

function plan(
  written: Partial<typeof WRITTEN & { codec: string; size: string }>,
  browser: 'chromium' | 'firefox' = 'chromium',
) {
  const choices = readChoices({ ...WRITTEN, ...written }, browser);
  return planCombinations({ ...choices, game: 'test-pattern', core: undefined, browser }).map(
    ({ combination }) => combination,
  );
}

describe('what is measured', () => {
  test('is every choice with every other', () => {
    const combinations = plan({ network: 'none,lan,delay=20,loss=1%', transport: 'auto,rtp' });
    expect(combinations).toHaveLength(2 * 2 * 3 * 2 * 2);
    expect(new Set(combinations.map((combination) => JSON.stringify(combination))).size).toBe(48);
    expect(new Set(combinations.map(({ network }) => network))).toEqual(
      new Set(['none', 'lan', 'delay=20,loss=1%']),
    );
  });

  test('is VP8 alone in Firefox, unless another codec is named', () => {
    expect(new Set(plan({}, 'firefox').map(({ codec }) => codec))).toEqual(new Set(['vp8']));
    expect(new Set(plan({ codec: 'h264' }, 'firefox').map(({ codec }) => codec))).toEqual(new Set(['h264']));
  });

  test('has frames on plain http pages too, which bring their own decoder', () => {
    expect(new Set(plan({ transport: 'frames' }).map(({ securePage }) => securePage))).toEqual(
      new Set([true, false]),
    );
  });

  test('has two viewers at least where two players press', () => {
    const viewers = plan({ viewers: '1,2,4', codec: 'vp8', page: 'secure', presses: 'mashing' }).map(
      (combination) => combination.viewers,
    );
    expect(viewers).toEqual([2, 4]);
  });

  test('has sizes of the test pattern only where they are named', () => {
    expect(plan({ codec: 'vp8' }).filter((combination) => 'size' in combination)).toEqual([]);
    const sized = plan({ codec: 'vp8', page: 'secure', presses: 'isolated', size: '640x480,256x240' });
    expect(sized.map(({ size }) => size)).toEqual(['640x480', '256x240']);
    expect(hostArguments(sized[0]!)).toContain('size=640x480');
  });

  test.each([
    ['size', '640x48'],
    ['codec', 'av1'],
    ['transport', 'pigeon'],
    ['viewers', '0'],
    ['viewers', 'many'],
    ['page', 'https'],
    ['presses', ''],
  ])('can’t be --%s %s', (flag, value) => {
    expect(() => plan({ [flag]: value })).toThrow(CloudgameError);
  });
});

test.each([
  ['90s', 90_000],
  ['60m', 3_600_000],
  ['8h', 28_800_000],
])('%s of soaking are %d ms', (text, ms) => {
  expect(readSoak(text)).toBe(ms);
});

test.each(['', '60', '1s', '25h', '5d', '-1m', '1.5h'])('nobody soaks for “%s”', (text) => {
  expect(() => readSoak(text)).toThrow(CloudgameError);
});
