import koffi from 'koffi';
import type { CoreOptions } from './core-options.js';
import { DEVICE, ENVIRONMENT, type Pointer } from './libretro-api.js';
import { lendString, readStringAt, viewOf, writeBool, writePointer, writeUint } from './native-memory.js';
import type { Picture } from './picture.js';
import type { Sound } from './sound.js';

export interface Folders {
  /** The core's own file. */
  readonly library: string;
  /** Where BIOS files lie. */
  readonly system: string | undefined;
  /** Where the core may write. */
  readonly saves: string | undefined;
}

export interface FrontendParts {
  readonly options: CoreOptions;
  readonly folders: Folders;
  readonly picture: Picture;
  readonly sound: Sound;
  /** The callback by which a core shakes a pad. */
  readonly setRumble: Pointer;
}

const CORE_OPTIONS_VERSION = 2;
/** The extended interface. */
const DISK_CONTROL_VERSION = 1;
const ENGLISH = 0;
const MOST_PLAYERS = 16;
const VIDEO_ENABLED = 1;
const AUDIO_ENABLED = 2;
const DEVICES =
  (1 << DEVICE.joypad) |
  (1 << DEVICE.mouse) |
  (1 << DEVICE.keyboard) |
  (1 << DEVICE.lightgun) |
  (1 << DEVICE.analog) |
  (1 << DEVICE.pointer);

/** The frontend as a core sees it: answers what a core asks of it through the environment callback. */
export class Frontend {
  readonly #parts: FrontendParts;

  constructor(parts: FrontendParts) {
    this.#parts = parts;
  }

  /** Answers a question; `false` where the call is none, or there is no answer. */
  answer(command: number, data: Pointer): boolean {
    switch (command) {
      case ENVIRONMENT.getCanDupe:
        writeBool(data, true);
        return true;
      case ENVIRONMENT.getSystemDirectory:
      case ENVIRONMENT.getCoreAssetsDirectory:
        return lendFolder(data, this.#parts.folders.system);
      case ENVIRONMENT.getSaveDirectory:
        return lendFolder(data, this.#parts.folders.saves);
      case ENVIRONMENT.getLibretroPath:
        return lendFolder(data, this.#parts.folders.library);
      case ENVIRONMENT.getVariable:
        return this.#getVariable(data);
      case ENVIRONMENT.getVariableUpdate:
        writeBool(data, this.#parts.options.takeChanged());
        return true;
      case ENVIRONMENT.getCoreOptionsVersion:
        writeUint(data, CORE_OPTIONS_VERSION);
        return true;
      case ENVIRONMENT.getAudioVideoEnable:
        writeUint(
          data,
          (this.#parts.picture.canBeSkipped ? 0 : VIDEO_ENABLED) |
            (this.#parts.sound.needed ? AUDIO_ENABLED : 0),
        );
        return true;
      case ENVIRONMENT.getInputDeviceCapabilities:
        viewOf(data, 8).set([DEVICES, 0, 0, 0, 0, 0, 0, 0]);
        return true;
      case ENVIRONMENT.getDiskControlInterfaceVersion:
        writeUint(data, DISK_CONTROL_VERSION);
        return true;
      case ENVIRONMENT.getInputMaxUsers:
        writeUint(data, MOST_PLAYERS);
        return true;
      case ENVIRONMENT.getLanguage:
        writeUint(data, ENGLISH);
        return true;
      case ENVIRONMENT.getMessageInterfaceVersion:
        writeUint(data, 0);
        return true;
      case ENVIRONMENT.getRumbleInterface:
        writePointer(data, this.#parts.setRumble);
        return true;
      default:
        return false;
    }
  }

  /** `retro_variable`: the key is given, the value asked for. */
  #getVariable(variable: Pointer): boolean {
    const key = readStringAt(variable);
    const value = key === undefined ? undefined : this.#parts.options.value(key);
    writePointer(variable, value === undefined ? null : lendString(value), koffi.sizeof('void *'));
    return value !== undefined;
  }
}

function lendFolder(data: Pointer, folder: string | undefined): boolean {
  if (folder === undefined) return false;
  writePointer(data, lendString(folder));
  return true;
}
