import { expect, test } from 'vitest';
import { CoreFailure } from '../../../src/pipeline/core/core-failure.js';

test.each([
  ['message of 3 bytes where at most 2 may come', 'message of 3 bytes where at most 2 may come.'],
  ['The game is over.', 'The game is over.'],
  ['What?', 'What?'],
])('what a core says of itself is a sentence among others: %s', (message, sentence) => {
  expect(CoreFailure.complaint({ message, hint: '' }).sentence).toBe(sentence);
});
