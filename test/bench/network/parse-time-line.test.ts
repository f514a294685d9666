import { describe, expect, test } from 'vitest';
import { namedNetwork } from '../../../src/bench/network/named-networks.js';
import { parseNetwork, parseNetworks } from '../../../src/bench/network/parse-network.js';
import { totalMs } from '../../../src/bench/network/parse-time-line.js';
import { failureOf } from './network-failure.js';

describe('a path that changes', () => {
  test('is a list of networks with their times, and begins as the first of them', () => {
    const text = 'wifi@10s>rate=600k,queue=100ms@1.5s > cut > none@500ms';
    expect(parseNetwork(text)).toEqual({
      ...namedNetwork('wifi'),
      name: text,
      timeLine: [
        { network: namedNetwork('wifi'), durationMs: 10_000, cut: false },
        { network: parseNetwork('rate=600k,queue=100ms'), durationMs: 1_500, cut: false },
        { network: namedNetwork('none'), durationMs: 500, cut: true },
      ],
    });
  });

  test('has a name where it is the usual one', () => {
    const { name, timeLine = [] } = parseNetwork('changing');
    expect(name).toBe('changing');
    expect(timeLine.map(({ network }) => network.name)).toEqual([
      'none',
      'loss=3%',
      'rate=600k,queue=100ms',
      'delay=150',
      'none',
    ]);
    expect(totalMs(timeLine)).toBe(50_000);
  });

  test('stands in a list with others', () => {
    const text =
      'lan,none@5s>rate=600k,queue=100ms@5s>delay=150,jitter=2@5s>none@5s,changing,delay=20,none@1s>wifi@1s';
    expect(parseNetworks(text).map(({ name }) => name)).toEqual([
      'lan',
      'none@5s>rate=600k,queue=100ms@5s>delay=150,jitter=2@5s>none@5s',
      'changing',
      'delay=20',
      'none@1s>wifi@1s',
    ]);
  });

  test.each([
    ['none@10s>loss=3%', 'The phase “loss=3%” has to say how long it lasts'],
    ['none>loss=3%@10s', 'The phase “none” has to say how long'],
    ['none@10s@10s', 'has to say how long'],
    ['none@10s>', 'The phase “” has to say how long'],
    ['none@10', 'A phase can’t last “10”'],
    ['none@', 'can’t last “”'],
    ['none@-1s', 'can’t last “-1s”'],
    ['none@499ms', 'can’t last “499ms”'],
    ['none@61m', 'can’t last “61m”'],
    ['none@40m>wifi@40m', 'lasts longer than an hour'],
    ['cut>none@10s', 'nothing to cut off before'],
    ['none@1s>cut>cut>none@1s', 'nothing to cut off before'],
    ['none@10s>cut', 'ends with a cut'],
    ['none@10s>cut@10s', 'There is no network “cut”'],
    ['none@10s>changing@10s', 'There is no network “changing”'],
    ['none@10s>delay@10s', 'There is no network “delay”'],
    [Array(101).fill('none@1s').join('>'), 'more than 100 times'],
  ])('that is written “%s” is an error that says what is wrong', (text, words) => {
    const failure = failureOf(text);
    expect(failure.kind).toBe('usage');
    expect(failure.message).toContain(words);
    expect(failure.message.length).toBeLessThan(300);
    expect(failure.hint).not.toBe('');
  });
});
