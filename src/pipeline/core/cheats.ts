import { LONGEST_CHEAT_CODE, MOST_CHEAT_CODES } from '../../../cores/protocol/cheat-codes.js';
import type { CoreHello } from '../../../cores/protocol/core-message.js';

/** Why a core can't be asked to set cheat codes, whatever they mean; `undefined` where it can. */
export function refusalOfCheats(
  { name, abilities }: Pick<CoreHello, 'name' | 'abilities'>,
  codes: readonly string[],
): string | undefined {
  if (codes.length > 0 && !abilities.has('cheats')) return `The core ${name} takes no cheat codes.`;
  if (codes.length > MOST_CHEAT_CODES) {
    return `${codes.length} cheat codes are too many: ${MOST_CHEAT_CODES} can be set at the same time.`;
  }
  const long = codes.find(({ length }) => length > LONGEST_CHEAT_CODE);
  if (long === undefined) return undefined;
  return `“${long.slice(0, 40)}…” is no cheat code: none has more than ${LONGEST_CHEAT_CODE} characters.`;
}
