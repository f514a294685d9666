import { expect, test } from 'vitest';
import { compareMedians } from '../../src/bench/run-from-outside.js';

test('says by how much the figure from outside is longer than that in the page', () => {
  const compared = compareMedians([20, 22, 24], [18, 20, 21.5], []);
  expect(compared).toMatchObject({ moreThanInPageMs: 2, inPageMs: { count: 3, p50: 20 }, warnings: [] });
});

test.each([
  ['longer', [30, 31, 32], '4.5'],
  ['shorter', [20, 21, 22], '-5.5'],
])('warns where the figure from outside is %s by more than 3 ms', (_, outside, words) => {
  const { warnings } = compareMedians(outside, [25, 26.5, 28], ['Before.']);
  expect(warnings).toEqual(['Before.', expect.stringContaining(`differ by ${words} ms at the median`)]);
});

test('warns where the page did not see the presses at all', () => {
  expect(compareMedians([20], [], [])).toEqual({
    warnings: ['The presses that were seen from outside were not seen in the page.'],
  });
});
