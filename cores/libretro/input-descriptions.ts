import koffi from 'koffi';
import { DEVICE, DEVICE_BASE_MASK, type Pointer } from './libretro-api.js';
import { POINTER_BYTES, readPointer, readUint } from './native-memory.js';

/** What a core says of its controls: labels of buttons, and what can be plugged into which port. */

const InputDescriptor = koffi.struct('retro_input_descriptor', {
  port: 'unsigned int',
  device: 'unsigned int',
  index: 'unsigned int',
  id: 'unsigned int',
  description: 'const char *',
});

const ControllerDescription = koffi.struct('retro_controller_description', {
  desc: 'const char *',
  id: 'unsigned int',
});

/** libretro's own limits are far below. */
const MOST_DESCRIPTORS = 1000;
const MOST_PORTS = 16;
const MOST_BUTTONS = 16;

interface Descriptor {
  port: number;
  device: number;
  id: number;
  description: string | null;
}

/** Labels of the first player's buttons, and how many players have any. */
export function readInputDescriptors(table: Pointer): { labels: Map<number, string>; players: number } {
  const labels = new Map<number, string>();
  let players = 0;
  for (let index = 0; index < MOST_DESCRIPTORS; index++) {
    const entry: Descriptor = koffi.decode(table, index * koffi.sizeof(InputDescriptor), InputDescriptor);
    if (entry.description === null) break;
    if ((entry.device & DEVICE_BASE_MASK) !== DEVICE.joypad) continue;
    players = Math.max(players, entry.port + 1);
    if (entry.port === 0 && entry.id < MOST_BUTTONS) labels.set(entry.id, entry.description);
  }
  return { labels, players };
}

/** Of every port the devices that can be plugged in (`retro_controller_info`: types, count; ended by a null). */
export function readControllerInfo(table: Pointer): number[][] {
  const ports: number[][] = [];
  for (let port = 0; port < MOST_PORTS; port++) {
    const entry = table + BigInt(port * 2 * POINTER_BYTES);
    const types = readPointer(entry);
    if (types === undefined) break;
    const count = readUint(entry + BigInt(POINTER_BYTES));
    ports.push(
      Array.from(
        { length: Math.min(count, 100) },
        (_, type) =>
          koffi.decode(types, type * koffi.sizeof(ControllerDescription), ControllerDescription).id as number,
      ),
    );
  }
  return ports;
}

/** The device to plug into a port: the plain pad where the core has it, else its first kind of pad. */
export function padAmong(devices: readonly number[]): number {
  if (devices.includes(DEVICE.joypad)) return DEVICE.joypad;
  return devices.find((device) => (device & DEVICE_BASE_MASK) === DEVICE.joypad) ?? DEVICE.joypad;
}
