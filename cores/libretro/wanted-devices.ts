import { writeSync } from 'node:fs';
import { CORE_MESSAGE } from '../protocol/core-message.js';
import { type Device, encodeDevices } from '../protocol/devices.js';
import { frameMessage } from '../protocol/message-reader.js';
import { DEVICE, DEVICE_BASE_MASK } from './libretro-api.js';

const TO_HOST = 4;

/** What players can have besides a pad, by libretro's device types. */
const DEVICES: ReadonlyMap<number, Device> = new Map<number, Device>([
  [DEVICE.mouse, 'mouse'],
  [DEVICE.keyboard, 'keyboard'],
  [DEVICE.lightgun, 'lightgun'],
  [DEVICE.analog, 'analog'],
  [DEVICE.pointer, 'pointer'],
]);

/**
 * The devices that a game is played with: those that are plugged in or described, and each that the core asks for. What
 * a core asks for shows only while the game runs, so the host is told again when it has become more.
 */
export class WantedDevices {
  /** One bit for each of libretro's device types: cores ask hundreds of times a frame. */
  #asked = 0;
  #told = 0;

  /** @param device - of libretro, in a core's own variant or not. */
  add(device: number): void {
    this.#asked |= 1 << (device & DEVICE_BASE_MASK & 31);
  }

  /** All by now, for the hello. */
  take(): ReadonlySet<Device> {
    this.#told = this.#asked;
    return new Set([...DEVICES].flatMap(([type, device]) => (this.#asked & (1 << type) ? [device] : [])));
  }

  /** Tells the host of what came since. */
  finishStep(): void {
    if (this.#asked === this.#told) return;
    writeSync(TO_HOST, frameMessage(CORE_MESSAGE.devices, encodeDevices(this.take())));
  }
}
