import type { Vibration } from '../input/vibration.js';
import { remember, remembered } from './remembered.js';

const KEY = 'cloudgame:phone-rumble';

/** Whether the phone itself shakes with the game: off until its owner switches it on, and remembered. */
export class PhoneRumble {
  constructor(setting: HTMLElement, vibration: Pick<Vibration, 'phone'>) {
    const box = setting.querySelector<HTMLInputElement>('input')!;
    setting.hidden = !('vibrate' in navigator) || !window.matchMedia('(pointer: coarse)').matches;
    box.checked = !setting.hidden && remembered(KEY) === 'on';
    vibration.phone = box.checked;
    box.addEventListener('change', () => {
      vibration.phone = box.checked;
      remember(KEY, box.checked ? 'on' : 'off');
    });
  }
}
