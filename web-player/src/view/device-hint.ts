/** What the game has of the player's devices. */
export interface DeviceUse {
  /** `touch`: the screen is a touchpad. */
  readonly mouse: 'none' | 'wanted' | 'taken' | 'touch';
  readonly keyboard: 'none' | 'wanted' | 'taken';
}

/** How long (ms) a hint stays that only says how to get something back. */
const PASSING = 6_000;

/** Says how the game gets the mouse and the keyboard, and how the player gets them back. */
export class DeviceHint {
  readonly #element: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  show(use: DeviceUse): void {
    clearTimeout(this.#timer);
    const words = hintWords(use);
    this.#element.textContent = words;
    this.#element.dataset.mouse = use.mouse;
    this.#element.hidden = words === '';
    if (use.mouse !== 'wanted') {
      this.#timer = setTimeout(() => {
        this.#element.hidden = true;
      }, PASSING);
    }
  }
}

/** Short sentences; none where there is nothing to say. */
export function hintWords({ mouse, keyboard }: DeviceUse): string {
  const words: string[] = [];
  if (mouse === 'wanted') words.push('Click the picture to play with the mouse.');
  if (mouse === 'touch')
    words.push('A finger moves the mouse; a tap clicks, one with two fingers to the right.');
  if (mouse === 'taken') words.push('Escape gives the mouse back.');
  if (keyboard === 'taken') words.push('The keyboard types in the game; Scroll Lock takes it back.');
  if (keyboard === 'wanted') words.push('Keys play the pad; Scroll Lock lets them type in the game.');
  return words.join(' ');
}
