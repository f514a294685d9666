import { expect, test } from 'vitest';
import { addMissedCallbacks } from '../../src/bench/missed-callbacks.js';
import { FRAME_MS, frameRecord, pictureOf, traceOf } from './measured-page.js';

const TRACE = traceOf(Array.from({ length: 20 }, (_, index) => frameRecord(index + 1, 0)));
const shown = (number: number, displayTime: number, presented: number) =>
  pictureOf(number, { displayTime, presented, lit: 1, drawnTime: displayTime - 5 });

test('pictures without a callback are put evenly between those that had one', () => {
  const added = addMissedCallbacks([shown(3, 100, 11), shown(6, 151, 14)], TRACE);
  expect(added.map(({ number, displayTime, presented }) => ({ number, displayTime, presented }))).toEqual([
    { number: 3, displayTime: 100, presented: 11 },
    { number: 4, displayTime: 117, presented: 12 },
    { number: 5, displayTime: 134, presented: 13 },
    { number: 6, displayTime: 151, presented: 14 },
  ]);
  // What was read from the pixels of the next one is not theirs.
  expect(added[1]).toMatchObject({ lit: undefined, drawnTime: undefined, jitterMs: 4, decodeMs: 1 });
  expect(added[1]!.receiveTime).toBeCloseTo(pictureOf(6).receiveTime! - 2 * FRAME_MS, 6);
});

test.each([
  ['fewer were presented than there were frames', shown(6, 151, 13)],
  ['more were presented than there were frames', shown(6, 151, 15)],
  ['there was not time enough to show each', shown(6, 112, 14)],
  ['the picture is stuck for long', shown(20, 400, 28)],
])('where %s, nothing is added', (_, next) => {
  const pictures = [shown(3, 100, 11), next];
  expect(addMissedCallbacks(pictures, TRACE)).toEqual(pictures);
});

test('pictures of the data channel stay as they are', () => {
  const pictures = [3, 6].map((number) => pictureOf(number, { transport: 'frames' }));
  expect(addMissedCallbacks(pictures, TRACE)).toEqual(pictures);
});
