import { describe, expect, it } from 'vitest';
import { inputState } from '../../../cores/libretro/controls.js';
import { DEVICE } from '../../../cores/libretro/libretro-api.js';
import { NEUTRAL_INPUT, type PlayerInput } from '../../../cores/protocol/host-message.js';

function ask(input: Partial<PlayerInput>, device: number, index: number, id: number): number {
  return inputState([{ ...NEUTRAL_INPUT, ...input }], 0, device, index, id);
}

describe('what a core is told of a player’s controls', () => {
  it('is each button of the pad, or all of them as a mask of 16 bits with a sign', () => {
    const buttons = (1 << 8) | (1 << 15);
    expect(ask({ buttons }, DEVICE.joypad, 0, 8)).toBe(1);
    expect(ask({ buttons }, DEVICE.joypad, 0, 9)).toBe(0);
    expect(ask({ buttons }, DEVICE.joypad, 0, 256)).toBe(-32_768 + 256);
  });

  it('is the same for a core’s own variant of the pad', () => {
    expect(ask({ buttons: 1 }, (2 << 8) | DEVICE.joypad, 0, 0)).toBe(1);
  });

  it('is nothing for a port without a player', () => {
    expect(inputState([], 3, DEVICE.joypad, 0, 256)).toBe(0);
  });

  it('is both sticks and the triggers in 15 bits, which a button held presses fully', () => {
    const axes = [100, -200, 300, -400] as const;
    expect([0, 1].map((id) => ask({ axes }, DEVICE.analog, 0, id))).toEqual([100, -200]);
    expect([0, 1].map((id) => ask({ axes }, DEVICE.analog, 1, id))).toEqual([300, -400]);
    expect(ask({ triggers: [65_535, 20_000] }, DEVICE.analog, 2, 12)).toBe(32_767);
    expect(ask({ triggers: [65_535, 20_000] }, DEVICE.analog, 2, 13)).toBe(10_000);
    expect(ask({ buttons: 1 << 12 }, DEVICE.analog, 2, 12)).toBe(32_767);
  });

  it('is the mouse’s motion, buttons and wheel', () => {
    const input = { mouseMotion: [5, -6, -1] as const, mouseButtons: 1 | 4 };
    expect([0, 1, 2, 3, 4, 5, 6].map((id) => ask(input, DEVICE.mouse, 0, id))).toEqual([
      5, -6, 1, 0, 1, 0, 1,
    ]);
  });

  it('is the pointer, which touches while its button is held on the picture', () => {
    const input = { pointer: [1000, -2000] as const, pointerOnPicture: true, mouseButtons: 1 };
    expect([0, 1, 2, 3].map((id) => ask(input, DEVICE.pointer, 0, id))).toEqual([1000, -2000, 1, 1]);
    expect(ask({ ...input, pointerOnPicture: false }, DEVICE.pointer, 0, 2)).toBe(0);
  });

  it('is a light gun, which reloads with a shot beside the picture', () => {
    const onPicture = { pointer: [7, 8] as const, pointerOnPicture: true, mouseButtons: 1 };
    expect([13, 14, 15, 2, 16].map((id) => ask(onPicture, DEVICE.lightgun, 0, id))).toEqual([7, 8, 0, 1, 0]);
    const beside = { ...onPicture, pointerOnPicture: false };
    expect([13, 15, 2, 16].map((id) => ask(beside, DEVICE.lightgun, 0, id))).toEqual([-32_768, 1, 1, 1]);
  });

  it('is nothing for a device that players don’t have', () => {
    expect(ask({ buttons: 0xffff }, DEVICE.keyboard, 0, 32)).toBe(0);
  });
});
