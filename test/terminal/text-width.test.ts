import { describe, expect, test } from 'vitest';
import { flow, printable, textWidth, truncate, wrapWords } from '../../src/terminal/text-width.js';

describe('the width of a text', () => {
  test.each([
    ['plain', 5],
    ['ゲーム', 6],
    ['e\u0301', 1],
    ['\u001b[31mred\u001b[0m', 3],
    ['🎮', 2],
    ['●○…·–', 5],
  ])('of %j is %i columns', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

test('a foreign text can’t steer the terminal', () => {
  expect(printable('a\u001b]0;title\u0007b\u001b[2Jc\nd\u009be')).not.toMatch(/\p{Control}/u);
  expect(printable('Snake')).toBe('Snake');
});

test('a text is cut with an ellipsis only where it is too long', () => {
  expect(truncate('Snake', 5)).toBe('Snake');
  expect(truncate('Snakes', 5)).toBe('Snak…');
  expect(truncate('ゲーム', 4)).toBe('ゲ…');
  expect(truncate('Snake', 0)).toBe('');
});

test('pieces flow onto further lines without being broken', () => {
  expect(flow(['aaaa', 'bbbb', 'cccc'], 10)).toEqual(['aaaa  bbbb', 'cccc']);
  expect(flow(['aaaa', 'bbbbbbbbbbbbbb', 'c'], 10, 2)).toEqual(['aaaa', '  bbbbbbbbbbbbbb', '  c']);
  expect(flow([], 10)).toEqual([]);
});

test('prose breaks between words, and a long word stands alone', () => {
  expect(wrapWords('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrapWords('see http://localhost:8010/v1/ now', 8, 2)).toEqual([
    'see',
    '  http://localhost:8010/v1/',
    '  now',
  ]);
});
