import type { ControlsState } from './controls-state.js';
import { keyNumber } from './key-numbers.js';
import { isForFocusedControl } from './keyboard.js';
import { TypedKeys } from './typed-keys.js';

/** Gives the keyboard to the game and back: the key that no game of a console wants, and no text needs. */
const SWITCH = 'ScrollLock';
/** Left to the browser, or nobody would get out of fullscreen. */
const FULLSCREEN_KEY = 'F11';

/** The Keyboard Lock API, which only some browsers have. */
interface KeyboardLock {
  lock?(): Promise<void>;
  unlock?(): void;
}

/**
 * Types in games that want a keyboard. While the game has it, no key does anything else: neither the pad's nor the
 * page's own.
 */
export class Typing {
  readonly #controls: ControlsState;
  readonly #button: HTMLButtonElement;
  readonly #onChange: () => void;
  readonly #keys = new TypedKeys();
  #wanted = false;
  /** As the player chose, or as is best where nothing was chosen. */
  #on = true;

  /** @param onChange - the game has got or lost the keyboard. */
  constructor(controls: ControlsState, button: HTMLButtonElement, onChange: () => void) {
    this.#controls = controls;
    this.#button = button;
    this.#onChange = onChange;
    button.addEventListener('click', () => this.toggle());
    // Before everyone else, who is then not asked.
    window.addEventListener('keydown', (event) => this.#down(event), { capture: true });
    window.addEventListener('keyup', (event) => this.#up(event), { capture: true });
    document.addEventListener('fullscreenchange', () => this.#lock());
  }

  /** Whether the game has the keyboard. */
  get active(): boolean {
    return this.#wanted && this.#on;
  }

  /** Whether there is a seat, and a game that wants a keyboard. */
  set wanted(wanted: boolean) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#apply();
  }

  toggle(): void {
    this.#on = !this.#on;
    this.#apply();
  }

  /** No key may stay held where nobody sees it go up. */
  release(): void {
    if (!this.#keys.anyHeld) return;
    this.#keys.releaseAll();
    this.#tell();
  }

  #apply(): void {
    this.#keys.releaseAll();
    this.#button.hidden = !this.#wanted;
    this.#button.setAttribute('aria-pressed', String(this.active));
    this.#tell();
    this.#lock();
    this.#onChange();
  }

  #tell(): void {
    this.#controls.type(this.active ? this.#keys : undefined);
  }

  /** In fullscreen the browser can leave even Escape and Alt+Tab to the game; holding Escape leads out. */
  #lock(): void {
    const keyboard = (navigator as Navigator & { keyboard?: KeyboardLock }).keyboard;
    if (this.active && document.fullscreenElement) keyboard?.lock?.().catch(() => undefined);
    else keyboard?.unlock?.();
  }

  #down(event: KeyboardEvent): void {
    if (!this.#wanted) return;
    if (event.code === SWITCH) {
      event.preventDefault();
      if (!event.repeat) this.toggle();
      return;
    }
    const key = keyNumber(event.code);
    if (!this.#on || key === undefined || isForFocusedControl(event)) return;
    event.stopImmediatePropagation();
    const isMeta = event.code.startsWith('Meta');
    // While Meta is down macOS tells of no key that goes up, and what it is pressed with is the system's.
    if (event.metaKey && !isMeta) return;
    if (isMeta) this.#keys.releaseAll();
    if (event.code !== FULLSCREEN_KEY) event.preventDefault();
    if (this.#keys.press(key)) this.#tell();
  }

  #up(event: KeyboardEvent): void {
    const key = keyNumber(event.code);
    if (key !== undefined && this.#keys.release(key)) this.#tell();
  }
}
