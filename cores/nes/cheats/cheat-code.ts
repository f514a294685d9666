import { decodeGameGenie, type ReadPatch } from './game-genie.js';

/** A byte of memory that is kept at a value. */
export interface MemoryPatch {
  /** Of the console's 2 KiB, 0 to 0x7ff, or of the cartridge's RAM, 0x6000 to 0x7fff. */
  readonly address: number;
  readonly value: number;
  /** Only where this byte is there. */
  readonly compare?: number;
}

export type Cheat =
  | { readonly kind: 'read'; readonly patch: ReadPatch }
  | { readonly kind: 'memory'; readonly patch: MemoryPatch };

const RAW_CODE = /^([0-9A-F]{1,4})(?:\?([0-9A-F]{1,2}))?:([0-9A-F]{1,2})$/;
const FORMS =
  'A code is a Game Genie’s of 6 or 8 letters (SXIOPO), or an address and a value in hexadecimal (91D9:AD, 075A?02:09)';
const MEMORY_BYTES = 0x800;
const MEMORY_MIRRORS_END = 0x2000;
const CARTRIDGE_RAM = 0x6000;
const PROGRAM = 0x8000;

/** Reads a code of any form, in letters of any case; throws an `Error` whose message names the code. */
export function readCheatCode(code: string): Cheat {
  const capitals = code.trim().toUpperCase();
  const patch = decodeGameGenie(capitals);
  if (patch) return { kind: 'read', patch };
  const [, address, compare, value] = RAW_CODE.exec(capitals) ?? [];
  if (address === undefined || value === undefined) {
    throw new Error(`“${shortened(code)}” is no cheat code for the NES. ${FORMS}.`);
  }
  const bytes = { value: hex(value), ...(compare === undefined ? {} : { compare: hex(compare) }) };
  return at(hex(address), bytes, code);
}

function at(address: number, bytes: { value: number; compare?: number }, code: string): Cheat {
  if (address >= PROGRAM) return { kind: 'read', patch: { address, ...bytes } };
  if (address >= CARTRIDGE_RAM) return { kind: 'memory', patch: { address, ...bytes } };
  if (address < MEMORY_MIRRORS_END) {
    return { kind: 'memory', patch: { address: address % MEMORY_BYTES, ...bytes } };
  }
  throw new Error(
    `“${code}” changes no memory: at 2000 to 5FFF are the console’s registers. Take another code for the game.`,
  );
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

function shortened(code: string): string {
  return code.length <= 40 ? code : `${code.slice(0, 40)}…`;
}
