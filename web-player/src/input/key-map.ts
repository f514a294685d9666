import { BUTTON_INDEX, type Button } from '../../../src/protocol/buttons.js';
import { withoutOpposites } from './directions.js';

/** The keys of the game by `KeyboardEvent.code`: by place, so that every keyboard layout plays alike. */
const KEY_BUTTONS: ReadonlyMap<string, Button> = new Map<string, Button>([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['KeyX', 'a'],
  ['KeyZ', 'b'],
  ['KeyS', 'x'],
  ['KeyA', 'y'],
  ['KeyQ', 'l'],
  ['KeyW', 'r'],
  ['Enter', 'start'],
  ['ShiftLeft', 'select'],
  ['ShiftRight', 'select'],
]);

/** What the help shows for each button, in its order; the direction pad is one line of its own. */
export const KEY_NAMES: readonly (readonly [Button, string])[] = [
  ['a', 'X'],
  ['b', 'Z'],
  ['x', 'S'],
  ['y', 'A'],
  ['l', 'Q'],
  ['r', 'W'],
  ['start', 'Enter'],
  ['select', 'Shift'],
];

/** The button mask of a key, or `undefined` where the game has no use for it. */
export function keyButton(code: string): number | undefined {
  const button = KEY_BUTTONS.get(code);
  return button === undefined ? undefined : 1 << BUTTON_INDEX[button];
}

/** The buttons of all held keys, in the order in which they went down: of two opposite directions the newer counts. */
export function heldButtons(codes: Iterable<string>): number {
  let buttons = 0;
  for (const code of codes) buttons = withoutOpposites(buttons, keyButton(code) ?? 0);
  return buttons;
}
