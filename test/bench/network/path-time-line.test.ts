import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseNetwork } from '../../../src/bench/network/parse-network.js';
import { PathTimeLine } from '../../../src/bench/network/path-time-line.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function begin(text: string) {
  const entered: string[] = [];
  const line = new PathTimeLine(parseNetwork(text).timeLine ?? [], ({ network }) =>
    entered.push(network.name),
  );
  return { line, entered };
}

test('phases are entered at their times, and the last one stays', () => {
  const start = performance.now();
  const { line, entered } = begin('none@2s>loss=3%@1500ms>cut>wifi@1s');
  expect(entered).toEqual(['none']);
  vi.advanceTimersByTime(1_999);
  expect(entered).toEqual(['none']);
  vi.advanceTimersByTime(1);
  expect(entered).toEqual(['none', 'loss=3%']);
  vi.advanceTimersByTime(1_500);
  expect(entered).toEqual(['none', 'loss=3%', 'wifi']);
  vi.advanceTimersByTime(60_000);
  expect(entered).toHaveLength(3);
  expect(line.entered).toMatchObject([
    { name: 'none', cut: false },
    { name: 'loss=3%', cut: false },
    { name: 'wifi after a cut', cut: true },
  ]);
  const [first, second, third] = line.entered.map(({ monotonicMs }) => monotonicMs);
  expect(second! - first!).toBeCloseTo(2_000, 0);
  expect(third! - first!).toBeCloseTo(3_500, 0);
  expect(performance.now() - start).toBeGreaterThan(60_000);
});

test('a phase that was entered late doesn’t put off the next', () => {
  const { entered } = begin('none@1s>lan@1s>wifi@1s');
  // The process stood still: time went on, and no timer was called.
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 1_800);
  vi.advanceTimersByTime(1_000);
  expect(entered).toEqual(['none', 'lan']);
  vi.advanceTimersByTime(200);
  expect(entered).toEqual(['none', 'lan', 'wifi']);
  vi.restoreAllMocks();
});

test('nothing is entered any more once it is closed', () => {
  const { line, entered } = begin('none@1s>lan@1s');
  line.close();
  vi.advanceTimersByTime(5_000);
  expect(entered).toEqual(['none']);
});
