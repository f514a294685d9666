import { describe, expect, it, vi } from 'vitest';
import { ControlsState } from '../../../web-player/src/input/controls-state.js';

const A = 1 << 8;
const B = 1;

function controlsWithCount() {
  const onChange = vi.fn();
  return { state: new ControlsState(onChange), onChange };
}

describe('the controls', () => {
  it('hold a button while any source holds it', () => {
    const { state } = controlsWithCount();
    state.update('keyboard', { buttons: A });
    state.update('touch', { buttons: A | B });
    state.update('keyboard', { buttons: 0 });
    expect(state.controls.buttons).toBe(A | B);
    state.release('touch');
    expect(state.controls.buttons).toBe(0);
  });

  it('count each press once, and start again after 255', () => {
    const { state } = controlsWithCount();
    for (let press = 0; press < 257; press++) {
      state.update('keyboard', { buttons: A });
      state.update('touch', { buttons: A });
      state.releaseAll();
    }
    expect(state.controls.pressCounts[8]).toBe(1);
    expect(state.controls.pressCounts[0]).toBe(0);
  });

  it('tell of every change and of nothing else', () => {
    const { state, onChange } = controlsWithCount();
    state.update('pad', { buttons: 0, axes: [0, 0, 0, 0], triggers: [0, 0] });
    expect(onChange).toHaveBeenCalledTimes(0);
    state.update('pad', { buttons: A, axes: [0, 0, 0, 0], triggers: [0, 0] });
    state.update('pad', { buttons: A, axes: [0, 0, 0, 0], triggers: [0, 0] });
    expect(onChange).toHaveBeenCalledTimes(1);
    state.update('pad', { buttons: A, axes: [100, 0, 0, 0], triggers: [0, 0] });
    state.update('pad', { buttons: A, axes: [100, 0, 0, 0], triggers: [0, 9] });
    expect(onChange).toHaveBeenCalledTimes(3);
    state.release('nobody');
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it('follow the stick that is pushed furthest and the trigger that is pulled furthest', () => {
    const { state } = controlsWithCount();
    state.update('one', { buttons: 0, axes: [-20_000, 5, 0, 0], triggers: [10, 0] });
    state.update('two', { buttons: 0, axes: [10_000, -7, 0, 0], triggers: [20, 30] });
    expect([...state.controls.axes]).toEqual([-20_000, -7, 0, 0]);
    expect([...state.controls.triggers]).toEqual([20, 30]);
  });

  it('count clicks and add up the mouse’s motion, fractions of a pixel as well', () => {
    const { state, onChange } = controlsWithCount();
    state.press(1);
    state.press(1);
    state.press(1 | 16);
    state.press(16);
    state.press(1 | 16 | 64);
    expect(onChange).toHaveBeenCalledTimes(4);
    expect([...state.controls.mousePressCounts]).toEqual([2, 0, 0, 0, 1]);
    expect(state.controls.mouseButtons).toBe(17);
    for (let event = 0; event < 4; event++) state.moveMouse(0.4, -2, 1);
    expect([...state.controls.mouseTotals]).toEqual([1, -8, 4]);
    state.releaseAll();
    expect([state.controls.mouseButtons, state.held]).toEqual([0, false]);
  });

  it('keep the pointer’s place when it leaves, and tell no place twice', () => {
    const { state, onChange } = controlsWithCount();
    state.point({ x: 5, y: -6, onPicture: true });
    state.point({ x: 5, y: -6, onPicture: true });
    expect(onChange).toHaveBeenCalledTimes(1);
    state.pointAway();
    expect([...state.controls.pointer, state.controls.pointerOnPicture]).toEqual([5, -6, false]);
  });

  it('hold the keys of a keyboard while there is one', () => {
    const { state, onChange } = controlsWithCount();
    state.type(undefined);
    expect(onChange).toHaveBeenCalledTimes(0);
    state.type({ held: new Uint8Array(16).fill(1), eventCount: 1, events: new Uint8Array(16) });
    expect(state.held).toBe(true);
    state.type(undefined);
    expect([state.held, state.controls.keyboard]).toEqual([false, undefined]);
  });

  it('know whether anything is held', () => {
    const { state } = controlsWithCount();
    expect(state.held).toBe(false);
    state.update('pad', { buttons: 0, axes: [1, 0, 0, 0] });
    expect(state.held).toBe(true);
    state.releaseAll();
    expect(state.held).toBe(false);
  });
});
