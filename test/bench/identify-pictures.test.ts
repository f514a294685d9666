import { expect, test } from 'vitest';
import { identifyPictures } from '../../src/bench/identify-pictures.js';
import { frameRecord, pictureOf, rtpTimestampOf, toHost, traceOf } from './measured-page.js';

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];
const TRACE = traceOf(NUMBERS.map((number) => frameRecord(number, 0)));

test('pictures are those of their time stamps, whatever the pixels of some show', () => {
  const pictures = NUMBERS.map((number) => {
    const rtpTimestamp = rtpTimestampOf(number);
    if (number === 3) return pictureOf(4, { rtpTimestamp, lit: 1 });
    return pictureOf(number % 2 === 0 ? 0 : number, { rtpTimestamp, lit: 0 });
  });
  const identified = identifyPictures(pictures, TRACE);
  expect(identified.map(({ number }) => number)).toEqual(NUMBERS);
  expect(identified[2]!.lit).toBeUndefined();
  expect(identified[0]!.lit).toBe(0);
});

test('pictures without time stamps are those that their pixels show', () => {
  const pictures = NUMBERS.map((number) => pictureOf(number));
  expect(identifyPictures(pictures, TRACE)).toEqual(pictures);
});

test('pictures of a game that shows no numbers are those that were sent right before', () => {
  const pictures = NUMBERS.map((number) => ({
    ...pictureOf(number, { rtpTimestamp: rtpTimestampOf(number) }),
    number: 0,
  }));
  expect(identifyPictures(pictures, TRACE, toHost).map(({ number }) => number)).toEqual(NUMBERS);
  expect(identifyPictures(pictures, TRACE)).toEqual(pictures);
});
