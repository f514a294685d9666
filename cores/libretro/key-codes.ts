/** Keys by the core protocol's numbers (PROTOCOL.md, step) and by libretro's (`retro_key`). */

/** Control keys in the order of their numbers: what they are to libretro. */
const RUNS: readonly (readonly [firstKey: number, codes: readonly number[]])[] = [
  // A to Z, 1 to 9, 0
  [4, [...range(97, 26), ...range(49, 9), 48]],
  // Enter, Escape, Backspace, Tab, Space, - = [ ] \ # ; ' ` , . /
  [40, [13, 27, 8, 9, 32, 45, 61, 91, 93, 92, 92, 59, 39, 96, 44, 46, 47]],
  // Caps Lock, F1 to F12, Print, Scroll Lock, Pause
  [57, [301, ...range(282, 12), 316, 302, 19]],
  // Insert, Home, Page Up, Delete, End, Page Down, right, left, down, up
  [73, [277, 278, 280, 127, 279, 281, 275, 276, 274, 273]],
  // Num Lock, and of the keypad / * - + Enter, 1 to 9, 0, full stop
  [83, [300, 267, 268, 269, 270, 271, ...range(257, 9), 256, 266]],
  // The key beside the left Shift, Menu, Power, = of the keypad, F13 to F15
  [100, [323, 319, 320, 272, ...range(294, 3)]],
  // Help
  [117, [315]],
  // Left Ctrl, Shift, Alt, Meta, and right
  [120, [306, 304, 308, 310, 305, 303, 307, 309]],
];

const CODES: ReadonlyMap<number, number> = new Map(
  RUNS.flatMap(([first, codes]) => codes.map((code, index) => [first + index, code] as const)),
);

const KEYS: ReadonlyMap<number, number> = new Map([...CODES].map(([key, code]) => [code, key]));

/** What a key with Shift writes on a keyboard of the United States, by what it writes without. */
const SHIFTED: ReadonlyMap<string, string> = new Map(
  [..."`1234567890-=[]\\;',./"].map((plain, index) => [plain, [...'~!@#$%^&*()_+{}|:"<>?'][index]!]),
);

/** The `retro_key` of a key; `undefined` where libretro has none. */
export function keyCodeOf(key: number): number | undefined {
  return CODES.get(key);
}

/** The key of a `retro_key`; `undefined` where players have none. */
export function keyOfCode(code: number): number | undefined {
  return KEYS.get(code);
}

/** The UTF-32 character that a `retro_key` writes on a keyboard of the United States; 0 for none. */
export function characterOf(code: number, shift: boolean, capsLock: boolean): number {
  if (code > 127) return characterOfKeypad(code);
  const plain = String.fromCharCode(code);
  if (plain >= 'a' && plain <= 'z') return shift === capsLock ? code : code - 32;
  return shift ? (SHIFTED.get(plain)?.charCodeAt(0) ?? code) : code;
}

/** 0 to 9 . / * - + Enter = follow each other. */
function characterOfKeypad(code: number): number {
  return code >= 256 && code <= 272 ? '0123456789./*-+\r='.charCodeAt(code - 256) : 0;
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
