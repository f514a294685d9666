/**
 * Keys by `KeyboardEvent.code`, numbered as in the core protocol: by USB's HID usage tables, the modifiers from 120 on.
 * What no computer of old has is left out.
 */
const RUNS: readonly (readonly [firstKey: number, codes: string])[] = [
  [4, [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`).join(' ')],
  [30, [...'1234567890'].map((digit) => `Digit${digit}`).join(' ')],
  [40, 'Enter Escape Backspace Tab Space Minus Equal BracketLeft BracketRight Backslash'],
  [51, 'Semicolon Quote Backquote Comma Period Slash CapsLock'],
  [58, 'F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 PrintScreen ScrollLock Pause'],
  [73, 'Insert Home PageUp Delete End PageDown ArrowRight ArrowLeft ArrowDown ArrowUp'],
  [83, 'NumLock NumpadDivide NumpadMultiply NumpadSubtract NumpadAdd NumpadEnter'],
  [89, [...'1234567890'].map((digit) => `Numpad${digit}`).join(' ')],
  [99, 'NumpadDecimal IntlBackslash ContextMenu Power NumpadEqual F13 F14 F15'],
  [117, 'Help'],
  [120, 'ControlLeft ShiftLeft AltLeft MetaLeft ControlRight ShiftRight AltRight MetaRight'],
];

const NUMBERS: ReadonlyMap<string, number> = new Map(
  RUNS.flatMap(([first, codes]) => codes.split(' ').map((code, index) => [code, first + index] as const)),
);

/** The number of a key, or `undefined` where games know none at its place. */
export function keyNumber(code: string): number | undefined {
  return NUMBERS.get(code);
}
