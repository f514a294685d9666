import koffi from 'koffi';
import type { Pointer } from './libretro-api.js';

/** Reading and writing of memory that a core points at. */

export const POINTER_BYTES = koffi.sizeof('void *');

/** Strings handed to a core, for as long as the process lives: cores keep the address. */
const lentStrings = new Map<string, Buffer>();

/** The address of a C string that stays valid. */
export function lendString(text: string): Pointer {
  let bytes = lentStrings.get(text);
  if (!bytes) {
    bytes = Buffer.from(`${text}\0`, 'utf8');
    lentStrings.set(text, bytes);
  }
  return koffi.address(bytes);
}

export function readUint(pointer: Pointer): number {
  return koffi.decode.uint32(pointer);
}

export function writeUint(pointer: Pointer, value: number): void {
  koffi.encode(pointer, 'uint32_t', value);
}

export function writeBool(pointer: Pointer, value: boolean): void {
  koffi.encode(pointer, 'bool', value);
}

/** `undefined` for a null pointer. */
export function readPointer(pointer: Pointer, offset = 0): Pointer | undefined {
  return (koffi.decode(pointer, offset, 'void *') as Pointer | null) ?? undefined;
}

export function writePointer(pointer: Pointer, value: Pointer | null, offset = 0): void {
  koffi.encode(pointer, offset, 'void *', value);
}

/** `undefined` where the pointer stored at this place is null. */
export function readStringAt(pointer: Pointer, offset = 0): string | undefined {
  const string = readPointer(pointer, offset);
  return string === undefined ? undefined : koffi.decode.string(string);
}

/** The bytes at an address, as a view that is valid as long as the core keeps them there. */
export function viewOf(pointer: Pointer, bytes: number): Uint8Array {
  return new Uint8Array(koffi.view(pointer, bytes));
}

/** Views of memory that a core hands over again and again, mostly the same: making one takes longer than to read it. */
export class RepeatedView {
  #pointer: Pointer | undefined;
  #view: Uint8Array = new Uint8Array(0);

  /** As `viewOf`. */
  of(pointer: Pointer, bytes: number): Uint8Array {
    if (pointer !== this.#pointer || bytes !== this.#view.length) {
      this.#view = viewOf(pointer, bytes);
      this.#pointer = pointer;
    }
    return this.#view;
  }
}
