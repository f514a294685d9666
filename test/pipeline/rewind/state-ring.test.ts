import { describe, expect, it } from 'vitest';
import { StateRing } from '../../../src/pipeline/rewind/state-ring.js';
import { holding } from '../../core-process.js';

const STATE_BYTES = 20_000;
const RANDOM = pseudoRandom(STATE_BYTES);

/** Noise that no packer makes smaller. */
function pseudoRandom(length: number): Buffer {
  let seed = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed >>> 24;
    }),
  );
}

/** Noise, of which a few bytes are others with every state. */
function stateOf(number: number, length = STATE_BYTES): Buffer {
  const state = Buffer.from(RANDOM.subarray(0, length));
  for (let index = 0; index < 50; index++) state[(number * 31 + index * 397) % length]! ^= number | 1;
  return state;
}

describe('a ring of states', () => {
  it('gives them back as they were, the newest first, packed or not', async () => {
    const ring = new StateRing(10_000_000);
    for (let number = 0; number < 100; number++) ring.push(stateOf(number), 4);
    await ring.settled();
    for (let number = 100; number < 105; number++) ring.push(stateOf(number), 4);
    expect(ring.frames).toBe(104 * 4);
    for (let number = 104; number >= 0; number--) {
      expect(ring.newest?.state.equals(stateOf(number)), `state ${number}`).toBe(true);
      await ring.dropNewest();
    }
    // The oldest stays.
    expect(ring.newest?.state.equals(stateOf(0))).toBe(true);
    expect(ring.frames).toBe(0);
    expect(ring.stepBack).toBeUndefined();
  });

  it.each([1, 2, 3, 4, 5])(
    'has a newest state whatever of %i was still to be packed when it went back',
    async (count) => {
      const ring = new StateRing(10_000_000);
      for (let number = 0; number < count; number++) ring.push(stateOf(number), 4);
      await ring.dropNewest();
      await ring.settled();
      const newest = Math.max(0, count - 2);
      expect(ring.newest?.state?.equals(stateOf(newest)), `state ${newest}`).toBe(true);
    },
  );

  it('takes little memory for states that are alike', async () => {
    const ring = new StateRing(10_000_000);
    for (let number = 0; number < 100; number++) ring.push(stateOf(number), 4);
    expect(ring.bytes).toBeGreaterThan(90 * STATE_BYTES);
    await ring.settled();
    expect(ring.length).toBe(100);
    expect(ring.bytes).toBeLessThan(10 * STATE_BYTES);
  });

  it('never takes more than its bound, and forgets the oldest first', async () => {
    const limit = 8 * STATE_BYTES;
    const ring = new StateRing(limit);
    for (let number = 0; number < 300; number++) {
      ring.push(stateOf(number), 4);
      expect(ring.bytes).toBeLessThanOrEqual(limit);
      if (number % 3 === 0) await ring.settled();
    }
    await ring.settled();
    expect(ring.length).toBeGreaterThan(20);
    expect(ring.frames).toBe((ring.length - 1) * 4);
    const length = ring.length;
    for (let number = 299; number > 299 - length; number--) {
      expect(ring.newest?.state.equals(stateOf(number)), `state ${number}`).toBe(true);
      await ring.dropNewest();
      expect(ring.bytes).toBeLessThanOrEqual(limit);
    }
  });

  it('keeps states that change their length', async () => {
    const ring = new StateRing(10_000_000);
    const lengths = [20_000, 19_999, 5, 0, 12_345, 20_000];
    for (const [number, length] of lengths.entries()) ring.push(stateOf(number, length || 1), 1);
    await ring.settled();
    for (const [number, length] of [...lengths.entries()].reverse()) {
      expect(ring.newest?.state.equals(stateOf(number, length || 1))).toBe(true);
      await ring.dropNewest();
    }
  });

  it('goes on with new states where others were dropped while they were packed', async () => {
    const ring = new StateRing(10_000_000);
    for (let number = 0; number < 10; number++) ring.push(stateOf(number), 4);
    for (let count = 0; count < 5; count++) await ring.dropNewest();
    for (let number = 50; number < 55; number++) ring.push(stateOf(number), 4);
    await ring.settled();
    for (const number of [54, 53, 52, 51, 50, 4, 3, 2, 1, 0]) {
      expect(ring.newest?.state.equals(stateOf(number)), `state ${number}`).toBe(true);
      await ring.dropNewest();
    }
  });

  it('counts its memory to the byte: none is left when all are gone', async () => {
    const ring = new StateRing(10_000_000);
    ring.push(stateOf(0), 4);
    const one = ring.bytes;
    for (let number = 1; number < 30; number++) ring.push(stateOf(number), 4);
    for (let count = 0; count < 29; count++) await ring.dropNewest();
    expect(ring.bytes).toBe(one);
    ring.clear();
    expect(ring.bytes).toBe(0);
    expect(ring.newest).toBeUndefined();
  });

  it('remembers what was held in the step after a state, as it was then', () => {
    const ring = new StateRing(10_000_000);
    ring.push(stateOf(1), 4);
    ring.noteInputs([holding(5)]);
    ring.noteInputs([holding(7)]);
    expect(ring.newest?.inputs?.[0]?.buttons).toBe(5);
  });

  it('counts what is held where it is another than before, and no more when it is gone', async () => {
    const ring = new StateRing(10_000_000);
    const grown: number[] = [];
    for (const [number, buttons] of [0, 0, 7, 7, 0].entries()) {
      ring.push(stateOf(number), 4);
      const before = ring.bytes;
      ring.noteInputs([holding(buttons), holding(0)]);
      grown.push(ring.bytes - before);
    }
    expect(grown.map((bytes) => bytes > 0)).toEqual([true, false, true, false, true]);
    for (const buttons of [0, 7, 7, 0, 0]) {
      expect(ring.newest?.inputs?.[0]?.buttons).toBe(buttons);
      await ring.dropNewest();
    }
    ring.clear();
    expect(ring.bytes).toBe(0);
  });
});
