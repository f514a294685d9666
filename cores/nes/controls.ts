import { Controller, type NES, type Pad, type PadButton } from 'jsnes';
import type { PlayerInput } from '../protocol/host-message.js';

/** Buttons of the pad by their RetroPad index; those of the NES are at the same place. */
const BUTTONS: ReadonlyMap<number, { label: string; button: PadButton }> = new Map([
  [0, { label: 'B', button: Controller.BUTTON_B }],
  [2, { label: 'Select', button: Controller.BUTTON_SELECT }],
  [3, { label: 'Start', button: Controller.BUTTON_START }],
  [4, { label: 'Up', button: Controller.BUTTON_UP }],
  [5, { label: 'Down', button: Controller.BUTTON_DOWN }],
  [6, { label: 'Left', button: Controller.BUTTON_LEFT }],
  [7, { label: 'Right', button: Controller.BUTTON_RIGHT }],
  [8, { label: 'A', button: Controller.BUTTON_A }],
]);

const VERTICAL = (1 << 4) | (1 << 5);
const HORIZONTAL = (1 << 6) | (1 << 7);

export const BUTTON_LABELS: ReadonlyMap<number, string> = new Map(
  [...BUTTONS].map(([index, { label }]) => [index, label]),
);

/** Puts the players' buttons on the two pads. */
export function pressButtons(nes: NES, players: readonly PlayerInput[]): void {
  pressOnPad(nes, 1, players[0]?.buttons ?? 0);
  pressOnPad(nes, 2, players[1]?.buttons ?? 0);
}

/**
 * Without opposite directions held together: the cross of an NES pad can't do that, and games that never met it crash or
 * let their heroes fly.
 */
export function withoutOpposites(buttons: number): number {
  let possible = buttons;
  if ((possible & VERTICAL) === VERTICAL) possible &= ~VERTICAL;
  if ((possible & HORIZONTAL) === HORIZONTAL) possible &= ~HORIZONTAL;
  return possible;
}

function pressOnPad(nes: NES, pad: Pad, held: number): void {
  const possible = withoutOpposites(held);
  for (const [index, { button }] of BUTTONS) {
    if (possible & (1 << index)) nes.buttonDown(pad, button);
    else nes.buttonUp(pad, button);
  }
}
