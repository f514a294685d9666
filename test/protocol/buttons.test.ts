import { describe, expect, it } from 'vitest';
import { BUTTON_INDEX, BUTTONS } from '../../src/protocol/buttons.js';

describe('the buttons', () => {
  it('have the numbers of the RetroPad', () => {
    expect(BUTTON_INDEX).toMatchObject({ b: 0, y: 1, select: 2, start: 3, up: 4, right: 7, a: 8, r3: 15 });
    expect(BUTTONS).toHaveLength(16);
  });
});
