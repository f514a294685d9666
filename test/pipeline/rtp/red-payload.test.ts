import { expect, test } from 'vitest';
import { writeEarlierHeader, writeNewestHeader } from '../../../src/pipeline/rtp/red-payload.js';

test('headers of redundant sound have these bytes', () => {
  const into = Buffer.alloc(10);
  expect(writeEarlierHeader(into, 1, { payloadType: 111, offset: 960, length: 120 })).toBe(4);
  expect(writeNewestHeader(into, 5, 111)).toBe(1);
  // 960 in 14 bits and 120 in 10.
  expect([...into]).toEqual([0, 0x80 | 111, 0b00001111, 0b00000000, 120, 111, 0, 0, 0, 0]);
});

test('the largest that fits is written, and what is larger is refused', () => {
  const into = Buffer.alloc(4);
  writeEarlierHeader(into, 0, { payloadType: 127, offset: 0x3fff, length: 0x3ff });
  expect([...into]).toEqual([255, 255, 255, 255]);
  for (const [offset, length] of [
    [0x4000, 1],
    [1, 0x400],
  ] as const) {
    expect(() => writeEarlierHeader(into, 0, { payloadType: 111, offset, length })).toThrow(RangeError);
  }
});
