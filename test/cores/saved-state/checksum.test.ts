import { describe, expect, it } from 'vitest';
import { checksum } from '../../../cores/saved-state/checksum.js';

const BYTES = Buffer.from(Array.from({ length: 1021 }, (_, index) => (index * 37) >> 1));

describe('the checksum of a state', () => {
  it('is the same wherever the bytes lie in memory', () => {
    for (let offset = 0; offset < 8; offset++) {
      const moved = Buffer.alloc(BYTES.length + 8);
      BYTES.copy(moved, offset);
      expect(checksum(moved.subarray(offset, offset + BYTES.length))).toBe(checksum(BYTES));
    }
  });

  it('differs for every bit that was changed', () => {
    const seen = new Set([checksum(BYTES)]);
    for (let bit = 0; bit < BYTES.length * 8; bit++) {
      const changed = Buffer.from(BYTES);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      seen.add(checksum(changed));
    }
    expect(seen.size).toBe(BYTES.length * 8 + 1);
  });

  it('differs where something was cut off, zeros as well', () => {
    const zeros = Buffer.alloc(64);
    const sums = Array.from({ length: 65 }, (_, length) => checksum(zeros.subarray(0, length)));
    expect(new Set(sums).size).toBe(65);
  });

  it('differs where two words changed places', () => {
    const swapped = Buffer.concat([BYTES.subarray(8, 16), BYTES.subarray(0, 8), BYTES.subarray(16)]);
    expect(checksum(swapped)).not.toBe(checksum(BYTES));
  });
});
