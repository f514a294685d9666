import { BUTTON_INDEX, type Button } from '../../../src/protocol/buttons.js';
import type { SourceState } from './controls-state.js';
import { directionsOf } from './directions.js';

/** The part of the web's `Gamepad` that is read. */
export interface GamepadReading {
  /** `standard` where the browser knows what lies where. */
  readonly mapping: string;
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[];
  readonly axes: readonly number[];
}

/** RetroPad's buttons at the places of the standard gamepad's, by its index (W3C Gamepad, section 7). */
const STANDARD_BUTTONS: readonly Button[] = [
  'b',
  'a',
  'y',
  'x',
  'l',
  'r',
  'l2',
  'r2',
  'select',
  'start',
  'l3',
  'r3',
  'up',
  'down',
  'left',
  'right',
];
const LEFT_TRIGGER = 6;
const RIGHT_TRIGGER = 7;

/** Sticks that nobody touches rest within this part of their way. */
const STICK_DEAD_ZONE = 0.15;
/** From here on the left stick counts as the direction pad as well. */
const STICK_AS_PAD = 0.5;
/** Steps of a stick to each side: finer ones would be noise, each sent as a change. */
const STICK_STEPS = 127;

/**
 * What a gamepad holds. Where the browser doesn't know its layout, buttons are taken for the standard's, and of the axes
 * only the first two, which are a stick or the direction pad nearly everywhere: others may be triggers, which rest at −1.
 */
export function readGamepad(pad: GamepadReading): SourceState {
  let buttons = 0;
  STANDARD_BUTTONS.forEach((button, index) => {
    if (pad.buttons[index]?.pressed) buttons |= 1 << BUTTON_INDEX[button];
  });
  const known = pad.mapping === 'standard' ? pad.axes : pad.axes.slice(0, 2);
  const [leftX = 0, leftY = 0, rightX = 0, rightY = 0] = known;
  return {
    buttons: buttons | directionsOf(leftX, leftY, STICK_AS_PAD),
    axes: [...stick(leftX, leftY), ...stick(rightX, rightY)],
    triggers: [trigger(pad, LEFT_TRIGGER), trigger(pad, RIGHT_TRIGGER)],
  };
}

function stick(x: number, y: number): [number, number] {
  if (Math.hypot(x, y) < STICK_DEAD_ZONE) return [0, 0];
  return [axis(x), axis(y)];
}

function axis(value: number): number {
  const step = Math.round(Math.max(-1, Math.min(1, value)) * STICK_STEPS);
  return Math.round((step / STICK_STEPS) * 32767);
}

function trigger(pad: GamepadReading, index: number): number {
  const value = Math.max(0, Math.min(1, pad.buttons[index]?.value ?? 0));
  return Math.round((Math.round(value * STICK_STEPS) / STICK_STEPS) * 65535);
}
