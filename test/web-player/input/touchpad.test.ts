import { describe, expect, it } from 'vitest';
import { Touchpad } from '../../../web-player/src/input/touchpad.js';

/** A touchpad, with what it made of the fingers as words. */
function touchpad() {
  const said: string[] = [];
  const pad = new Touchpad({
    onMotion: (x, y, wheel) => said.push(wheel === 0 ? `move ${x} ${y}` : `wheel ${wheel}`),
    onHold: (button, isHeld) => said.push(`${isHeld ? 'hold' : 'let go of'} ${button}`),
    onClick: (button) => said.push(`click ${button}`),
  });
  const touch = (id: number, x: number, y: number, time: number) => ({ id, x, y, time });
  return {
    said,
    down: (id: number, x: number, y: number, time: number) => pad.down(touch(id, x, y, time)),
    move: (id: number, x: number, y: number, time = 0) => pad.move(touch(id, x, y, time)),
    up: (id: number, time: number) => pad.up(touch(id, 0, 0, time)),
    cancel: () => pad.cancel(),
  };
}

describe('a touchpad', () => {
  it('moves the mouse as one finger moves, and presses nothing', () => {
    const pad = touchpad();
    pad.down(1, 100, 100, 0);
    pad.move(1, 110, 95);
    pad.move(1, 130, 95);
    pad.up(1, 100);
    expect(pad.said).toEqual(['move 10 -5', 'move 20 0']);
  });

  it('clicks left for a tap, also a shaky one', () => {
    const pad = touchpad();
    pad.down(1, 100, 100, 0);
    pad.move(1, 102, 100);
    pad.up(1, 80);
    expect(pad.said).toEqual(['move 2 0', 'click left']);
  });

  it('clicks right for a tap with two fingers, once both are lifted', () => {
    const pad = touchpad();
    pad.down(1, 100, 100, 0);
    pad.down(2, 150, 100, 30);
    pad.up(1, 100);
    expect(pad.said).toEqual([]);
    pad.up(2, 120);
    expect(pad.said).toEqual(['click right']);
  });

  it('clicks not for a finger that rests, nor for three', () => {
    const pad = touchpad();
    pad.down(1, 100, 100, 0);
    pad.up(1, 600);
    for (const id of [1, 2, 3]) pad.down(id, 100 * id, 100, 1000);
    for (const id of [1, 2, 3]) pad.up(id, 1050);
    expect(pad.said).toEqual([]);
  });

  it('holds the left button where a finger comes back right after a tap, to drag with it or to click twice', () => {
    const pad = touchpad();
    pad.down(1, 100, 100, 0);
    pad.up(1, 50);
    pad.down(1, 100, 100, 150);
    pad.move(1, 140, 100);
    pad.up(1, 900);
    expect(pad.said).toEqual(['click left', 'hold left', 'move 40 0', 'let go of left']);
    pad.down(1, 100, 100, 1000);
    expect(pad.said).toHaveLength(4);
  });

  it('turns the wheel with two fingers, against their way, and moves nothing', () => {
    const pad = touchpad();
    pad.down(1, 100, 300, 0);
    pad.down(2, 150, 300, 10);
    for (let y = 290; y >= 200; y -= 10) {
      pad.move(1, 100, y);
      pad.move(2, 150, y);
    }
    pad.up(1, 500);
    pad.up(2, 510);
    expect(pad.said).toEqual(['wheel 1', 'wheel 1']);
  });

  it('lets go where the system takes the fingers, and knows nothing of those that it has not seen come', () => {
    const pad = touchpad();
    pad.down(1, 100, 100, 0);
    pad.up(1, 50);
    pad.down(1, 100, 100, 100);
    pad.cancel();
    pad.move(1, 200, 200);
    pad.up(1, 120);
    expect(pad.said).toEqual(['click left', 'hold left', 'let go of left']);
  });
});
