import { isForFocusedControl } from '../input/keyboard.js';

/** The page's own keys, none of which the game uses: by place, like those of the game. */
export function listenToShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isForFocusedControl(event)) return;
    const shortcut = Object.hasOwn(shortcuts, event.code) ? shortcuts[event.code] : undefined;
    if (!shortcut) return;
    event.preventDefault();
    shortcut();
  });
}
