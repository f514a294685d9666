import { describe, expect, it } from 'vitest';
import {
  ALL_PIECES,
  MOST_RUNS,
  readRepeatRequest,
  writeRepeatRequest,
} from '../../src/protocol/repeat-request.js';

const REQUEST = {
  received: 0xfffffff0,
  lost: 12,
  runs: [
    { number: 0xffffffff, first: 0, count: ALL_PIECES },
    { number: 0, first: 3, count: 2 },
  ],
};

describe('a request for packets', () => {
  it('is read as it was written', () => {
    expect(readRepeatRequest(writeRepeatRequest(REQUEST))).toEqual(REQUEST);
    const report = { received: 5, lost: 0, runs: [] };
    expect(readRepeatRequest(writeRepeatRequest(report))).toEqual(report);
  });

  it('asks for so many runs at the most', () => {
    const runs = Array.from({ length: 100 }, (_, number) => ({ number, first: 0, count: 1 }));
    expect(readRepeatRequest(writeRepeatRequest({ ...REQUEST, runs }))?.runs).toEqual(
      runs.slice(0, MOST_RUNS),
    );
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['cut off', (bytes) => bytes.subarray(0, -1)],
    ['too long', (bytes) => Uint8Array.from([...bytes, 0])],
    ['of another version', (bytes) => bytes.fill(9, 0, 1)],
    ['of too many runs', () => new Uint8Array(12 + 6 * 65).fill(1, 0, 1).fill(65, 1, 2)],
    ['with something in what is kept free', (bytes) => bytes.fill(1, 2, 3)],
    ['empty', () => new Uint8Array(0)],
  ])('is none where it is %s', (_, spoil) => {
    expect(readRepeatRequest(spoil(writeRepeatRequest(REQUEST)))).toBeUndefined();
  });
});
