import { describe, expect, it } from 'vitest';
import { applyDifference, DifferenceWriter } from '../../../src/pipeline/rewind/difference.js';

/** Bytes by a linear congruential generator, the same for the same seed. */
function noise(length: number, seed: number): Buffer {
  let state = seed;
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

function changed(bytes: Buffer, ...places: number[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const place of places) copy[place]! ^= 0xff;
  return copy;
}

const STATE = noise(1_000, 1);

describe('the difference of two states', () => {
  it('has a head and the words for each run', async () => {
    const writer = new DifferenceWriter();
    const difference = await writer.write(changed(STATE, 40, 44, 400), STATE);
    expect([...new Int32Array(new Uint8Array(difference).buffer)]).toEqual([10, 2, 0xff, 0xff, 88, 1, 0xff]);
  });

  it('is empty where there is none', async () => {
    expect(await new DifferenceWriter().write(STATE, Buffer.from(STATE))).toHaveLength(0);
  });

  it('goes over a few equal words rather than begin a run, and ends at the last that differs', async () => {
    const difference = await new DifferenceWriter().write(changed(STATE, 0, 12), STATE);
    expect([...new Int32Array(new Uint8Array(difference).buffer)]).toEqual([0, 4, 0xff, 0, 0, 0xff]);
  });

  it.each([
    ['a neighbour', changed(STATE, 0, 1, 2, 500, 999)],
    ['something quite different', noise(1_000, 2)],
    ['every other word', changed(STATE, ...Array.from({ length: 125 }, (_, index) => index * 8))],
    ['every fifth word', changed(STATE, ...Array.from({ length: 50 }, (_, index) => index * 20))],
    ['a shorter one', noise(333, 3)],
    ['a longer one', noise(4_001, 4)],
    ['none', Buffer.alloc(0)],
    ['the same', Buffer.from(STATE)],
  ])('gives a state back from it and %s', async (_, other) => {
    const difference = await new DifferenceWriter().write(STATE, other);
    expect(applyDifference(difference, other, STATE.length).equals(STATE)).toBe(true);
    expect(difference.length).toBeLessThanOrEqual(STATE.length + 8);
  });

  it('gives large states back, whose runs go over the ends of chunks', async () => {
    const other = noise(2_500_001, 5);
    const edges = Array.from({ length: 64 }, (_, index) => 2 ** 20 - 128 + index * 4);
    const state = changed(other, ...edges, 3, 2 ** 21, 2_500_000);
    const difference = await new DifferenceWriter().write(state, other);
    expect(applyDifference(difference, other, state.length).equals(state)).toBe(true);
    expect(difference.length).toBeLessThan(400);
  });

  it('takes states that lie anywhere in memory', async () => {
    const odd = Buffer.concat([Buffer.of(1), changed(STATE, 7, 77, 777)]).subarray(1);
    const writer = new DifferenceWriter();
    const difference = await writer.write(odd, STATE);
    expect(applyDifference(difference, STATE, odd.length).equals(odd)).toBe(true);
    const shifted = Buffer.concat([Buffer.of(1), difference]).subarray(1);
    expect(applyDifference(shifted, STATE, odd.length).equals(odd)).toBe(true);
  });
});
