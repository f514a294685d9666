import { describe, expect, it } from 'vitest';
import { BUTTON_INDEX, type Button } from '../../../src/protocol/buttons.js';
import { readGamepad } from '../../../web-player/src/input/gamepad-mapping.js';

const released = { pressed: false, value: 0 };
const pressed = { pressed: true, value: 1 };
const padWith = (index: number, button = pressed) => ({
  mapping: 'standard',
  buttons: Array.from({ length: 17 }, (_, other) => (other === index ? button : released)),
  axes: [0, 0, 0, 0],
});
const padAt = (...axes: number[]) => ({ mapping: 'standard', buttons: [], axes });
const mask = (...buttons: Button[]) => buttons.reduce((sum, button) => sum | (1 << BUTTON_INDEX[button]), 0);

describe('a standard gamepad', () => {
  it.each<[number, Button]>([
    [0, 'b'],
    [1, 'a'],
    [2, 'y'],
    [3, 'x'],
    [4, 'l'],
    [5, 'r'],
    [6, 'l2'],
    [7, 'r2'],
    [8, 'select'],
    [9, 'start'],
    [10, 'l3'],
    [11, 'r3'],
    [12, 'up'],
    [13, 'down'],
    [14, 'left'],
    [15, 'right'],
  ])('has at button %i the button %s', (index, button) => {
    expect(readGamepad(padWith(index)).buttons).toBe(mask(button));
  });

  it('keeps its middle button for the system', () => {
    expect(readGamepad(padWith(16)).buttons).toBe(0);
  });

  it('steers by its left stick as well, diagonals included', () => {
    expect(readGamepad(padAt(0.7, -0.7, 0, 0)).buttons).toBe(mask('up', 'right'));
    expect(readGamepad(padAt(-1, 0, 0, 0)).buttons).toBe(mask('left'));
    expect(readGamepad(padAt(0.3, 0, 0, 0)).buttons).toBe(0);
  });

  it('gives its sticks from end to end, and rests in a dead zone', () => {
    expect(readGamepad(padAt(1, -1, 0.5, 0)).axes).toEqual([32767, -32767, 16513, 0]);
    expect(readGamepad(padAt(0.1, -0.1, 0, 0.05)).axes).toEqual([0, 0, 0, 0]);
  });

  it('gives its triggers by how far they are pulled', () => {
    expect(readGamepad(padWith(6, { pressed: true, value: 1 })).triggers).toEqual([65535, 0]);
    expect(readGamepad(padWith(7, { pressed: false, value: 0 })).triggers).toEqual([0, 0]);
  });

  it('with less than the standard has, or with nonsense, stays within bounds', () => {
    expect(readGamepad({ mapping: 'standard', buttons: [], axes: [] })).toEqual({
      buttons: 0,
      axes: [0, 0, 0, 0],
      triggers: [0, 0],
    });
    expect(readGamepad(padAt(7, -7, 0, 0)).axes).toEqual([32767, -32767, 0, 0]);
  });
});

describe('a gamepad of unknown layout', () => {
  it('plays by its buttons and its first stick, and not by axes that may be triggers', () => {
    const pad = { mapping: '', buttons: [released, pressed], axes: [0, 1, -1, -1] };
    expect(readGamepad(pad)).toEqual({
      buttons: mask('a', 'down'),
      axes: [0, 32767, 0, 0],
      triggers: [0, 0],
    });
  });
});
