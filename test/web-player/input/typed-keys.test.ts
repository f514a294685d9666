import { describe, expect, it } from 'vitest';
import { TypedKeys } from '../../../web-player/src/input/typed-keys.js';

describe('typed keys', () => {
  it('are held from the first press to the release, and told once each', () => {
    const keys = new TypedKeys();
    expect([keys.press(4), keys.press(4), keys.release(4), keys.release(4)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(keys.eventCount).toBe(2);
    expect([...keys.events.slice(-3)]).toEqual([0, 4 | 0x80, 4]);
    expect(keys.anyHeld).toBe(false);
  });

  it('are all let go, each with its event', () => {
    const keys = new TypedKeys();
    keys.press(127);
    keys.press(4);
    expect([keys.held[0], keys.held[15]]).toEqual([1 << 4, 0x80]);
    keys.releaseAll();
    expect(keys.anyHeld).toBe(false);
    expect([...keys.events.slice(-4)]).toEqual([0xff, 0x84, 4, 127]);
  });

  it('are counted modulo 65536', () => {
    const keys = new TypedKeys();
    keys.eventCount = 0xffff;
    keys.press(4);
    expect(keys.eventCount).toBe(0);
  });
});
