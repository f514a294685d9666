import { describe, expect, it } from 'vitest';
import { SentPackets } from '../../../src/pipeline/rate/sent-packets.js';

function sentPackets(count: number): SentPackets {
  const sent = new SentPackets();
  for (let number = 0; number < count; number++) sent.add(10 * number, 100 + (number % 1000));
  return sent;
}

describe('the packets that were sent', () => {
  it('are known by number: when, how long', () => {
    const sent = sentPackets(3);
    expect(sent.next).toBe(3);
    expect([sent.time(2), sent.bytes(2)]).toEqual([20, 102]);
  });

  it('are not those that never were, nor those of long ago', () => {
    const sent = sentPackets(10_000);
    expect([-1, 10_000, 10_000 - 4097].map((number) => sent.has(number))).toEqual([false, false, false]);
    expect([9_999, 10_000 - 4096].map((number) => sent.has(number))).toEqual([true, true]);
    expect(sent.time(10_000 - 4096)).toBe(59_040);
  });

  it('are found by 16 bits of their number', () => {
    const sent = sentPackets(70_000);
    expect(sent.whole(69_999 & 0xffff)).toBe(69_999);
    expect(sent.whole(66_000 & 0xffff)).toBe(66_000);
    expect(sent.whole(65_535)).toBe(65_535);
    expect(sent.has(sent.whole(70_000 & 0xffff))).toBe(false);
    expect(new SentPackets().has(new SentPackets().whole(5))).toBe(false);
  });

  it('have one fate: what came once more changes nothing, what was taken for lost may come', () => {
    const sent = sentPackets(2);
    expect([sent.arrive(0), sent.arrive(0), sent.lose(0)]).toEqual(['nothing', 'arrived', false]);
    expect([sent.lose(1), sent.lose(1), sent.arrive(1), sent.arrive(1)]).toEqual([
      true,
      false,
      'lost',
      'arrived',
    ]);
  });

  it('have what was sent without a number right before them', () => {
    const sent = sentPackets(1);
    sent.addUnnumbered(100);
    sent.addUnnumbered(50);
    sent.add(0, 10);
    sent.add(0, 10);
    expect([0, 1, 2].map((number) => sent.bytesBefore(number))).toEqual([0, 150, 0]);
  });

  it('have no fate yet in a place where others were before', () => {
    const sent = sentPackets(1);
    sent.arrive(0);
    for (let number = 1; number <= 4096; number++) sent.add(0, 1);
    expect(sent.arrive(4096)).toBe('nothing');
  });
});
