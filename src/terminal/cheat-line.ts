import * as v from 'valibot';
import { type Cheat, cheatCode, type RoomAction } from '../protocol/room-action.js';

/** What a person at the panel is asked while a cheat is typed. */
export function askForCheat(typed: string, cheats: readonly Cheat[]): string {
  const question =
    cheats.length === 0
      ? 'A code to add; Escape leaves.'
      : 'A number switches a cheat, -number removes it, a code adds one; Escape leaves.';
  const list = cheats.map(({ code, on }, index) => `${index + 1} ${code} (${on ? 'on' : 'off'})`);
  return `${[...list, question].join(list.length === 0 ? '' : ' · ')} > ${typed}_`;
}

/**
 * Reads what was typed: the number of a cheat, one after a minus sign, or a code.
 *
 * @returns what is to be done, or why that can't be; `undefined` where nothing was typed.
 */
export function cheatAction(typed: string, cheats: readonly Cheat[]): RoomAction | string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  // No console's codes are as short as that.
  const numbered = /^(-?)(\d{1,2})$/.exec(text);
  if (!numbered) {
    return v.is(cheatCode, text)
      ? { kind: 'cheat', code: text, change: 'on' }
      : 'A code is of letters, digits and signs.';
  }
  const cheat = cheats[Number(numbered[2]) - 1];
  if (!cheat) return `There is no cheat ${numbered[2]}.`;
  const change = numbered[1] === '-' ? 'remove' : cheat.on ? 'off' : 'on';
  return { kind: 'cheat', code: cheat.code, change };
}
