/**
 * The codes of the Game Genie, a thing between console and cartridge that answers other bytes than the cartridge's own.
 * A letter stands for four bits; those of address, value and comparison are spread over six or eight letters.
 */

/** A letter's place is its value. */
const LETTERS = 'APZLGITYEOXUKSVN';

/** What is read instead of what a cartridge has. */
export interface ReadPatch {
  /** 0x8000 to 0xffff. */
  readonly address: number;
  readonly value: number;
  /** The byte that must be there: cartridges show different banks at the same address. */
  readonly compare?: number;
}

/** Reads a code in capital letters; `undefined` where it is none. */
export function decodeGameGenie(code: string): ReadPatch | undefined {
  if (code.length !== 6 && code.length !== 8) return undefined;
  const letters = Array.from(code, (letter) => LETTERS.indexOf(letter));
  if (letters.includes(-1)) return undefined;
  const [n0, n1, n2, n3, n4, n5] = letters as [number, number, number, number, number, number];
  const [n6, n7] = letters.slice(6);
  const address =
    0x8000 |
    ((n3 & 7) << 12) |
    ((n4 & 8) << 8) |
    ((n5 & 7) << 8) |
    ((n1 & 8) << 4) |
    ((n2 & 7) << 4) |
    (n3 & 8) |
    (n4 & 7);
  const value = ((n0 & 8) << 4) | ((n1 & 7) << 4) | (n0 & 7);
  if (n6 === undefined || n7 === undefined) return { address, value: value | (n5 & 8) };
  const compare = ((n6 & 8) << 4) | ((n7 & 7) << 4) | (n5 & 8) | (n6 & 7);
  return { address, value: value | (n7 & 8), compare };
}
