import { BUTTONS } from '../../../src/protocol/buttons.js';
import { type Controls, neutralControls } from '../../../src/protocol/input-packet.js';

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
  }

  /** Whether repeating the newest packet soon is worth it. */
  get held(): boolean {
    const { buttons, axes, triggers } = this.controls;
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
