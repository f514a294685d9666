import { describe, expect, it } from 'vitest';
import { Wheels } from '../../../cores/libretro/wheels.js';
import { NEUTRAL_INPUT, type PlayerInput } from '../../../cores/protocol/host-message.js';

function turning(...notches: number[]): PlayerInput[] {
  return notches.map((notch) => ({ ...NEUTRAL_INPUT, mouseMotion: [5, 6, notch] }));
}

/** What the core sees of it. */
function seen(wheels: Wheels, notches: readonly number[], counts = true): number[] {
  return wheels.next(turning(...notches), counts).map(({ mouseMotion }) => mouseMotion[2]);
}

describe('a wheel', () => {
  it('turns by one notch a frame, and by all in the end', () => {
    const wheels = new Wheels();
    expect(seen(wheels, [3])).toEqual([1]);
    expect(seen(wheels, [0])).toEqual([1]);
    expect(seen(wheels, [0])).toEqual([1]);
    expect(seen(wheels, [0])).toEqual([0]);
  });

  it('is each player’s own, and leaves the rest of the inputs alone', () => {
    const wheels = new Wheels();
    expect(seen(wheels, [-2, 1])).toEqual([-1, 1]);
    expect(wheels.next(turning(0, 0), true).map(({ mouseMotion }) => mouseMotion)).toEqual([
      [5, 6, -1],
      [5, 6, 0],
    ]);
  });

  it('stands still in frames that are played ahead', () => {
    const wheels = new Wheels();
    seen(wheels, [2]);
    expect(seen(wheels, [0], false)).toEqual([0]);
    expect(seen(wheels, [0])).toEqual([1]);
  });

  it('turned back takes away what waits, and does not turn for ever', () => {
    const wheels = new Wheels();
    seen(wheels, [10]);
    expect(seen(wheels, [-9])).toEqual([0]);
    expect(seen(wheels, [0])).toEqual([0]);
    for (let step = 0; step < 100; step++) seen(wheels, [32767]);
    let notches = 0;
    while (seen(wheels, [0])[0] === 1) notches++;
    expect(notches).toBe(255);
  });
});
