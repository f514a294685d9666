import { describe, expect, it } from 'vitest';
import { BUTTON_LABELS, withoutOpposites } from '../../../cores/nes/controls.js';

const UP = 1 << 4;
const DOWN = 1 << 5;
const LEFT = 1 << 6;
const RIGHT = 1 << 7;
const A = 1 << 8;

describe('withoutOpposites', () => {
  it('leaves what a pad can do', () => {
    for (const buttons of [0, UP, DOWN | LEFT, UP | RIGHT | A])
      expect(withoutOpposites(buttons)).toBe(buttons);
  });

  it('lets go of both where opposite directions are held', () => {
    expect(withoutOpposites(UP | DOWN | A)).toBe(A);
    expect(withoutOpposites(LEFT | RIGHT | UP)).toBe(UP);
    expect(withoutOpposites(LEFT | RIGHT | UP | DOWN)).toBe(0);
  });
});

describe('the labels of the NES', () => {
  it('are those of its eight buttons', () => {
    expect([...BUTTON_LABELS.values()].sort()).toEqual(
      ['A', 'B', 'Down', 'Left', 'Right', 'Select', 'Start', 'Up'].sort(),
    );
    expect(BUTTON_LABELS.get(8)).toBe('A');
    expect(BUTTON_LABELS.get(0)).toBe('B');
  });
});
