import { CloudgameError } from '../../errors.js';

/** Names of keys in X (keysymdef.h) that are no character, by what `KeyboardEvent.code` calls them. */
const NAMED_KEYS: Readonly<Record<string, readonly [name: string, keysym: number]>> = {
  Backspace: ['BackSpace', 0xff08],
  Tab: ['Tab', 0xff09],
  Enter: ['Return', 0xff0d],
  Escape: ['Escape', 0xff1b],
  Home: ['Home', 0xff50],
  ArrowLeft: ['Left', 0xff51],
  ArrowUp: ['Up', 0xff52],
  ArrowRight: ['Right', 0xff53],
  ArrowDown: ['Down', 0xff54],
  PageUp: ['Prior', 0xff55],
  PageDown: ['Next', 0xff56],
  End: ['End', 0xff57],
  Insert: ['Insert', 0xff63],
  Delete: ['Delete', 0xffff],
  ShiftLeft: ['Shift_L', 0xffe1],
  ShiftRight: ['Shift_R', 0xffe2],
  ControlLeft: ['Control_L', 0xffe3],
  ControlRight: ['Control_R', 0xffe4],
  AltLeft: ['Alt_L', 0xffe9],
  AltRight: ['Alt_R', 0xffea],
  Space: ['space', 0x20],
  Minus: ['minus', 0x2d],
  Equal: ['equal', 0x3d],
  Comma: ['comma', 0x2c],
  Period: ['period', 0x2e],
  Slash: ['slash', 0x2f],
  Semicolon: ['semicolon', 0x3b],
  Quote: ['apostrophe', 0x27],
  BracketLeft: ['bracketleft', 0x5b],
  BracketRight: ['bracketright', 0x5d],
  Backslash: ['backslash', 0x5c],
  Backquote: ['grave', 0x60],
  NumpadEnter: ['KP_Enter', 0xff8d],
};

/** F1 has this keysym, and the others follow. */
const F1 = 0xffbe;

/** A key as X names it. */
export interface XKey {
  readonly name: string;
  readonly keysym: number;
}

/**
 * Reads the name of a key: as X calls it (`x`, `Return`, `Left`), or as browsers do (`KeyX`, `Enter`, `ArrowLeft`), whatever
 * the case of names that have more than a letter. A capital letter is the key that has it: nobody presses shift here.
 *
 * @throws CloudgameError `usage` for a name that is none.
 */
export function parseKeyName(text: string): XKey {
  const character = /^(?:key|digit)?([a-z0-9])$/i.exec(text)?.[1]?.toLowerCase();
  if (character !== undefined) return { name: character, keysym: character.charCodeAt(0) };
  const number = Number(/^f(\d{1,2})$/i.exec(text)?.[1]);
  if (number >= 1 && number <= 12) return { name: `F${number}`, keysym: F1 + number - 1 };
  const wanted = text.toLowerCase();
  for (const [code, [name, keysym]] of Object.entries(NAMED_KEYS)) {
    if (code.toLowerCase() === wanted || name.toLowerCase() === wanted) return { name, keysym };
  }
  throw new CloudgameError(
    'usage',
    `There is no key called "${text}".`,
    'Name one as X does (x, Return, Left, space, F1) or as browsers do (KeyX, Enter, ArrowLeft, Space).',
  );
}
