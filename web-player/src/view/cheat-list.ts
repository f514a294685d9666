import type { ActionChoice, Cheat, RoomAction } from '../../../src/protocol/room-action.js';
import { textElement } from './text-element.js';

/** The cheats that are known, each with its switch, and the field for another. */
export class CheatList {
  readonly #section: HTMLElement;
  readonly #list: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #ask: (action: RoomAction) => void;
  #shown = '';

  /** @param section - holds the list and the field's form; hidden where this player may not cheat. */
  constructor(section: HTMLElement, ask: (action: RoomAction) => void) {
    this.#section = section;
    this.#list = section.querySelector<HTMLElement>('ul')!;
    this.#field = section.querySelector('input')!;
    this.#ask = ask;
    section.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault();
      const code = this.#field.value.trim();
      if (code !== '') ask({ kind: 'cheat', code, change: 'on' });
    });
  }

  show({ rights, cheats }: ActionChoice): void {
    this.#section.hidden = !rights.includes('cheat');
    const shown = JSON.stringify(cheats);
    // What didn't change keeps its focus.
    if (shown === this.#shown) return;
    this.#shown = shown;
    const buttons = () => [...this.#list.querySelectorAll('button')];
    const focused = buttons().indexOf(document.activeElement as HTMLButtonElement);
    this.#list.replaceChildren(...cheats.map((cheat) => this.#row(cheat)));
    // Where the last one was removed there is the field to go on from.
    if (focused >= 0) (buttons().at(focused) ?? buttons().at(-1) ?? this.#field).focus();
    // A code that was refused stays, to be corrected.
    if (cheats.some(({ code, on }) => on && code === this.#field.value.trim())) this.#field.value = '';
  }

  #row({ code, on }: Cheat): HTMLElement {
    const row = document.createElement('li');
    const toggle = textElement('button', on ? 'On' : 'Off', {
      'aria-label': `Cheat ${code}`,
      role: 'switch',
      'aria-checked': String(on),
    });
    toggle.addEventListener('click', () => this.#ask({ kind: 'cheat', code, change: on ? 'off' : 'on' }));
    const remove = textElement('button', 'Remove', { 'aria-label': `Remove cheat ${code}` });
    remove.addEventListener('click', () => this.#ask({ kind: 'cheat', code, change: 'remove' }));
    row.append(textElement('code', code), toggle, remove);
    return row;
  }
}
