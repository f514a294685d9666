/**
 * The sixteen buttons of libretro's RetroPad, by its numbering: bit `n` of a button mask is the button at
 * index `n`. Systems with fewer buttons use the ones at the same place (A of the NES is `a`, the right one).
 */
export const BUTTONS = [
  'b',
  'y',
  'select',
  'start',
  'up',
  'down',
  'left',
  'right',
  'a',
  'x',
  'l',
  'r',
  'l2',
  'r2',
  'l3',
  'r3',
] as const;

export type Button = (typeof BUTTONS)[number];

/** The index of each button, which is also its bit in a mask. */
export const BUTTON_INDEX = Object.fromEntries(BUTTONS.map((button, index) => [button, index])) as Record<
  Button,
  number
>;
