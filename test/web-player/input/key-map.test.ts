import { describe, expect, it } from 'vitest';
import { BUTTON_INDEX, type Button } from '../../../src/protocol/buttons.js';
import { heldButtons, KEY_NAMES, keyButton } from '../../../web-player/src/input/key-map.js';

const mask = (...buttons: Button[]) => buttons.reduce((sum, button) => sum | (1 << BUTTON_INDEX[button]), 0);

describe('the keys', () => {
  it.each<[string, Button]>([
    ['KeyX', 'a'],
    ['KeyZ', 'b'],
    ['Enter', 'start'],
    ['ShiftLeft', 'select'],
    ['ShiftRight', 'select'],
    ['ArrowUp', 'up'],
    ['ArrowDown', 'down'],
    ['ArrowLeft', 'left'],
    ['ArrowRight', 'right'],
    ['KeyS', 'x'],
    ['KeyA', 'y'],
    ['KeyQ', 'l'],
    ['KeyW', 'r'],
  ])('%s is %s', (code, button) => {
    expect(keyButton(code)).toBe(mask(button));
  });

  it.each(['KeyF', 'KeyM', 'KeyI', 'KeyH', 'Space', 'Tab', 'Escape', 'toString'])(
    'leave %s to the page',
    (code) => {
      expect(keyButton(code)).toBeUndefined();
    },
  );

  it('are held together', () => {
    expect(heldButtons(['ArrowUp', 'ArrowRight', 'KeyX'])).toBe(mask('up', 'right', 'a'));
  });

  it('of two opposite directions, the newer counts', () => {
    expect(heldButtons(['ArrowLeft', 'ArrowRight'])).toBe(mask('right'));
    expect(heldButtons(['ArrowRight', 'ArrowLeft'])).toBe(mask('left'));
  });

  it('are in the help, each button once', () => {
    const named = KEY_NAMES.map(([button]) => button);
    expect(new Set(named).size).toBe(named.length);
    expect(named.sort()).toEqual(['a', 'b', 'l', 'r', 'select', 'start', 'x', 'y']);
  });
});
