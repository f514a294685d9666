import type { Library } from './library.js';

/** What a code can be made of: cores read it as a C string, and few of them with care. */
const READABLE = /^[\x20-\x7e]{1,1000}$/;

/** The cheats of a libretro core. Cores forget them at a reset or with a state that is loaded, or keep them: set anew. */
export class Cheats {
  readonly #library: Library;
  #codes: readonly string[] = [];

  constructor(library: Library) {
    this.#library = library;
  }

  get codes(): readonly string[] {
    return this.#codes;
  }

  /** Sets these codes and no others; throws an `Error` that names one that can be none, and changes nothing then. */
  set(codes: readonly string[]): void {
    const wrong = codes.find((code) => !READABLE.test(code.trim()));
    if (wrong !== undefined) {
      throw new Error(
        `“${wrong.slice(0, 40)}” is no cheat code: codes are of letters, digits and signs. Check how it is spelled.`,
      );
    }
    const hadAny = this.#codes.length > 0;
    this.#codes = codes.map((code) => code.trim());
    if (hadAny || codes.length > 0) this.#setAll();
  }

  /** To be called where the core may have forgotten them. */
  restore(): void {
    if (this.#codes.length > 0) this.#setAll();
  }

  #setAll(): void {
    this.#library.cheatReset();
    for (const [index, code] of this.#codes.entries()) this.#library.cheatSet(index, true, code);
  }
}
