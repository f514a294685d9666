import { textElement } from './text-element.js';

/** Milliseconds that a toast stays, and for each of its letters. */
const STAY = 2_500;
const READING = 50;
const MOST = 3;

/** Short sentences that come and go over the picture, and are read aloud. */
export class Toasts {
  readonly #list: HTMLElement;

  /** @param list - a live region. */
  constructor(list: HTMLElement) {
    this.#list = list;
  }

  show(text: string): void {
    const toast = textElement('p', text);
    this.#list.append(toast);
    while (this.#list.childElementCount > MOST) this.#list.firstElementChild?.remove();
    setTimeout(() => toast.remove(), STAY + READING * text.length);
  }
}
