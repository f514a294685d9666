import type { Vibration } from '../input/vibration.js';

const KEY = 'cloudgame:phone-rumble';

/** Whether the phone itself shakes with the game: off until its owner switches it on, and remembered. */
export class PhoneRumble {
  constructor(setting: HTMLElement, vibration: Pick<Vibration, 'phone'>) {
    const box = setting.querySelector<HTMLInputElement>('input')!;
    setting.hidden = !('vibrate' in navigator) || !window.matchMedia('(pointer: coarse)').matches;
    box.checked = !setting.hidden && remembered();
    vibration.phone = box.checked;
    box.addEventListener('change', () => {
      vibration.phone = box.checked;
      remember(box.checked);
    });
  }
}

/** Storage may be switched off, and then nothing is remembered. */
function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}

function remember(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // As above.
  }
}
