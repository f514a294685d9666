import type { HostMessage } from '../../../src/protocol/control-message.js';
import type { DeviceHint } from '../view/device-hint.js';
import type { ControlsState } from './controls-state.js';
import { Mouse } from './mouse.js';
import { Typing } from './typing.js';
import { Vibration } from './vibration.js';

export interface DeviceElements {
  readonly stage: HTMLElement;
  readonly picture: HTMLElement;
  readonly keyboardButton: HTMLButtonElement;
  readonly hint: DeviceHint;
}

/** What a game is played with besides a pad: has each device be used while there is a seat and a game that wants it. */
export class Devices {
  readonly vibration = new Vibration();
  readonly #mouse: Mouse;
  readonly #typing: Typing;
  readonly #hint: DeviceHint;
  #wanted: readonly string[] = [];
  #seated = false;

  /** @param onTyping - the keyboard is the game's from now on, not the pad's. */
  constructor(controls: ControlsState, elements: DeviceElements, onTyping: () => void) {
    const { stage, picture, keyboardButton, hint } = elements;
    this.#hint = hint;
    this.#mouse = new Mouse(stage, picture, controls, () => this.#showUse());
    this.#typing = new Typing(controls, keyboardButton, () => {
      if (this.#typing.active) onTyping();
      this.#showUse();
    });
  }

  take(message: HostMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#wanted = message.devices ?? [];
        this.#seated = message.seat !== null;
        break;
      case 'seat':
        this.#seated = message.seat !== null;
        if (!this.#seated) this.vibration.stop();
        break;
      case 'devices':
        this.#wanted = message.devices;
        break;
      case 'rumble':
        this.vibration.set(message);
        return;
      case 'state':
        if (message.state !== 'playing') this.vibration.stop();
        return;
      default:
        return;
    }
    this.#apply();
  }

  /** Lets go of keys and buttons. */
  release(): void {
    this.#typing.release();
    this.#mouse.release();
  }

  /** The line to the host is no more. */
  disconnect(): void {
    this.vibration.stop();
  }

  #apply(): void {
    const wants = (...devices: string[]) =>
      this.#seated && devices.some((device) => this.#wanted.includes(device));
    this.#mouse.wish = { motion: wants('mouse'), place: wants('pointer', 'lightgun') };
    this.#typing.wanted = wants('keyboard');
  }

  #showUse(): void {
    const wantsKeyboard = this.#seated && this.#wanted.includes('keyboard');
    this.#hint.show({
      mouse: this.#mouse.use,
      keyboard: !wantsKeyboard ? 'none' : this.#typing.active ? 'taken' : 'wanted',
    });
  }
}
