import { expect, test } from 'vitest';
import { firstFrom, RunningTotal } from '../../src/bench/running-total.js';

test('a total grows evenly between readings, and isn’t known outside of them', () => {
  const total = new RunningTotal([
    { time: 100, value: 10 },
    { time: 200, value: 30 },
    { time: 400, value: 30 },
  ]);
  expect(total.growth(100, 400)).toBe(20);
  expect(total.growth(150, 200)).toBe(10);
  expect(total.growth(250, 300)).toBe(0);
  expect(total.growth(99, 200)).toBeUndefined();
  expect(total.growth(300, 401)).toBeUndefined();
  expect(new RunningTotal([]).growth(0, 1)).toBeUndefined();
});

test('a total goes on where its counter began again', () => {
  const readings = [5, 9, 0, 4].map((value, time) => ({ time, value }));
  expect(new RunningTotal(readings).growth(0, 3)).toBe(8);
});

test('a place among ascending numbers is found', () => {
  expect([0, 1, 2, 3, 9].map((least) => firstFrom([1, 2, 2, 5], least))).toEqual([0, 0, 1, 3, 4]);
});
