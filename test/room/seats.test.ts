import { describe, expect, test } from 'vitest';
import { SEAT_HOLD_MS, Seats } from '../../src/room/seats.js';

describe('seats', () => {
  test('go to those who come first, in order, until none is left', () => {
    const seats = new Seats<string>(2);
    expect(seats.take('Ann', 'a', 0)).toBe(1);
    expect(seats.take('Bob', 'b', 0)).toBe(2);
    expect(seats.take('Cid', 'c', 0)).toBeUndefined();
    expect([seats.count, seats.taken]).toEqual([2, 2]);
  });

  test('are none in a game that takes no players', () => {
    const seats = new Seats<string>(0);
    expect(seats.take('Ann', 'a', 0)).toBeUndefined();
    expect(seats.nextRelease(0)).toBeUndefined();
  });

  test('are kept for 30 seconds after their holder is gone, and then free', () => {
    expect(SEAT_HOLD_MS).toBe(30_000);
    const seats = new Seats<string>(1);
    seats.take('Ann', 'a', 0);
    expect(seats.leave('Ann', 1_000)).toBe(1);
    expect(seats.taken).toBe(0);
    expect(seats.take('Bob', 'b', 30_999)).toBeUndefined();
    expect(seats.take('Bob', 'b', 31_000)).toBe(1);
  });

  test('can be kept for another time', () => {
    const seats = new Seats<string>(1, 50);
    seats.take('Ann', 'a', 0);
    seats.leave('Ann', 100);
    expect(seats.nextRelease(100)).toBe(150);
  });

  test('are given back to whoever has their secret, and to nobody else', () => {
    const seats = new Seats<string>(2);
    seats.take('Ann', 'a', 0);
    seats.take('Bob', 'b', 0);
    seats.leave('Bob', 0);
    expect(seats.resume('Mallory', 'x')).toBeUndefined();
    expect(seats.resume('Bob again', 'b')).toBe(2);
    expect(seats.taken).toBe(2);
    expect(seats.nextRelease(1)).toBeUndefined();
  });

  test('are given back even after the time for which they are kept, where nobody took them', () => {
    const seats = new Seats<string>(1);
    seats.take('Ann', 'a', 0);
    seats.leave('Ann', 0);
    expect(seats.resume('Ann again', 'a')).toBe(1);
  });

  test('are not given back once they are somebody else’s', () => {
    const seats = new Seats<string>(1);
    seats.take('Ann', 'a', 0);
    seats.leave('Ann', 0);
    seats.take('Bob', 'b', SEAT_HOLD_MS);
    expect(seats.isKeptFor('a')).toBe(false);
    expect(seats.resume('Ann again', 'a')).toBeUndefined();
  });

  test('make a holder get up whose own newer connection comes, and its leaving frees nothing', () => {
    const seats = new Seats<string>(1);
    seats.take('Ann in one tab', 'a', 0);
    expect(seats.resume('Ann in another', 'a')).toBe(1);
    expect(seats.leave('Ann in one tab', 10)).toBeUndefined();
    expect(seats.taken).toBe(1);
  });

  test('know for whom one is kept, and that nobody has no secret', () => {
    const seats = new Seats<string>(2);
    seats.take('Ann', 'a', 0);
    expect([seats.isKeptFor('a'), seats.isKeptFor('b'), seats.isKeptFor('')]).toEqual([true, false, false]);
  });

  test('tell when the next one becomes free', () => {
    const seats = new Seats<string>(3);
    for (const name of ['a', 'b', 'c']) seats.take(name, name, 0);
    expect(seats.nextRelease(0)).toBeUndefined();
    seats.leave('b', 500);
    seats.leave('a', 700);
    expect(seats.nextRelease(1_000)).toBe(30_500);
    expect(seats.nextRelease(30_500)).toBe(30_700);
    expect(seats.nextRelease(30_700)).toBeUndefined();
  });

  test('take no notice of the leaving of somebody who had none', () => {
    const seats = new Seats<string>(1);
    seats.take('Ann', 'a', 0);
    expect(seats.leave('Bob', 0)).toBeUndefined();
    expect(seats.taken).toBe(1);
  });
});
