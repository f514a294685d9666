import koffi from 'koffi';
import { ANALOG_INDEX, DEVICE, DEVICE_BASE_MASK, type Pointer } from './libretro-api.js';
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
  index: number;
  id: number;
  description: string | null;
}

/** What can be plugged into a port. */
export interface Controller {
  /** As the core calls it; may be empty. */
  readonly name: string;
  /** What the core is told: a type of device, in the core's own variant or not. */
  readonly device: number;
}

/** What a core says of the controls of its players. */
export interface InputDescriptions {
  /** Labels of the first player's buttons, by RetroPad index. */
  readonly labels: ReadonlyMap<number, string>;
  /** How many players have any. */
  readonly players: number;
  /** Whether sticks or triggers are described, whoever's they are. */
  readonly analog: boolean;
}

/** Reads a table of `retro_input_descriptor`. */
export function readInputDescriptors(table: Pointer): InputDescriptions {
  const labels = new Map<number, string>();
  const analogLabels = new Map<number, string>();
  let players = 0;
  let analog = false;
  for (let index = 0; index < MOST_DESCRIPTORS; index++) {
    const entry: Descriptor = koffi.decode(table, index * koffi.sizeof(InputDescriptor), InputDescriptor);
    if (entry.description === null) break;
    const device = entry.device & DEVICE_BASE_MASK;
    if (device !== DEVICE.joypad && device !== DEVICE.analog) continue;
    players = Math.max(players, entry.port + 1);
    analog ||= device === DEVICE.analog;
    const isButton = device === DEVICE.joypad || entry.index === ANALOG_INDEX.button;
    if (entry.port > 0 || !isButton || entry.id >= MOST_BUTTONS) continue;
    (device === DEVICE.joypad ? labels : analogLabels).set(entry.id, entry.description);
  }
  // Triggers are buttons as well, which some cores describe as triggers alone.
  return { labels: new Map([...analogLabels, ...labels]), players, analog };
}

/** Of every port what can be plugged in (`retro_controller_info`: types, count; ended by a null). */
export function readControllerInfo(table: Pointer): Controller[][] {
  const ports: Controller[][] = [];
  for (let port = 0; port < MOST_PORTS; port++) {
    const entry = table + BigInt(port * 2 * POINTER_BYTES);
    const types = readPointer(entry);
    if (types === undefined) break;
    const count = readUint(entry + BigInt(POINTER_BYTES));
    ports.push(
      Array.from({ length: Math.min(count, 100) }, (_, type) => {
        const entry = koffi.decode(types, type * koffi.sizeof(ControllerDescription), ControllerDescription);
        return { name: entry.desc ?? '', device: entry.id };
      }),
    );
  }
  return ports;
}
