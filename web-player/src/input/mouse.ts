import type { DeviceUse } from '../view/device-hint.js';
import type { ControlsState } from './controls-state.js';
import { picturePoint } from './picture-point.js';
import { TouchMouse } from './touch-mouse.js';

/** Pixels of a wheel that count as a notch, where the browser doesn't count lines. */
const PIXELS_PER_NOTCH = 100;
const LINES_PER_NOTCH = 3;

/** What the game wants to be pointed with. */
export interface PointingWish {
  /** Motion, for which the page takes the mouse whole. */
  readonly motion: boolean;
  /** Places in the picture. */
  readonly place: boolean;
}

/**
 * Plays by the mouse, and by touch: at its place in the picture, or as on a touchpad where a game wants motion alone. Such a
 * game gets the mouse with a click on the picture (Pointer Lock), and Escape takes it back.
 */
export class Mouse {
  readonly #stage: HTMLElement;
  readonly #picture: HTMLElement;
  readonly #controls: ControlsState;
  readonly #onChange: () => void;
  readonly #touch: TouchMouse;
  #wish: PointingWish = { motion: false, place: false };
  /** What of a notch the wheel has turned. */
  #wheel = 0;

  /**
   * @param stage - what is around the picture, where a shot misses it.
   * @param onChange - the mouse was taken or given back.
   */
  constructor(stage: HTMLElement, picture: HTMLElement, controls: ControlsState, onChange: () => void) {
    this.#stage = stage;
    this.#picture = picture;
    this.#controls = controls;
    this.#onChange = onChange;
    this.#touch = new TouchMouse(controls);
    stage.addEventListener('pointerdown', (event) => this.#down(event));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel'] as const) {
      stage.addEventListener(type, (event) => this.#up(event));
    }
    stage.addEventListener('pointerleave', (event) => this.#leave(event));
    stage.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
    stage.addEventListener('contextmenu', (event) => {
      if (this.#wish.motion || this.#wish.place) event.preventDefault();
    });
    document.addEventListener('pointerlockchange', () => {
      this.release();
      this.#onChange();
    });
  }

  get wish(): PointingWish {
    return this.#wish;
  }

  set wish(wish: PointingWish) {
    this.#wish = wish;
    this.#stage.classList.toggle('pointing', wish.motion || wish.place);
    if (this.isTaken && !wish.motion) document.exitPointerLock();
    this.release();
    this.#onChange();
  }

  /** Whether the game has the mouse. */
  get isTaken(): boolean {
    return document.pointerLockElement === this.#picture;
  }

  /** How the game has a mouse that it wants motion of. */
  get use(): DeviceUse['mouse'] {
    const { motion, place } = this.#wish;
    if (!motion) return 'none';
    if (this.isTaken) return 'taken';
    return !place && matchMedia('(pointer: coarse)').matches ? 'touch' : 'wanted';
  }

  /** Lets go of the buttons. */
  release(): void {
    this.#touch.release();
    this.#controls.press(0);
  }

  #down(event: PointerEvent): void {
    if (event.target instanceof Element && event.target.closest('button')) return;
    if (event.pointerType === 'mouse' && this.#wish.motion && !this.isTaken) {
      // The click that gives the mouse is none of the game's.
      this.#take();
      return;
    }
    if (this.#isOnTouchpad(event)) {
      event.preventDefault();
      this.#stage.setPointerCapture(event.pointerId);
      this.#touch.take(event);
      return;
    }
    if (!this.isTaken && !this.#wish.place) return;
    event.preventDefault();
    if (!this.isTaken) {
      this.#stage.setPointerCapture(event.pointerId);
      this.#point(event);
    }
    this.#controls.press(event.buttons);
  }

  #move(event: PointerEvent): void {
    if (this.#isOnTouchpad(event)) {
      this.#touch.take(event);
      return;
    }
    if (this.isTaken) this.#controls.moveMouse(event.movementX, event.movementY, 0);
    else if (this.#wish.place) this.#point(event);
    else return;
    // A second button that goes down or up while one is held comes as a motion (Pointer Events, section 4.2.1).
    const isOurs = this.isTaken || this.#stage.hasPointerCapture(event.pointerId);
    if (event.button !== -1 && isOurs) this.#controls.press(event.buttons);
  }

  #up(event: PointerEvent): void {
    if (this.#isOnTouchpad(event)) {
      this.#touch.take(event);
      return;
    }
    if (!this.isTaken && !this.#wish.place) return;
    this.#controls.press(event.type === 'pointercancel' ? 0 : event.buttons);
  }

  /** A finger that is lifted leaves as well, but its place stays that of the shot. */
  #leave({ pointerType }: PointerEvent): void {
    if (pointerType === 'mouse' && this.#wish.place && !this.isTaken) this.#controls.pointAway();
  }

  #turn(event: WheelEvent): void {
    if (!this.isTaken && !this.#wish.place) return;
    event.preventDefault();
    const perNotch = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? PIXELS_PER_NOTCH : LINES_PER_NOTCH;
    this.#wheel += event.deltaY / perNotch;
    const notches = Math.trunc(this.#wheel);
    this.#wheel -= notches;
    if (notches !== 0) this.#controls.moveMouse(0, 0, notches);
  }

  /** Whether a finger is one on a touchpad, which is what the screen is where no place in the picture is asked for. */
  #isOnTouchpad({ pointerType }: PointerEvent): boolean {
    return pointerType === 'touch' && this.#wish.motion && !this.#wish.place;
  }

  #point({ clientX, clientY }: PointerEvent): void {
    this.#controls.point(picturePoint(this.#picture.getBoundingClientRect(), clientX, clientY));
  }

  #take(): void {
    // Older browsers answer with nothing, and by an event alone; some refuse for a second after Escape.
    void Promise.resolve(this.#picture.requestPointerLock()).catch(() => undefined);
  }
}
