import { closestName } from '../closest-name.js';
import { CoreError } from '../protocol/core-error.js';
import type { Controller } from './input-descriptions.js';
import { DEVICE, DEVICE_BASE_MASK } from './libretro-api.js';

/** Players of a core that doesn't say. */
const USUAL_PLAYERS = 2;
const MOST_PLAYERS = 16;

/** What is plugged in where nobody chooses, the best first. */
const PREFERENCE = [
  DEVICE.joypad,
  DEVICE.analog,
  DEVICE.mouse,
  DEVICE.pointer,
  DEVICE.lightgun,
  DEVICE.keyboard,
];

/**
 * The device for each port, as many as the game has players.
 *
 * @param ports - what each port takes, as far as the core says.
 * @param describedPlayers - how many players the core describes buttons of.
 * @param wishes - what the user plugs in, by port from 1.
 * @throws CoreError where the core has no such port or device.
 */
export function controllersFor(
  ports: readonly (readonly Controller[])[],
  describedPlayers: number,
  wishes: ReadonlyMap<number, string> = new Map(),
): number[] {
  const players = Math.min(MOST_PLAYERS, ports.length || describedPlayers || USUAL_PLAYERS);
  const devices = Array.from({ length: players }, (_, port) => usualDevice(ports[port] ?? []));
  for (const [port, wish] of wishes) {
    if (port < 1 || port > players) {
      throw new CoreError(`The core has no port ${port}.`, `Its ports are 1 to ${players}.`);
    }
    devices[port - 1] = wishedDevice(port, wish, ports[port - 1] ?? []);
  }
  return devices;
}

/** The plain pad where the port takes it, else the kind that is nearest to one. */
function usualDevice(controllers: readonly Controller[]): number {
  if (controllers.some(({ device }) => device === DEVICE.joypad)) return DEVICE.joypad;
  for (const base of PREFERENCE) {
    const found = controllers.find(({ device }) => (device & DEVICE_BASE_MASK) === base);
    if (found) return found.device;
  }
  return DEVICE.joypad;
}

function wishedDevice(port: number, wish: string, controllers: readonly Controller[]): number {
  const wanted = wish.toLowerCase();
  const found = controllers.find(
    ({ name, device }) => name.toLowerCase() === wanted || String(device) === wish,
  );
  if (found) return found.device;
  // A core that tells nothing of its ports may still know the device.
  if (controllers.length === 0 && /^\d{1,5}$/.test(wish)) return Number(wish);
  const names = controllers.map(({ name }) => name).filter((name) => name !== '');
  const near = closestName(wish, names);
  throw new CoreError(
    `Port ${port} takes no "${wish}".`,
    near === undefined
      ? `It takes ${names.length > 0 ? names.join(', ') : 'a number of a device alone'}.`
      : `Did you mean "${near}"?`,
  );
}
