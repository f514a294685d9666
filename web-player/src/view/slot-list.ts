import { type ActionChoice, type RoomAction, SLOTS } from '../../../src/protocol/room-action.js';
import { slotWords } from './menu-words.js';
import { pressTwice } from './sure-button.js';
import { textElement } from './text-element.js';

/** The rows of the slots with what may be done to each; saving over a state asks for a second press. */
export function slotRows(
  { rights, slots }: ActionChoice,
  ask: (action: RoomAction) => void,
): readonly HTMLElement[] {
  return Array.from({ length: SLOTS }, (_, index) => {
    const slot = index + 1;
    const filled = slots.find((other) => other.slot === slot);
    const row = document.createElement('li');
    row.append(textElement('span', slotWords(filled)));
    if (rights.includes('save')) {
      const save = slotButton('Save', `Save to slot ${slot}`);
      const perform = () => ask({ kind: 'save', slot });
      if (filled) pressTwice(save, 'Replace?', perform);
      else save.addEventListener('click', perform);
      row.append(save);
    }
    if (rights.includes('load')) {
      const load = slotButton('Load', `Load slot ${slot}`);
      load.disabled = !filled;
      load.addEventListener('click', () => ask({ kind: 'load', slot }));
      row.append(load);
    }
    return row;
  });
}

function slotButton(text: string, description: string): HTMLButtonElement {
  // Beside the text, which changes while the button asks: a label would hide that.
  return textElement('button', text, { 'aria-description': description });
}
