import type { Situation } from '../connection/situation.js';
import { statusWords } from './status-words.js';

/** Milliseconds that passing words stay, and for each of their letters. */
const PASSING = 2_500;
const READING = 50;

/** Says what is going on, on the screen and to screen readers. */
export class Status {
  readonly #panel: HTMLElement;
  readonly #title: HTMLElement;
  readonly #detail: HTMLElement;
  readonly #action: HTMLButtonElement;
  #shown = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(panel: HTMLElement, onAction: () => void) {
    this.#panel = panel;
    this.#title = panel.querySelector<HTMLElement>('.title')!;
    this.#detail = panel.querySelector<HTMLElement>('.detail')!;
    this.#action = panel.querySelector('button')!;
    this.#action.addEventListener('click', onAction);
  }

  show(situation: Situation): void {
    const words = statusWords(situation);
    const root = document.documentElement;
    root.dataset.state = situation.state;
    root.dataset.tone = words.tone;
    const said = `${words.title} ${words.detail} ${words.action}`;
    // The same words again would be read aloud again.
    if (said === this.#shown) return;
    this.#shown = said;
    this.#title.textContent = words.title;
    this.#detail.textContent = words.detail;
    this.#action.textContent = words.action ?? '';
    this.#action.hidden = words.action === undefined;
    this.#panel.classList.remove('gone');
    clearTimeout(this.#timer);
    if (words.tone === 'passing') {
      const stay = PASSING + READING * (words.title.length + words.detail.length);
      this.#timer = setTimeout(() => this.#panel.classList.add('gone'), stay);
    }
  }
}
