import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { RepeatedView } from '../../../cores/libretro/native-memory.js';

describe('a repeated view', () => {
  it('shows what is at its address now, and is made anew only for another place or size', () => {
    const memory = Buffer.from([1, 2, 3, 4]);
    const address = koffi.address(memory);
    const view = new RepeatedView();
    const first = view.of(address, 3);
    expect([...first]).toEqual([1, 2, 3]);
    memory[0] = 9;
    expect(view.of(address, 3)).toBe(first);
    expect([...first]).toEqual([9, 2, 3]);
    expect([...view.of(address, 4)]).toEqual([9, 2, 3, 4]);
    expect([...view.of(address + 1n, 3)]).toEqual([2, 3, 4]);
  });
});
