import { basename, extname } from 'node:path';
import koffi from 'koffi';
import { GameInfo, type Pointer } from './libretro-api.js';
import { POINTER_BYTES, readPointer } from './native-memory.js';

/** The functions by which a core changes discs (`retro_disk_control_callback` and `…_ext_callback`). */

const PROTOS = {
  setEjectState: koffi.proto('bool retro_set_eject_state_t(bool ejected)'),
  getEjectState: koffi.proto('bool retro_get_eject_state_t()'),
  getImageIndex: koffi.proto('unsigned int retro_get_image_index_t()'),
  setImageIndex: koffi.proto('bool retro_set_image_index_t(unsigned int index)'),
  getNumImages: koffi.proto('unsigned int retro_get_num_images_t()'),
  replaceImageIndex: koffi.proto(
    'bool retro_replace_image_index_t(unsigned int index, const retro_game_info *info)',
  ),
  addImageIndex: koffi.proto('bool retro_add_image_index_t()'),
  setInitialImage: koffi.proto('bool retro_set_initial_image_t(unsigned int index, const char *path)'),
  getImagePath: koffi.proto('bool retro_get_image_path_t(unsigned int index, void *path, size_t size)'),
  getImageLabel: koffi.proto('bool retro_get_image_label_t(unsigned int index, void *label, size_t size)'),
} as const;

type Name = keyof typeof PROTOS;
const NAMES = Object.keys(PROTOS) as Name[];
/** Of the first version of the interface; the extended one goes on after them. */
const PLAIN_COUNT = 7;
const TEXT_BYTES = 4096;
const LONGEST_LABEL = 100;

/** What `DiscDrive` needs of a core. */
export interface DiscInterface {
  /** Opens or closes the tray; `false` where the core won't. */
  setEjected(ejected: boolean): boolean;
  readonly isEjected: boolean;
  /** The disc that is in, from 0. */
  readonly index: number;
  /** Only while the tray is open. */
  setIndex(index: number): boolean;
  readonly count: number;
  /** Adds a disc; only while the tray is open. @param game - `retro_game_info` of it. */
  append(game: object): boolean;
  /** Of a disc, from 0: the core's, or its file's name; `undefined` where the core knows neither. */
  label(index: number): string | undefined;
}

/** Reads a core's functions; they are the core's for as long as it lives, the table need not be. */
export function readDiscInterface(table: Pointer, isExtended: boolean): DiscInterface | undefined {
  const names = isExtended ? NAMES : NAMES.slice(0, PLAIN_COUNT);
  const functions = new Map<Name, Pointer>();
  names.forEach((name, index) => {
    const address = readPointer(table, index * POINTER_BYTES);
    if (address !== undefined) functions.set(name, address);
  });
  // Those of the extension may be missing one by one (libretro.h).
  if (NAMES.slice(0, 5).some((name) => !functions.has(name))) return undefined;
  const call = (name: Name, ...args: unknown[]): unknown => {
    const address = functions.get(name);
    return address === undefined ? undefined : koffi.call(address, PROTOS[name], ...args);
  };
  const text = (name: Name, index: number) => {
    const bytes = Buffer.alloc(TEXT_BYTES);
    return call(name, index, bytes, TEXT_BYTES) === true ? textOf(bytes) : undefined;
  };
  return {
    setEjected: (ejected) => call('setEjectState', ejected) === true,
    get isEjected() {
      return call('getEjectState') === true;
    },
    get index() {
      return call('getImageIndex') as number;
    },
    setIndex: (index) => call('setImageIndex', index) === true,
    get count() {
      return call('getNumImages') as number;
    },
    append(game) {
      if (call('addImageIndex') !== true) return false;
      return call('replaceImageIndex', this.count - 1, koffi.as(game, koffi.pointer(GameInfo))) === true;
    },
    label(index) {
      const path = text('getImagePath', index);
      const label = text('getImageLabel', index) ?? (path && basename(path, extname(path)));
      return label?.slice(0, LONGEST_LABEL);
    },
  };
}

function textOf(bytes: Buffer): string | undefined {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end) || undefined;
}
