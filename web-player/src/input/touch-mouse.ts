import type { ControlsState } from './controls-state.js';
import { Touchpad, type TouchpadButton } from './touchpad.js';

const BUTTONS: Readonly<Record<TouchpadButton, number>> = { left: 1, right: 2 };
/** How long (ms) a tap holds a button: some games look at the mouse every few frames only. */
const CLICK_MS = 70;

/** Plays games that want a mouse's motion with fingers on the screen. */
export class TouchMouse {
  readonly #controls: ControlsState;
  readonly #touchpad: Touchpad;
  #held = 0;
  #letGo: number | undefined;

  constructor(controls: ControlsState) {
    this.#controls = controls;
    this.#touchpad = new Touchpad({
      onMotion: (x, y, wheel) => controls.moveMouse(x, y, wheel),
      onHold: (button, isHeld) => {
        this.#endClick();
        this.#press(isHeld ? BUTTONS[button] : 0);
      },
      onClick: (button) => {
        this.#endClick();
        this.#press(BUTTONS[button]);
        this.#letGo = window.setTimeout(() => this.#endClick(), CLICK_MS);
      },
    });
  }

  /** A finger came down, moved or was lifted. */
  take(event: PointerEvent): void {
    const { pointerId: id, clientX: x, clientY: y, timeStamp: time } = event;
    const touch = { id, x, y, time };
    if (event.type === 'pointerdown') this.#touchpad.down(touch);
    else if (event.type === 'pointermove') this.#touchpad.move(touch);
    else if (event.type === 'pointerup') this.#touchpad.up(touch);
    else this.#touchpad.cancel();
  }

  /** Lets go of the buttons. */
  release(): void {
    this.#touchpad.cancel();
    this.#endClick();
  }

  #endClick(): void {
    if (this.#letGo === undefined) return;
    window.clearTimeout(this.#letGo);
    this.#letGo = undefined;
    this.#press(0);
  }

  #press(buttons: number): void {
    if (buttons === this.#held) return;
    this.#held = buttons;
    this.#controls.press(buttons);
  }
}
