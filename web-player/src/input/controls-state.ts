import { BUTTONS } from '../../../src/protocol/buttons.js';
import {
  type Controls,
  type KeyboardState,
  MOUSE_BUTTONS,
  neutralControls,
} from '../../../src/protocol/input-packet.js';
import type { PicturePoint } from './picture-point.js';

/** What one keyboard, pad or touch screen holds. */
export interface SourceState {
  readonly buttons: number;
  /** Left stick x, y, right stick x, y: -32767 to 32767, right and down positive. */
  readonly axes?: readonly number[];
  /** Left and right trigger: 0 to 65535. */
  readonly triggers?: readonly number[];
}

/**
 * Everything that this page's player holds: all sources together are one set of controls, a button is held if any
 * of them holds it.
 */
export class ControlsState {
  readonly controls: Controls = neutralControls();
  readonly #sources = new Map<string, SourceState>();
  readonly #onChange: () => void;
  /** What of a pixel or notch the mouse has moved since the last whole one. */
  readonly #mouseRest = [0, 0, 0];

  /** @param onChange - called on each change, before `update` returns. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  update(source: string, state: SourceState): void {
    this.#sources.set(source, state);
    this.#merge();
  }

  release(source: string): void {
    if (this.#sources.delete(source)) this.#merge();
  }

  releaseAll(): void {
    this.#sources.clear();
    this.#merge();
    this.press(0);
  }

  /** @param buttons - of the mouse that are held, a bit each: left, right, middle, fourth, fifth. */
  press(buttons: number): void {
    const { controls } = this;
    const pressed = buttons & ~controls.mouseButtons;
    if (buttons === controls.mouseButtons) return;
    controls.mouseButtons = buttons & ((1 << MOUSE_BUTTONS) - 1);
    for (let button = 0; button < MOUSE_BUTTONS; button++) {
      const counts = controls.mousePressCounts;
      if (pressed & (1 << button)) counts[button] = (counts[button]! + 1) & 7;
    }
    this.#onChange();
  }

  /** The mouse moved so many pixels, and its wheel so many notches; down is positive. */
  moveMouse(x: number, y: number, wheel: number): void {
    const { mouseTotals } = this.controls;
    // Fractions count: on a dense screen a slow hand moves by less than a pixel at a time.
    [x, y, wheel].forEach((motion, axis) => {
      const exact = motion + this.#mouseRest[axis]!;
      const whole = Math.trunc(exact);
      this.#mouseRest[axis] = exact - whole;
      mouseTotals[axis] = (mouseTotals[axis]! + whole) | 0;
    });
    this.#onChange();
  }

  point({ x, y, onPicture }: PicturePoint): void {
    const { controls } = this;
    if (controls.pointer[0] === x && controls.pointer[1] === y && controls.pointerOnPicture === onPicture)
      return;
    controls.pointer.set([x, y]);
    controls.pointerOnPicture = onPicture;
    this.#onChange();
  }

  /** The pointer left the picture and what is around it. */
  pointAway(): void {
    const [x = 0, y = 0] = this.controls.pointer;
    this.point({ x, y, onPicture: false });
  }

  /** @param keyboard - what is typed, to be called at each change of it; nothing where the game has no keyboard. */
  type(keyboard: KeyboardState | undefined): void {
    if (keyboard === undefined && this.controls.keyboard === undefined) return;
    this.controls.keyboard = keyboard;
    this.#onChange();
  }

  /** Whether repeating the newest packet soon is worth it. */
  get held(): boolean {
    const { buttons, axes, triggers, mouseButtons, keyboard } = this.controls;
    if (mouseButtons !== 0 || keyboard?.held.some((bits) => bits !== 0)) return true;
    return buttons !== 0 || axes.some((value) => value !== 0) || triggers.some((value) => value !== 0);
  }

  #merge(): void {
    const { controls } = this;
    const before = controls.buttons;
    let changed = false;
    let buttons = 0;
    for (const source of this.#sources.values()) buttons |= source.buttons;
    if (buttons !== before) {
      controls.buttons = buttons;
      changed = true;
      for (let index = 0; index < BUTTONS.length; index++) {
        // A host that hears only of the release still learns that there was a press.
        if (buttons & ~before & (1 << index)) controls.pressCounts[index]! += 1;
      }
    }
    const states = [...this.#sources.values()];
    changed = assign(controls.axes, (index) => strongest(states, index)) || changed;
    changed = assign(controls.triggers, (index) => largestTrigger(states, index)) || changed;
    if (changed) this.#onChange();
  }
}

function assign(target: Int16Array | Uint16Array, valueAt: (index: number) => number): boolean {
  let changed = false;
  for (let index = 0; index < target.length; index++) {
    const value = valueAt(index);
    if (target[index] !== value) {
      target[index] = value;
      changed = true;
    }
  }
  return changed;
}

/** Of several sticks the one that is pushed furthest. */
function strongest(states: readonly SourceState[], index: number): number {
  let value = 0;
  for (const { axes } of states) {
    const axis = axes?.[index] ?? 0;
    if (Math.abs(axis) > Math.abs(value)) value = axis;
  }
  return value;
}

function largestTrigger(states: readonly SourceState[], index: number): number {
  return Math.max(0, ...states.map(({ triggers }) => triggers?.[index] ?? 0));
}
