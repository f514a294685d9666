/** What fingers on a touchpad have done. */
export interface TouchpadEvents {
  /** CSS pixels that the mouse moves, and notches of its wheel; right and down are positive. */
  readonly onMotion: (x: number, y: number, wheel: number) => void;
  /** A button is held, or let go. */
  readonly onHold: (button: TouchpadButton, isHeld: boolean) => void;
  /** A button is pressed and let go. */
  readonly onClick: (button: TouchpadButton) => void;
}

export type TouchpadButton = 'left' | 'right';

/** A finger at a time, ms. */
export interface Touch {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

/** What takes longer (ms), or moves further (CSS pixels), is no tap. */
const TAP_MS = 250;
const TAP_PIXELS = 10;
/** A finger that comes back within this time (ms) after a tap holds the button. */
const SECOND_TAP_MS = 250;
const PIXELS_PER_NOTCH = 30;

/**
 * Makes a mouse of fingers, as touchpads of laptops do: one finger moves it, a tap is the left button and one with two
 * fingers the right one, a second touch right after a tap holds the left one, and two fingers turn the wheel.
 */
export class Touchpad {
  readonly #events: TouchpadEvents;
  readonly #fingers = new Map<number, { x: number; y: number }>();
  #begin = 0;
  #most = 0;
  #way = 0;
  #notches = 0;
  #lastTap = Number.NEGATIVE_INFINITY;
  #isHolding = false;

  constructor(events: TouchpadEvents) {
    this.#events = events;
  }

  down({ id, x, y, time }: Touch): void {
    if (this.#fingers.size === 0) {
      this.#begin = time;
      this.#most = 0;
      this.#way = 0;
      this.#notches = 0;
      if (time - this.#lastTap <= SECOND_TAP_MS) this.#hold(true);
    }
    this.#fingers.set(id, { x, y });
    this.#most = Math.max(this.#most, this.#fingers.size);
  }

  move({ id, x, y }: Touch): void {
    const finger = this.#fingers.get(id);
    if (!finger) return;
    const [right, down] = [x - finger.x, y - finger.y];
    this.#fingers.set(id, { x, y });
    this.#way += Math.hypot(right, down);
    if (this.#most === 1) this.#events.onMotion(right, down, 0);
    else if (this.#most === 2) this.#turn(down);
  }

  up({ id, time }: Touch): void {
    if (!this.#fingers.delete(id) || this.#fingers.size > 0) return;
    const isTap = time - this.#begin <= TAP_MS && this.#way <= TAP_PIXELS * this.#most;
    this.#lastTap = Number.NEGATIVE_INFINITY;
    if (this.#isHolding) this.#hold(false);
    else if (isTap && this.#most === 2) this.#events.onClick('right');
    else if (isTap && this.#most === 1) {
      this.#lastTap = time;
      this.#events.onClick('left');
    }
  }

  /** All fingers are gone, and none of them was a tap. */
  cancel(): void {
    this.#fingers.clear();
    this.#lastTap = Number.NEGATIVE_INFINITY;
    if (this.#isHolding) this.#hold(false);
  }

  #hold(isHeld: boolean): void {
    this.#isHolding = isHeld;
    this.#events.onHold('left', isHeld);
  }

  /** Each of the two fingers moves by itself; what is under them goes with them, as on a page. */
  #turn(down: number): void {
    if (this.#way <= TAP_PIXELS * 2) return;
    this.#notches -= down / 2 / PIXELS_PER_NOTCH;
    const notches = Math.trunc(this.#notches);
    this.#notches -= notches;
    if (notches !== 0) this.#events.onMotion(0, 0, notches);
  }
}
