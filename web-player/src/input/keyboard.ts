import type { ControlsState } from './controls-state.js';
import { heldButtons, keyButton } from './key-map.js';

const SOURCE = 'keyboard';

/** Plays by the keyboard. */
export function listenToKeyboard(controls: ControlsState): { release(): void } {
  const held = new Set<string>();
  const update = () => controls.update(SOURCE, { buttons: heldButtons(held) });
  const release = () => {
    held.clear();
    update();
  };
  window.addEventListener('keydown', (event) => {
    // While Meta is down, macOS tells of no key that goes up.
    if (event.key === 'Meta') release();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (keyButton(event.code) === undefined || isForFocusedControl(event)) return;
    event.preventDefault();
    if (event.repeat) return;
    held.add(event.code);
    update();
  });
  // A key that went down in the game has to come up in it, wherever the focus is by then.
  window.addEventListener('keyup', (event) => {
    if (held.delete(event.code)) update();
  });
  return { release };
}

/** Whether the key means something to what has the focus: a slider takes arrows, a button takes Enter. */
export function isForFocusedControl(event: KeyboardEvent): boolean {
  const focused = event.target;
  if (!(focused instanceof Element)) return false;
  if (focused.closest('dialog[open]')) return true;
  if (focused.matches('button, a[href], summary')) return event.code === 'Enter' || event.code === 'Space';
  if (focused.matches('input[type=range]')) return event.code.startsWith('Arrow');
  return focused.matches('input, select, textarea, [contenteditable]');
}
