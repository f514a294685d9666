import type { Library } from './library.js';
import { SAVE_RAM } from './libretro-api.js';
import { viewOf } from './native-memory.js';

/** The Game Boy Advance's smaller EEPROM. */
const SMALLEST_CHIP_BYTES = 512;

/** What the game's cartridge keeps, which lies in the core's memory. */
export class SaveRam {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  read(): Uint8Array {
    return this.#memory().slice();
  }

  /**
   * Throws, worded, where it isn't as long as what the game keeps.
   *
   * @param hasRun - whether the game has run: before, a core that finds out by the game's doings which memory the
   * cartridge has offers room for the largest, and the save is that of the one there is.
   */
  write(bytes: Uint8Array, hasRun: boolean): void {
    const memory = this.#memory();
    const mayBeSmaller = !hasRun && isChip(bytes.length) && bytes.length < memory.length;
    if (bytes.length !== memory.length && !mayBeSmaller) {
      throw new Error(`This game keeps ${memory.length} bytes, and the save has ${bytes.length}.`);
    }
    memory.set(bytes);
  }

  #memory(): Uint8Array {
    const address = this.#library.memoryData(SAVE_RAM);
    const size = this.#library.memorySize(SAVE_RAM);
    return address === null || size === 0 ? new Uint8Array() : viewOf(address, size);
  }
}

/** Chips have a power of two of bytes; a file that broke off hardly has. */
function isChip(bytes: number): boolean {
  return bytes >= SMALLEST_CHIP_BYTES && Number.isInteger(Math.log2(bytes));
}
