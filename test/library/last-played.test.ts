import { expect, test } from 'vitest';
import { sayWhen } from '../../src/library/last-played.js';

const NOW = new Date(2030, 5, 15, 12).getTime();

test.each([
  [0, 'just now'],
  [-60, 'just now'],
  [119, 'just now'],
  [120, '2 minutes ago'],
  [2 * 3600, '2 hours ago'],
  [47 * 3600, '47 hours ago'],
  [48 * 3600, '2 days ago'],
  [70 * 24 * 3600, '2030-04-06'],
])('%i seconds ago is "%s"', (seconds, words) => {
  expect(sayWhen(NOW - seconds * 1000, NOW)).toBe(words);
});
