import { BUTTON_INDEX, type Button } from '../../../src/protocol/buttons.js';
import type { ControlsState } from './controls-state.js';
import { directionsOf } from './directions.js';
import { buttonsAt, type TouchTarget } from './touch-geometry.js';

const SOURCE = 'touch';
/** The middle of the direction pad, as part of its radius, where no direction is held. */
const DEAD_PART = 0.2;
/** Milliseconds. */
const TICK = 8;

/**
 * The pad on the screen. A thumb that came down on the direction pad steers wherever it slides; one that came down
 * elsewhere holds whatever buttons it slides over.
 */
export class TouchPad {
  readonly #root: HTMLElement;
  readonly #directions: HTMLElement;
  readonly #buttons: HTMLElement[];
  readonly #controls: ControlsState;
  readonly #thumbs = new Map<number, { steers: boolean; mask: number }>();

  constructor(root: HTMLElement, controls: ControlsState) {
    this.#root = root;
    this.#controls = controls;
    this.#directions = root.querySelector<HTMLElement>('[data-directions]')!;
    this.#buttons = [...root.querySelectorAll<HTMLElement>('[data-button]')];
    root.addEventListener('pointerdown', (event) => this.#down(event));
    root.addEventListener('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      root.addEventListener(type, (event) => this.#up(event));
    }
    root.addEventListener('contextmenu', (event) => event.preventDefault());
    // Assistive technology clicks without a pointer: that is a short press.
    root.addEventListener('click', (event) => {
      const mask = maskOf(event.target);
      if (event.detail !== 0 || mask === 0) return;
      this.#controls.update(SOURCE, { buttons: mask });
      this.#apply();
    });
  }

  /** Shows the buttons that do something in this game, under the game's names for them. */
  label(labels: readonly (string | null)[]): void {
    for (const element of this.#buttons) {
      const label = labels[BUTTON_INDEX[element.dataset.button as Button]] ?? null;
      element.hidden = label === null;
      element.textContent = label;
      element.classList.toggle('wordy', label !== null && label.length > 2);
    }
    const steers = (['up', 'down', 'left', 'right'] as const).some(
      (button) => labels[BUTTON_INDEX[button]] !== null,
    );
    this.#directions.hidden = !steers;
  }

  release(): void {
    this.#thumbs.clear();
    this.#apply();
  }

  #down(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    event.preventDefault();
    this.#root.setPointerCapture(event.pointerId);
    const steers = event.target instanceof Node && this.#directions.contains(event.target);
    this.#thumbs.set(event.pointerId, { steers, mask: 0 });
    this.#move(event);
  }

  #move(event: PointerEvent): void {
    const thumb = this.#thumbs.get(event.pointerId);
    if (!thumb) return;
    const mask = thumb.steers
      ? this.#directionsAt(event)
      : buttonsAt(event.clientX, event.clientY, this.#targets());
    if (mask === thumb.mask) return;
    if (mask & ~thumb.mask && 'vibrate' in navigator) navigator.vibrate(TICK);
    thumb.mask = mask;
    this.#apply();
  }

  #up(event: PointerEvent): void {
    if (this.#thumbs.delete(event.pointerId)) this.#apply();
  }

  #directionsAt(event: PointerEvent): number {
    const { left, top, width, height } = this.#directions.getBoundingClientRect();
    const x = event.clientX - left - width / 2;
    const y = event.clientY - top - height / 2;
    return directionsOf(x, y, (width / 2) * DEAD_PART);
  }

  #targets(): TouchTarget[] {
    return this.#buttons
      .filter((element) => !element.hidden)
      .map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const radius = Math.max(width, height) / 2;
        return { mask: maskOf(element), x: left + width / 2, y: top + height / 2, radius };
      });
  }

  #apply(): void {
    let buttons = 0;
    for (const { mask } of this.#thumbs.values()) buttons |= mask;
    this.#controls.update(SOURCE, { buttons });
    for (const element of this.#buttons) element.classList.toggle('held', (buttons & maskOf(element)) !== 0);
    for (const direction of ['up', 'down', 'left', 'right'] as const) {
      this.#directions.classList.toggle(direction, (buttons & (1 << BUTTON_INDEX[direction])) !== 0);
    }
  }
}

function maskOf(target: EventTarget | null): number {
  const button = target instanceof HTMLElement ? target.dataset.button : undefined;
  return button === undefined ? 0 : 1 << BUTTON_INDEX[button as Button];
}
