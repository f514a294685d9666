import { BUTTON_INDEX } from '../../../src/protocol/buttons.js';
import { KEY_NAMES } from '../input/key-map.js';
import { findAbilities, missingAbilities } from './abilities.js';
import { textElement } from './text-element.js';

/** The dialog that shows the keys, and what this browser lacks. */
export class Help {
  readonly #dialog: HTMLDialogElement;
  readonly #keys: HTMLElement;

  constructor(dialog: HTMLDialogElement, open: HTMLButtonElement) {
    this.#dialog = dialog;
    this.#keys = dialog.querySelector<HTMLElement>('.keys')!;
    open.addEventListener('click', () => this.toggle());
    // A click beside the dialog hits its backdrop, which counts as the dialog itself.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
    const missing = missingAbilities(findAbilities());
    const list = dialog.querySelector<HTMLElement>('.missing')!;
    list.hidden = missing.length === 0;
    list.replaceChildren(...missing.map((text) => textElement('p', text)));
    this.label(
      KEY_NAMES.reduce<(string | null)[]>((labels, [button]) => {
        labels[BUTTON_INDEX[button]] = button.charAt(0).toUpperCase() + button.slice(1);
        return labels;
      }, Array(16).fill(null)),
    );
  }

  /** Names the keys by what they do in this game. */
  label(labels: readonly (string | null)[]): void {
    const rows = [this.#row('Arrow keys', 'Direction pad')];
    for (const [button, key] of KEY_NAMES) {
      const label = labels[BUTTON_INDEX[button]];
      if (label) rows.push(this.#row(key, label));
    }
    this.#keys.replaceChildren(...rows.flat());
  }

  toggle(): void {
    if (this.#dialog.open) this.#dialog.close();
    else this.#dialog.showModal();
  }

  #row(key: string, label: string): [HTMLElement, HTMLElement] {
    const term = document.createElement('dt');
    term.append(textElement('kbd', key));
    return [term, textElement('dd', label)];
  }
}
