import { expect, it } from 'vitest';
import { ownStacksRefusal } from '../../../cores/libretro/load-refusal.js';
import { CoreError } from '../../../cores/protocol/core-error.js';

it('says of a core whose calls V8 takes for an overflow of its stack what is the matter', () => {
  const refusal = ownStacksRefusal('bsnes', new RangeError('Maximum call stack size exceeded'));
  expect(refusal).toBeInstanceOf(CoreError);
  expect(refusal).toMatchObject({ message: expect.stringMatching(/^The core bsnes runs on several stacks/) });
});

it('leaves everything else as it was thrown', () => {
  const thrown = new Error('no');
  expect(ownStacksRefusal('bsnes', thrown)).toBe(thrown);
});
