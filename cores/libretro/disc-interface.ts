import { basename, extname } from 'node:path';
import koffi from 'koffi';
import { type Content, gameInfoOf } from './content.js';
import { GameInfo, type Pointer } from './libretro-api.js';
import { POINTER_BYTES, readPointer } from './native-memory.js';

/** The functions by which a core changes discs (`retro_disk_control_callback` and `…_ext_callback`). */

const PROTOS = {
  setEjectState: koffi.proto('bool retro_set_eject_state_t(bool ejected)'),
  getEjectState: koffi.proto('bool retro_get_eject_state_t()'),
  getImageIndex: koffi.proto('unsigned int retro_get_image_index_t()'),
  setImageIndex: koffi.proto('bool retro_set_image_index_t(unsigned int index)'),
  getNumImages: koffi.proto('unsigned int retro_get_num_images_t()'),
  replaceImageIndex: koffi.proto('retro_replace_image_index_t', 'bool', [
    'unsigned int',
    koffi.pointer(GameInfo),
  ]),
  addImageIndex: koffi.proto('bool retro_add_image_index_t()'),
  getImagePath: koffi.proto('bool retro_get_image_path_t(unsigned int index, void *path, size_t size)'),
  getImageLabel: koffi.proto('bool retro_get_image_label_t(unsigned int index, void *label, size_t size)'),
} as const;

/** Where each stands in the table. Five change discs, two add more, and the extension's first one chooses the first. */
const PLACES: Readonly<Record<keyof typeof PROTOS, number>> = {
  setEjectState: 0,
  getEjectState: 1,
  getImageIndex: 2,
  setImageIndex: 3,
  getNumImages: 4,
  replaceImageIndex: 5,
  addImageIndex: 6,
  getImagePath: 8,
  getImageLabel: 9,
};
/** Of the first version of the interface. */
const PLAIN_PLACES = 7;
/** Without these no disc can be changed; those of the extension may be missing one by one (libretro.h). */
const NECESSARY_PLACES = 5;

type Name = keyof typeof PROTOS;
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
  /** Adds a disc after the last; only while the tray is open. */
  append(content: Content): boolean;
  /** Of a disc, from 0: the core's, or its file's name; `undefined` where the core knows neither. */
  label(index: number): string | undefined;
}

/** Reads a core's functions; they are the core's for as long as it lives, the table need not be. */
export function readDiscInterface(table: Pointer, isExtended: boolean): DiscInterface | undefined {
  const functions = new Map<Name, Pointer>();
  for (const [name, place] of Object.entries(PLACES) as [Name, number][]) {
    // Beyond its end a table of the first version is other memory.
    const address =
      place < PLAIN_PLACES || isExtended ? readPointer(table, place * POINTER_BYTES) : undefined;
    if (address !== undefined) functions.set(name, address);
    else if (place < NECESSARY_PLACES) return undefined;
  }
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
    append(content) {
      const place = call('getNumImages') as number;
      return call('addImageIndex') === true && call('replaceImageIndex', place, gameInfoOf(content)) === true;
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
