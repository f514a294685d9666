import type { NES } from 'jsnes';
import { type MemoryPatch, readCheatCode } from './cheat-code.js';

/** The cheats of a console. They are no part of its state. */
export class Cheats {
  readonly #nes: NES;
  #memory: readonly MemoryPatch[] = [];

  constructor(nes: NES) {
    this.#nes = nes;
  }

  /** Sets these codes and no others; throws an `Error` that names the one that is wrong, and changes nothing then. */
  set(codes: readonly string[]): void {
    const cheats = codes.map(readCheatCode);
    const { gameGenie } = this.#nes;
    gameGenie.patches = cheats
      .filter((cheat) => cheat.kind === 'read')
      .map(({ patch: { address, value, compare } }) => ({
        // jsnes leaves out the highest bit, as the Game Genie does.
        addr: address & 0x7fff,
        value,
        key: compare,
      }));
    this.#memory = cheats.filter((cheat) => cheat.kind === 'memory').map(({ patch }) => patch);
    this.install();
  }

  /** Has the processor mind the codes; to be called where it was made anew. */
  install(): void {
    this.#nes.cpu._updateCartridgeLoader();
  }

  /** Keeps memory as it shall be; to be called before each frame. */
  apply(): void {
    const { mem } = this.#nes.cpu;
    for (const { address, value, compare } of this.#memory) {
      if (compare === undefined || mem[address] === compare) mem[address] = value;
    }
  }
}
