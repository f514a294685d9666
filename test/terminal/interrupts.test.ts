import { expect, onTestFinished, test, vi } from 'vitest';
import { catchInterrupts } from '../../src/terminal/interrupts.js';

function catching() {
  const forced: number[] = [];
  const interrupts = catchInterrupts((exitCode) => forced.push(exitCode));
  onTestFinished(() => interrupts.close());
  return { interrupts, forced };
}

test('the first interrupt asks for an end, and the second forces it', () => {
  const { interrupts, forced } = catching();
  expect(interrupts.signal.aborted).toBe(false);
  process.emit('SIGINT', 'SIGINT');
  expect(interrupts.signal.aborted).toBe(true);
  expect(forced).toEqual([]);
  interrupts.interrupt();
  expect(forced).toEqual([130]);
});

test('an end that takes two seconds is forced', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { forced } = catching();
  process.emit('SIGTERM', 'SIGTERM');
  vi.advanceTimersByTime(2000);
  expect(forced).toEqual([130]);
});

test('signals are given back', () => {
  const listeners = process.listenerCount('SIGINT');
  const interrupts = catchInterrupts(() => {});
  expect(process.listenerCount('SIGINT')).toBe(listeners + 1);
  interrupts.close();
  expect(process.listenerCount('SIGINT')).toBe(listeners);
});
